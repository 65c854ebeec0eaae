"""Who is there: said by themselves, seen by the house, and kept for those who look back."""

import asyncio

import msgspec
import pytest

from server.conversations import forgetting, housekeeping, offer, resting, transfer
from server.conversations.forgetting import forget_attendance
from server.conversations.housekeeping import sweep
from server.conversations.ownership import Grant, give
from server.conversations.room import SYSTEM, Caller, system
from server.protocol import commands as ask
from server.store.turn import Change, Needs, Turn
from tests.conversations.conftest import Scene
from tests.properties.desk import AGENTS, customer

LIN, SOFIA, JONAS, AMARA = AGENTS


async def offered(scene: Scene, who: Caller, id: str) -> int:
    """The router asks somebody for half a minute; answers the fence."""

    def decide(turn: Turn) -> int:
        c = turn.conversation(system(who.actor.workspace_id), id)
        grant = Grant(author=SYSTEM, client_id=f"pick:{c.fence}", step="exact", offer_until=turn.now + 30_000)
        return give(turn, c, turn.agent(who.actor.workspace_id, who.actor.id), grant).fence

    needs = Needs(conversations=(id,), agents=(who.actor.id,))
    return await scene.room.writer.commit(Change(needs, decide))


async def misses(scene: Scene, who: Caller, id: str) -> None:
    """An offer that nobody answers."""
    await offered(scene, who, id)
    scene.later(31)
    assert await sweep(scene.room) == 1


async def test_who_lets_two_offers_pass_is_away_until_they_say_otherwise(scene: Scene) -> None:
    id = await scene.asks("ana")
    await misses(scene, SOFIA, id)
    assert (await scene.agent(SOFIA)).availability == "online"
    await misses(scene, SOFIA, id)
    sofia = await scene.agent(SOFIA)
    assert (sofia.availability, sofia.away_reason, sofia.load) == ("away", "missed_offers", 0)
    await scene.stands(SOFIA, "online")
    sofia = await scene.agent(SOFIA)
    assert (sofia.availability, sofia.away_reason, sofia.misses) == ("online", "", 0)
    assert (await scene.conversation(id)).declined == (SOFIA.actor.id,)
    scene.holds()


@pytest.mark.parametrize("sign", ["accept", "claim", "answer", "presence"])
async def test_a_sign_of_life_forgives_what_was_missed(scene: Scene, sign: str) -> None:
    mine, id = await scene.asks("eve"), await scene.asks("ana")
    await scene.claims(SOFIA, mine)
    await misses(scene, SOFIA, id)
    assert (await scene.agent(SOFIA)).misses == 1
    if sign == "accept":
        fence = await offered(scene, SOFIA, id)
        await offer.accept_offer(scene.room, SOFIA, ask.AcceptOffer(conversation_id=id, fence=fence))
    elif sign == "claim":
        await scene.claims(SOFIA, id)
    elif sign == "answer":
        await scene.says(SOFIA, mine)
    else:
        await scene.stands(SOFIA, "online")
    assert (await scene.agent(SOFIA)).misses == 0


async def test_a_desk_may_let_them_miss_for_ever(scene: Scene) -> None:
    scene.rules(misses=0)
    id = await scene.asks("ana")
    for _ in range(4):
        await misses(scene, SOFIA, id)
    assert (await scene.agent(SOFIA)).availability == "online"


@pytest.mark.parametrize("way", ["close", "customer", "hand on", "snooze"])
async def test_after_a_conversation_there_is_time_to_write_things_up(scene: Scene, way: str) -> None:
    id = await scene.asks("ana")
    await scene.claims(SOFIA, id)
    now = scene.later(10)
    if way == "close":
        await resting.close(scene.room, SOFIA, scene.on(ask.Close, id))
    elif way == "customer":
        await resting.close(scene.room, customer("ana"), scene.on(ask.Close, id))
    elif way == "hand on":
        await transfer.transfer(scene.room, SOFIA, scene.on(ask.Transfer, id, agent_id=JONAS.actor.id))
    else:
        await resting.snooze(scene.room, SOFIA, scene.on(ask.Snooze, id, until=now + 1))
    sofia = await scene.agent(SOFIA)
    assert sofia.rests_until == (0 if way == "snooze" else now + 30_000)
    assert sofia.free("web", 1, now) == (way == "snooze")
    assert sofia.free("web", 1, now + 30_000)
    await scene.stands(SOFIA, "online")
    assert (await scene.agent(SOFIA)).free("web", 1, now), "whoever says so is ready at once"


async def test_whoever_was_only_asked_has_nothing_to_write_up(scene: Scene) -> None:
    id = await scene.asks("ana")
    fence = await offered(scene, SOFIA, id)
    await offer.decline_offer(scene.room, SOFIA, ask.DeclineOffer(conversation_id=id, fence=fence))
    assert (await scene.agent(SOFIA)).rests_until == 0
    c = await scene.conversation(id)
    assert (c.declined, c.declined_at, c.preferred_id) == ((SOFIA.actor.id,), scene.clock.ms, "")
    await scene.claims(JONAS, id)
    c = await scene.conversation(id)
    assert (c.declined, c.declined_at) == ((), 0)


async def test_every_change_of_availability_leaves_a_row_and_nothing_else_does(scene: Scene) -> None:
    began = scene.clock.ms
    await scene.stands(SOFIA, "online")
    assert scene.sql("SELECT * FROM attendance") == [], "she was online"
    expected = []
    for availability in ("busy", "online", "away", "away", "offline"):
        scene.later(60)
        await scene.stands(SOFIA, availability)
        expected.append((SOFIA.actor.id, scene.clock.ms, availability))
    del expected[3]
    await housekeeping.agent_vanished(scene.room, LIN.actor.workspace_id, LIN.actor.id, lambda *_: True)
    assert (await scene.agent(LIN)).availability == "online", "she came back meanwhile"
    await housekeeping.agent_vanished(scene.room, LIN.actor.workspace_id, LIN.actor.id, lambda *_: False)
    await housekeeping.agent_vanished(scene.room, LIN.actor.workspace_id, LIN.actor.id, lambda *_: False)
    expected.append((LIN.actor.id, scene.clock.ms, "offline"))
    assert scene.sql("SELECT agent_id, at, availability FROM attendance ORDER BY number") == expected
    assert (await scene.agent(SOFIA)).since == scene.clock.ms
    assert (await scene.agent(LIN)).since < began, "the house did not speak for Lin"


async def test_who_was_there_long_ago_is_forgotten_a_little_at_a_time(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "FORGOTTEN", 2)
    for availability in ("away", "online", "away"):
        await scene.stands(SOFIA, availability)
    scene.later(399 * 86_400)
    await scene.stands(SOFIA, "online")
    await forget_attendance(scene.room)
    assert scene.sql("SELECT count(*) FROM attendance") == [(4,)]
    scene.later(2 * 86_400)
    for left in (2, 1, 1):
        await forget_attendance(scene.room)
        assert scene.sql("SELECT count(*) FROM attendance") == [(left,)]


async def test_a_thousand_people_may_come_at_once(scene: Scene) -> None:
    fields = [row[1] for row in scene.sql("PRAGMA table_info(agent)")]
    new = {"id": "'ag_' || n", "email": "n", "availability": "'offline'"}
    values = ", ".join(new.get(name, name) for name in fields)
    crowd = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000) "
    scene.sql(
        f"{crowd} INSERT INTO agent ({', '.join(fields)}) SELECT {values} FROM agent, c WHERE agent.id = ?",  # noqa: S608
        JONAS.actor.id,
    )
    crew = [msgspec.structs.replace(JONAS.actor, id=f"ag_{number}") for number in range(1, 1001)]
    await asyncio.gather(*(scene.stands(Caller(actor), "online") for actor in crew))
    assert scene.sql("SELECT count(*) FROM agent WHERE availability = 'online'") == [(1004,)]
    assert scene.sql("SELECT count(DISTINCT agent_id) FROM attendance") == [(1000,)]
