"""Who covers which language when, and what other rules would have done: by HTTP, of one's own desk alone."""

import asyncio
import json
import secrets
import time
from typing import Any

import httpx2
import pytest

from tests.support.people import client_id
from tests.support.wire import Json
from tests.support.worlds import PASSWORD, Somebody, World, derived_id

HOUR = 3_600_000
MONDAY = 1_763_942_400_000
"""2025-11-24 00:00 UTC."""
COVERAGE = "/v1/agent/coverage"
REPLAY = "/v1/admin/routing/replay"


@pytest.fixture
async def lead(world: World) -> Somebody:
    return await world.agent("north", "cleo")


def refused(answer: httpx2.Response) -> tuple[int, str]:
    """The status and the place of a refusal."""
    return answer.status_code, answer.json()["error"]["detail"]


async def hired(lead: Somebody, **fields: Any) -> Json:
    """A new person of the desk."""
    new = {"email": f"{secrets.token_hex(6)}@north.example", "name": "Min-jun", "password": PASSWORD}
    made: Json = (await lead.http("POST", "/v1/admin/agents", {**new, **fields})).json()
    return made


async def dismissed(lead: Somebody, person: Json) -> None:
    """Nobody else is to meet them."""
    await lead.http("PATCH", f"/v1/admin/agents/{person['id']}", {"active": False})


async def test_everybody_at_the_desk_sees_who_covers_what(world: World, lead: Somebody) -> None:
    hours = {"shifts": [{"day": 0, "start": 540, "end": 750}]}
    min_jun = await hired(lead, timeZone="Asia/Seoul", languages=[{"language": "ko", "level": 5}], hours=hours)
    ann = await world.agent("north", "ann")
    seen = (await ann.http("GET", f"{COVERAGE}?from={MONDAY}&hours=6")).json()
    assert [hour["at"] for hour in seen["hours"]] == [MONDAY + n * HOUR for n in range(6)]
    cells = [hour["cells"]["ko"] for hour in seen["hours"]]
    assert [cell["minutes"] for cell in cells] == [60, 60, 60, 30, 0, 0]
    assert (cells[0]["whole"], cells[3]["part"]) == ([min_jun["id"]], [min_jun["id"]])
    hole = next(each for each in seen["holes"] if each["language"] == "ko")
    assert (hole["start"], hole["end"]) == (MONDAY + 7 * HOUR // 2, MONDAY + 6 * HOUR)
    filler = hole["fillers"][0]
    assert (filler["agentId"], filler["kind"], filler["localStart"]) == (min_jun["id"], "extend", 750)
    line = next(each for each in seen["people"] if each["agentId"] == min_jun["id"])
    assert (line["name"], line["timeZone"], line["local"][0]) == ("Min-jun", "Asia/Seoul", 9)
    assert line["windows"] == [[MONDAY, MONDAY + 7 * HOUR // 2]]
    assert derived_id("ag", "north", "ann") in seen["unplanned"]
    assert (seen["level"], "ko" in seen["languages"]) == (3, True)
    await dismissed(lead, min_jun)
    left = (await ann.http("GET", f"{COVERAGE}?from={MONDAY}&hours=6")).json()
    assert min_jun["id"] not in json.dumps(left)


async def test_a_desk_sees_its_own_people_alone(world: World) -> None:
    stranger = await world.agent("south", "ann")
    said = (await stranger.http("GET", f"{COVERAGE}?hours=168&level=1")).text
    assert derived_id("ag", "south", "ann") in said
    assert not {id for id in world.ids("north") if id in said}


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("from=-1", "Expected `int` >= 0 at $.from"),
        ("from=noon", "Expected `int`, got `str` at $.from"),
        ("from=99999999999999999999", "Expected `int` <= 4102444800000 at $.from"),
        ("hours=169", "Expected `int` <= 168 at $.hours"),
        ("hours=0", "Expected `int` >= 1 at $.hours"),
        ("level=6", "Expected `int` <= 5 at $.level"),
        ("start=0", "Unknown field `start` at $"),
    ],
)
async def test_an_hour_that_makes_no_sense_is_named(world: World, query: str, place: str) -> None:
    ann = await world.agent("north", "ann")
    assert refused(await ann.http("GET", f"{COVERAGE}?{query}")) == (400, place)


async def answered(world: World, lead: Somebody) -> str:
    """A conversation that somebody took."""
    id = await world.conversation(await world.shopper("north"))
    taken = await lead.posts("conversation.claim", {"conversationId": id, "clientId": client_id()})
    assert taken["ok"], taken
    return id


async def test_what_happened_is_played_again(world: World, lead: Somebody) -> None:
    await answered(world, lead)
    ask = {"since": int(time.time() * 1000) - HOUR, "routing": {"stickySeconds": 0}}
    told = (await lead.http("POST", REPLAY, ask)).json()
    assert told["was"]["conversations"] >= 1
    assert told["was"]["conversations"] == told["now"]["conversations"] == told["then"]["conversations"]
    assert derived_id("ag", "north", "cleo") in told["was"]["loads"]
    assert "by_hand" in {caveat["code"] for caveat in told["caveats"]}


async def test_a_desk_plays_its_own_past_alone(world: World, lead: Somebody) -> None:
    await answered(world, lead)
    stranger = await world.agent("south", "cleo")
    ask = {"since": int(time.time() * 1000) - HOUR}
    said = (await stranger.http("POST", REPLAY, ask)).text
    assert not {id for id in world.ids("north") if id in said}


async def test_somebody_who_is_hired_for_it_is_in_the_comparison_and_nowhere_else(world: World, lead: Somebody) -> None:
    await answered(world, lead)
    before = world.counts()["agent"]
    day = {"start": 0, "end": 1440}
    extra = {"id": "new_1", "languages": [{"language": "en"}], "capacity": 100,
             "hours": {"shifts": [{"day": n, **day} for n in range(7)]}}  # fmt: skip
    others = [{"id": derived_id("ag", "north", name), "active": False} for name in ("ann", "ben", "cleo")]
    told = (
        await lead.http("POST", REPLAY, {"since": int(time.time() * 1000) - HOUR, "agents": [extra, *others]})
    ).json()
    assert told["then"]["loads"]["new_1"] > 0
    assert not {each["id"] for each in others} & set(told["then"]["loads"])
    assert world.counts()["agent"] == before


@pytest.mark.parametrize(
    ("ask", "status", "place"),
    [
        ({"since": 4_000_000_000_000}, 400, "since"),
        ({"since": 1000, "until": 1000}, 400, "since"),
        ({"since": 0}, 413, "since"),
        ({"since": 1, "until": 2, "agents": [{"id": "ag_0000000000"}]}, 404, "agents.0.id"),
        ({"since": 1, "until": 2, "agents": [{"id": derived_id("ag", "south", "ann")}]}, 404, "agents.0.id"),
        ({"since": 1, "until": 2, "agents": [{"id": "new_1"}]}, 400, "agents.0.hours"),
        ({"since": 1, "until": 2, "agents": [{"id": derived_id("ag", "north", "ann"), "timeZone": "Mars"}]}, 400,
         "agents.0.timeZone"),
        ({"since": 1, "until": 2, "agents": [{"id": derived_id("ag", "north", "ann"), "teamIds": ["tm_000000"]}]}, 404,
         "agents.0.teamIds"),
        ({"since": 1, "until": 2, "agents": [{"id": f"new_{n}"} for n in range(201)]}, 400,
         "Expected `array` of length <= 200 at $.agents"),
        ({"since": -1}, 400, "Expected `int` >= 0 at $.since"),
        ({"since": 1, "rules": {}}, 400, "Unknown field `rules` at $"),
    ],
)  # fmt: skip
async def test_what_cannot_be_played_is_named_by_its_place(lead: Somebody, ask: Json, status: int, place: str) -> None:
    assert refused(await lead.http("POST", REPLAY, ask)) == (status, place)


async def test_while_one_is_played_the_next_is_busy_and_messages_go_on(world: World, lead: Somebody) -> None:
    ask = {"since": int(time.time() * 1000) - HOUR}
    shopper = await world.shopper("north")
    playing = [asyncio.create_task(lead.http("POST", REPLAY, ask)) for _ in range(3)]
    acks = []
    while not all(task.done() for task in playing):
        body = {"clientId": client_id(), "body": {"text": "Hello"}}
        acks.append((await shopper.posts("conversation.open", body))["ok"])
    answers = [task.result() for task in playing]
    assert sorted(answer.status_code for answer in answers) == [200, 503, 503]
    busy = next(answer for answer in answers if answer.status_code == 503)
    assert busy.json()["error"] == {"code": "busy", "retry": True, "detail": "replay", "afterMs": 5000}
    assert busy.headers["retry-after"] == "5"
    assert acks
    assert all(acks)
