"""Who answers, before anything is said: who is there, how soon, and from when on."""

import msgspec

from server.app import demo
from server.conversations.reception import Reception, reception
from server.conversations.room import Caller
from server.domain.front import Front
from server.domain.hours import Hours, Shift
from tests.conversations.conftest import Scene
from tests.conversations.test_shifts import at
from tests.properties.desk import AGENTS
from tests.support.people import client_id

MORNINGS = Hours(shifts=tuple(Shift(day, 9 * 60, 17 * 60) for day in range(5)))


async def now(scene: Scene) -> Reception:
    (shop,) = [one for one in await scene.room.desk.shops(demo.WORKSPACE) if one.key == "demo"]
    return await reception(scene.room, shop)


async def test_outside_of_the_hours_a_shop_promises_nobody_is_said_to_be_there(scene: Scene) -> None:
    await scene.stands(AGENTS[1], "online")
    front = msgspec.json.encode(
        Front(hours=msgspec.structs.replace(MORNINGS, holidays="DE"), time_zone="Europe/Berlin")
    )
    scene.sql("UPDATE shop SET front = ? WHERE key = 'demo'", front.decode())
    for local, back in (
        ("2026-03-06T16:59", None),
        ("2026-03-06T17:00", "2026-03-09T09:00"),
        ("2026-03-08T23:00", "2026-03-09T09:00"),
        ("2026-04-02T18:00", "2026-04-07T09:00"),  # over Easter
    ):
        scene.clock.ms = at(local, "Europe/Berlin")
        there = await now(scene)
        assert (there.online, bool(there.names)) == (back is None, back is None), local
        assert there.back_at == (at(back, "Europe/Berlin") if back else None), local


async def test_those_who_are_online_are_named_and_nobody_says_when_they_come_back(scene: Scene) -> None:
    for who in AGENTS:
        await scene.stands(who, "away")
    await scene.stands(AGENTS[1], "online")
    there = await now(scene)
    assert (there.online, there.back_at) == (True, None)
    assert there.names == ((await scene.agent(AGENTS[1])).name,)


async def test_when_nobody_is_there_the_next_shift_is_named_in_whatever_zone_it_begins(scene: Scene) -> None:
    scene.sql("UPDATE agent SET hours = ?, time_zone = 'UTC', availability = 'offline'", "{}")
    assert await now(scene) == Reception(online=False)
    hours = msgspec.json.encode(MORNINGS).decode()
    scene.sql("UPDATE agent SET hours = ?, time_zone = 'Asia/Tokyo' WHERE id = ?", hours, AGENTS[0].actor.id)
    scene.sql("UPDATE agent SET hours = ?, time_zone = 'Europe/Berlin' WHERE id = ?", hours, AGENTS[1].actor.id)
    scene.clock.ms = at("2026-03-06T20:00")  # a Friday evening
    assert (await now(scene)).back_at == at("2026-03-09T09:00", "Asia/Tokyo")


async def test_how_soon_they_answer_is_the_median_of_enough_answers(scene: Scene) -> None:
    for number, minutes in enumerate((1, 2, 3, 50)):
        await _answered(scene, AGENTS[1 + number // 2], minutes)
    assert (await now(scene)).reply_ms is None, "four answers are luck"
    await _answered(scene, AGENTS[3], 4)
    await scene.asks("nobody answers")
    scene.later(301)
    assert (await now(scene)).reply_ms == 3 * 60_000
    scene.later(8 * 86_400)
    assert (await now(scene)).reply_ms is None, "a week ago is not now"


async def _answered(scene: Scene, agent: Caller, minutes: int) -> None:
    id = await scene.asks(client_id())
    scene.later(60 * minutes)
    await scene.claims(agent, id)
    await scene.says(agent, id)
