"""What every bridge may rely on: at least once in, exactly once stored, deliveries that wait for a receipt."""

import asyncio
import secrets

import pytest

from tests.gateway.things import claimed, deliver, say
from tests.support.people import client_id
from tests.support.wire import Json
from tests.support.worlds import Somebody, World


@pytest.fixture
async def relay(world: World) -> Somebody:
    """The northern relay, connected."""
    return await world.bridge("north").connect()


@pytest.fixture
async def ann(world: World) -> Somebody:
    """An agent of the north."""
    return await world.agent("north", "ann")


async def words(agent: Somebody, id: str) -> list[str]:
    """The customer's words in a conversation."""
    log = await agent.posts("conversation.resume", {"conversationId": id, "after": 0})
    return [e["body"]["text"] for e in log["entries"] if e["author"]["kind"] == "customer" and "text" in e["body"]]


async def test_delivered_twice_is_one_message(relay: Somebody, ann: Somebody) -> None:
    ask = deliver(secrets.token_hex(4), "Where is my parcel?")
    first = await relay.asks("message.deliver", ask)
    again = [await relay.asks("message.deliver", ask), await relay.posts("message.deliver", ask)]
    assert not first["dup"]
    assert [ack["dup"] for ack in again] == [True, True]
    assert {(ack["conversationId"], ack["seq"]) for ack in (first, *again)} == {(first["conversationId"], first["seq"])}
    assert await words(ann, first["conversationId"]) == ["Where is my parcel?"]
    assert (await relay.asks("message.deliver", ask | {"text": "Other"}))["error"]["code"] == "conflict"


async def test_two_first_messages_at_once_are_one_conversation(world: World, relay: Somebody, ann: Somebody) -> None:
    thread, other = secrets.token_hex(4), world.bridge("north")
    asks = [deliver(thread, f"Word {number}") for number in range(6)]
    ways = [relay.asks, relay.posts, other.posts] * 2
    acks = await asyncio.gather(*(way("message.deliver", ask) for way, ask in zip(ways, asks, strict=True)))
    assert len({ack["conversationId"] for ack in acks}) == 1
    assert sorted(await words(ann, acks[0]["conversationId"])) == [f"Word {number}" for number in range(6)]


async def answered(relay: Somebody, ann: Somebody, text: str = "It comes tomorrow.") -> tuple[Json, str]:
    """The delivery the relay is asked for when an agent answers, and the thread."""
    thread = secrets.token_hex(4)
    came = await relay.asks("message.deliver", deliver(thread, "Where is it?"))
    await claimed(ann, came["conversationId"])
    await ann.posts("message.send", say(came["conversationId"], text))
    assert relay.wire is not None
    return await relay.wire.event("delivery.requested", lambda e: e["thread"] == thread), thread


async def test_an_answer_is_requested_and_listed_until_its_receipt(relay: Somebody, ann: Somebody) -> None:
    wanted, thread = await answered(relay, ann)
    assert wanted["text"] == "It comes tomorrow."
    listed = await waiting(relay)
    assert wanted in listed
    assert [each["number"] for each in listed] == sorted(each["number"] for each in listed)
    assert (await relay.asks("delivery.report", {"deliveryId": wanted["id"], "state": "sent"}))["ok"]
    assert thread not in {each["thread"] for each in await waiting(relay)}


async def waiting(relay: Somebody) -> list[Json]:
    """All that waits for a receipt, page by page."""
    found: list[Json] = []
    while page := (await relay.asks("delivery.list", {"after": found[-1]["number"] if found else 0, "limit": 3}))[
        "items"
    ]:
        found += page
    return found


@pytest.mark.parametrize(
    ("reports", "end"),
    [
        (["sent", "delivered", "read"], "read"),
        (["read", "delivered", "sent"], "read"),
        (["delivered", "sent", "delivered"], "delivered"),
        (["failed", "sent", "read"], "failed"),
        (["sent", "failed", "delivered"], "failed"),
        (["delivered", "failed"], "delivered"),
    ],
)
async def test_states_only_move_forward(
    world: World, relay: Somebody, ann: Somebody, reports: list[str], end: str
) -> None:
    wanted, _ = await answered(relay, ann)
    for state in reports:
        assert (await relay.asks("delivery.report", {"deliveryId": wanted["id"], "state": state}))["ok"]
    assert world.rows("SELECT state FROM delivery WHERE id = ?", wanted["id"]) == [(end,)]


async def test_what_has_no_receipt_is_offered_to_whoever_comes_back(
    world: World, relay: Somebody, ann: Somebody
) -> None:
    wanted, _ = await answered(relay, ann)
    await relay.leave()
    back = await world.bridge("north").connect()
    assert wanted in await waiting(back)


async def test_another_tenants_bridge_sees_nothing(world: World, relay: Somebody, ann: Somebody) -> None:
    foreign = await world.bridge("south").connect()
    wanted, thread = await answered(relay, ann)
    for ask in ({"deliveryId": wanted["id"], "state": "read"}, {"deliveryId": "dl_0000000000", "state": "read"}):
        refused = await foreign.asks("delivery.report", ask)
        assert refused["error"] == {"code": "not_found", "retry": False, "detail": "deliveryId"}
    own = await foreign.asks("message.deliver", deliver(thread, "The same thread name"))
    assert own["conversationId"] != wanted["conversationId"]
    assert foreign.wire is not None
    assert [name for name, _ in foreign.wire.heard] == ["server.hello"]
    assert wanted["id"] not in str(foreign.answers)
    assert wanted in await waiting(relay)


async def test_a_note_and_a_held_message_are_not_delivered(relay: Somebody, ann: Somebody) -> None:
    came = await relay.asks("message.deliver", deliver(secrets.token_hex(4), "Where is it?"))
    id = came["conversationId"]
    await claimed(ann, id)
    await ann.posts("note.post", {"conversationId": id, "clientId": client_id(), "body": {"text": "A remark"}})
    held = await ann.posts("message.send", say(id, "You will hear from our lawyer."))
    assert held["state"] == "held"
    assert id not in {each["conversationId"] for each in await waiting(relay)}
