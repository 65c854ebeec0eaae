"""Sending: repeated, raced, contradicted, too often; by socket, by HTTP alone, and by both."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.gateway.things import claimed, say
from tests.support.people import client_id
from tests.support.running import Server
from tests.support.wire import Json
from tests.support.worlds import Planted, World, plant_worlds


async def test_opening_again_with_the_same_client_id_is_the_same_conversation(world: World) -> None:
    shopper = await (await world.shopper("north")).connect()
    ask = {"clientId": client_id(), "body": {"text": "Hello"}}
    first = await shopper.asks("conversation.open", ask)
    again = [await shopper.asks("conversation.open", ask), await shopper.posts("conversation.open", ask)]
    assert [ack | {"dup": False} for ack in again] == [first, first]
    assert all(ack["dup"] for ack in again)
    log = await shopper.posts("conversation.resume", {"conversationId": first["conversationId"], "after": 0})
    assert [entry["body"]["kind"] for entry in log["entries"]] == ["conversation.opened", "message.posted"]


async def test_ten_at_once_with_one_client_id_make_one_message(world: World) -> None:
    shopper = await (await world.shopper("north")).connect()
    opening = {"clientId": client_id(), "body": {"text": "Hello"}}
    opened = await asyncio.gather(*(shopper.posts("conversation.open", opening) for _ in range(10)))
    assert len({(ack["conversationId"], ack["seq"]) for ack in opened}) == 1
    id = opened[0]["conversationId"]
    same = say(id, "Where is it?")
    acks = await asyncio.gather(*(shopper.asks("message.send", same) for _ in range(10)))
    assert sorted(ack["dup"] for ack in acks) == [False] + [True] * 9
    assert {ack["seq"] for ack in acks} == {3}


async def test_a_client_id_that_now_says_something_else_is_a_conflict(world: World) -> None:
    shopper = await world.shopper("north")
    id = await world.conversation(shopper)
    ann = await world.agent("north", "ann")
    await claimed(ann, id)
    for person in (shopper, ann):
        said = say(id, "One thing")
        assert (await person.posts("message.send", said))["ok"]
        for other in ({"text": "Another thing"}, {"text": "One thing "}, {"text": "one thing"}):
            answer = await person.http(
                "POST", f"/v1/{person.proof.door}/commands/message.send", {**said, "body": other}
            )
            assert answer.status_code == 409, answer.text
            assert answer.json()["error"] == {"code": "conflict", "retry": False, "detail": "clientId"}
        assert (await person.posts("message.send", said))["dup"]


async def test_two_authors_may_use_one_client_id(world: World) -> None:
    shopper, ann = await world.shopper("north"), await world.agent("north", "ann")
    id = await world.conversation(shopper)
    await claimed(ann, id)
    said = say(id, "The same words")
    acks = [await person.posts("message.send", said) for person in (shopper, ann)]
    assert [ack["dup"] for ack in acks] == [False, False]


async def test_a_conversation_by_http_alone_and_one_that_mixes_both(world: World) -> None:
    shopper, ann = await world.shopper("north"), await world.agent("north", "ann")
    id = await world.conversation(shopper)
    changed = await claimed(ann, id)
    await ann.posts("message.send", say(id, "How can I help?", fence=changed["fence"]))
    alone = await shopper.posts("conversation.resume", {"conversationId": id, "after": 0})
    await (await shopper.connect()).asks("conversation.resume", {"conversationId": id, "after": alone["last"]})
    await shopper.posts("message.send", say(id, "By HTTP"))
    await shopper.asks("message.send", say(id, "By socket"))
    await ann.posts("message.send", say(id, "And back"))
    assert shopper.wire is not None
    await shopper.wire.event("message.posted", lambda e: e["body"]["text"] == "And back")
    whole = (await shopper.posts("conversation.resume", {"conversationId": id, "after": 0}))["entries"]
    live = shopper.wire.entries(id)
    assert alone["entries"] + live == whole
    assert [entry["seq"] for entry in whole] == list(range(1, len(whole) + 1))
    assert await by_pages(shopper.posts, id) == whole


async def by_pages(posts: object, id: str) -> list[Json]:
    """The log read two entries at a time."""
    assert callable(posts)
    found: list[Json] = []
    while True:
        page = await posts("conversation.resume", {"conversationId": id, "after": len(found), "limit": 2})
        found += page["entries"]
        if not page["more"]:
            assert len(found) == page["last"]
            return found


async def test_a_position_of_another_log_starts_afresh(world: World) -> None:
    shopper = await world.shopper("north")
    id = await world.conversation(shopper)
    ask = {"conversationId": id, "after": 1}
    plain = await shopper.posts("conversation.resume", ask)
    assert (plain["reset"], len(plain["entries"])) == (False, 1)
    for strange in ({"epoch": "another"}, {"after": 99}):
        again = await shopper.posts("conversation.resume", ask | strange)
        assert (again["reset"], len(again["entries"])) == (True, 2)
    assert not (await shopper.posts("conversation.resume", ask | {"epoch": plain["epoch"]}))["reset"]


@pytest.fixture
async def strict(tmp_path: Path) -> AsyncIterator[World]:
    """A server that lets nobody ask much."""
    server = Server(tmp_path, RATE_BURST="8", RATE_REFILL="0.5")
    await plant_worlds(server.folder / "data")
    await server.start()
    world = World(Planted(server))
    yield world
    await world.close()
    await server.stop()


async def test_who_asks_too_much_waits_and_nobody_else_does(strict: World) -> None:
    shopper, other = await strict.shopper("north"), await strict.shopper("north")
    await shopper.connect()
    id = await strict.conversation(shopper)
    for _ in range(3):
        assert (await shopper.asks("message.send", say(id, "Hello?")))["ok"]
    refused = (await shopper.asks("message.send", say(id, "Hello?")))["error"]
    assert (refused["code"], refused["retry"]) == ("rate_limited", True)
    assert 0 < refused["afterMs"] <= 2001
    path = "/v1/customer/commands/message.send"
    answer = await shopper.http("POST", path, say(id, "Hello?"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "rate_limited")
    assert int(answer.headers["retry-after"]) * 1000 >= answer.json()["error"]["afterMs"]
    assert await strict.conversation(other)
    await asyncio.sleep(refused["afterMs"] / 1000)
    assert (await shopper.asks("message.send", say(id, "Hello!")))["ok"]


@pytest.mark.parametrize("cursor", ["x", ":", "1:", "²:cv_1", "-1:cv_1", "9" * 17 + ":cv_1", "1" * 100])
async def test_a_cursor_that_is_none_is_refused(world: World, cursor: str) -> None:
    ann = await world.agent("north", "ann")
    refused = await ann.posts("conversation.list", {"cursor": cursor})
    assert refused["error"] == {"code": "bad_request", "retry": False, "detail": "cursor"}


async def test_a_list_is_whole_page_by_page(world: World) -> None:
    ben = await world.agent("south", "ben")
    made = {await world.conversation(await world.shopper("south")) for _ in range(5)}
    for view in ("queue", "all"):
        found: list[str] = []
        cursor = ""
        while True:
            page = await ben.posts("conversation.list", {"view": view, "limit": 2, "cursor": cursor})
            found += [item["id"] for item in page["items"]]
            cursor = page["cursor"]
            if not cursor:
                break
        assert len(found) == len(set(found))
        assert made <= set(found)


async def test_an_unknown_command_is_refused_without_repeating_it(world: World) -> None:
    shopper = await (await world.shopper("north")).connect()
    refused = await shopper.asks("otter.swims", {})
    assert refused["error"] == {"code": "unknown_command", "retry": False, "detail": ""}
    refused = await shopper.asks("note.post", {})
    assert refused["error"] == {"code": "unknown_command", "retry": False, "detail": "note.post"}
