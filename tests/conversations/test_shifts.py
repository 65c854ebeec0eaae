"""Going home: through midnight and clock changes, once a shift, and never in the middle of a word."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from server.conversations import resting
from server.conversations.shifts import end_shifts, over
from server.domain.hours import Hours, Shift
from server.domain.people import Agent
from server.protocol import commands as ask
from tests.conversations.conftest import Scene
from tests.properties.desk import AGENTS

LIN, SOFIA, JONAS, AMARA = AGENTS
DAILY = Hours(shifts=tuple(Shift(day, 9 * 60, 17 * 60) for day in range(7)))
NIGHTLY = Hours(shifts=tuple(Shift(day, 22 * 60, 6 * 60) for day in range(7)))
BERLIN = "Europe/Berlin"


def at(wall: str, zone: str = BERLIN) -> int:
    """The instant (ms) of a wall time."""
    return int(datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def person(hours: Hours, since: str, **more: object) -> Agent:
    """Somebody in Berlin who said at this time that they are online."""
    about = {
        "id": "ag_1",
        "workspace_id": "ws_1",
        "email": "",
        "name": "",
        "time_zone": BERLIN,
        "availability": "online",
    }
    return Agent(**(about | {"hours": hours, "since": at(since)} | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hours", "since", "now", "expected"),
    [
        (DAILY, "2026-03-02T08:55", "2026-03-02T16:59", False),
        (DAILY, "2026-03-02T08:55", "2026-03-02T17:00", True),
        (DAILY, "2026-03-02T08:55", "2026-03-03T02:00", True),
        (DAILY, "2026-03-02T17:00", "2026-03-02T18:00", False),
        (DAILY, "2026-03-02T18:00", "2026-03-03T08:00", False),
        (DAILY, "2026-03-02T18:00", "2026-03-03T17:00", True),
        (DAILY, "2026-03-02T08:55", "2026-03-03T10:00", False),
        (DAILY, "2026-02-02T08:55", "2026-03-02T17:00", True),
        (NIGHTLY, "2026-03-02T22:00", "2026-03-03T00:00", False),
        (NIGHTLY, "2026-03-02T23:50", "2026-03-03T05:59", False),
        (NIGHTLY, "2026-03-02T23:50", "2026-03-03T06:00", True),
        (NIGHTLY, "2026-03-28T22:00", "2026-03-29T05:59", False),
        (NIGHTLY, "2026-03-28T22:00", "2026-03-29T06:00", True),
        (NIGHTLY, "2026-10-24T22:00", "2026-10-25T05:59", False),
        (NIGHTLY, "2026-10-24T22:00", "2026-10-25T06:00", True),
        (Hours(), "2026-03-02T08:55", "2026-03-09T17:00", False),
    ],
)
def test_a_shift_is_over_when_it_ended_after_they_came(hours: Hours, since: str, now: str, expected: bool) -> None:
    assert over(person(hours, since), at(now)) is expected


@pytest.mark.parametrize("availability", ["busy", "away", "offline"])
def test_only_who_is_online_can_be_sent_home(availability: str) -> None:
    assert not over(person(DAILY, "2026-03-02T08:55", availability=availability), at("2026-03-02T17:00"))


async def test_they_finish_what_they_have_get_nothing_new_and_are_away(scene: Scene) -> None:
    hours = msgspec.json.encode(DAILY).decode()
    scene.sql(
        "UPDATE agent SET hours = ?, time_zone = ? WHERE id IN (?, ?)", hours, BERLIN, SOFIA.actor.id, LIN.actor.id
    )
    scene.clock.ms = at("2026-03-02T08:55")
    for who in AGENTS:
        await scene.stands(who, "online")
    id = await scene.asks("ana")
    await scene.claims(SOFIA, id)
    scene.clock.ms = at("2026-03-02T17:00")
    assert sum(await asyncio.gather(*(end_shifts(scene.room) for _ in range(3)))) == 2, "three nodes, two people"
    assert await end_shifts(scene.room) == 0
    sofia, lin, jonas = [await scene.agent(who) for who in (SOFIA, LIN, JONAS)]
    assert (sofia.availability, sofia.away_reason, sofia.load) == ("busy", "shift_over", 1)
    assert (lin.availability, lin.away_reason) == ("away", "shift_over"), "with empty hands one goes at once"
    assert jonas.availability == "online", "who promised no hours stays as long as they like"
    await scene.says(SOFIA, id)
    await resting.close(scene.room, SOFIA, scene.on(ask.Close, id))
    assert await end_shifts(scene.room) == 1
    assert (await scene.agent(SOFIA)).availability == "away"


async def test_who_stays_longer_is_not_asked_to_go_again(scene: Scene) -> None:
    hours = msgspec.json.encode(DAILY).decode()
    scene.sql("UPDATE agent SET hours = ?, time_zone = ? WHERE id = ?", hours, BERLIN, SOFIA.actor.id)
    scene.clock.ms = at("2026-03-02T08:55")
    await scene.stands(SOFIA, "online")
    scene.clock.ms = at("2026-03-02T17:10")
    assert await end_shifts(scene.room) == 1
    await scene.stands(SOFIA, "online")
    scene.later(3600)
    assert await end_shifts(scene.room) == 0
    assert (await scene.agent(SOFIA)).availability == "online"
    scene.clock.ms = at("2026-03-03T17:00")
    assert await end_shifts(scene.room) == 1, "the next shift ends too"
