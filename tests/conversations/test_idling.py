"""A conversation in which nothing happens gives its owner's capacity back, and takes it again when something does."""

import asyncio

from server.conversations import passing, resting
from server.conversations.housekeeping import sweep
from server.conversations.idling import rest_idle
from server.domain.timeline import Snoozed
from server.protocol import commands as ask
from tests.conversations.conftest import Scene
from tests.properties.desk import AGENTS

LIN, SOFIA, JONAS, AMARA = AGENTS


async def answered(scene: Scene, who: str) -> str:
    """A conversation Sofía has answered."""
    id = await scene.asks(who)
    await scene.claims(SOFIA, id)
    await scene.says(SOFIA, id)
    return id


async def test_answered_and_quiet_it_rests_once_and_costs_nothing(scene: Scene) -> None:
    id = await answered(scene, "ana")
    scene.later(899)
    assert await rest_idle(scene.room) == 0
    scene.later(1)
    assert sum(await asyncio.gather(*(rest_idle(scene.room) for _ in range(3)))) == 1, "three nodes, one rest"
    c = await scene.conversation(id)
    assert (c.status, c.snoozed_until, c.assignee_id) == ("snoozed", 0, SOFIA.actor.id)
    assert (await scene.agent(SOFIA)).load == 0
    assert (await scene.log(id))[-1] == Snoozed(until=0, cause="idle")
    scene.later(86_400)
    assert await sweep(scene.room) == 0, "no clock wakes it"
    scene.holds()


async def test_who_has_not_been_answered_is_never_put_to_rest(scene: Scene) -> None:
    unanswered = await scene.asks("ana")
    await scene.claims(SOFIA, unanswered)
    again = await answered(scene, "bea")
    await scene.writes("bea", again)
    scene.later(100_000)
    assert await rest_idle(scene.room) == 0


async def test_a_letter_does_not_rest_and_a_desk_may_want_no_rest_at_all(scene: Scene) -> None:
    id = await answered(scene, "ana")
    scene.sql("UPDATE conversation SET channel = 'email' WHERE id = ?", id)
    scene.later(100_000)
    assert await rest_idle(scene.room) == 0
    scene.sql("UPDATE conversation SET channel = 'web' WHERE id = ?", id)
    scene.rules(idle_seconds=0)
    assert await rest_idle(scene.room) == 0
    scene.rules(idle_seconds=60)
    assert await rest_idle(scene.room) == 1


async def test_letters_that_never_rest_do_not_hide_what_should(scene: Scene) -> None:
    id = await answered(scene, "ana")
    fields = [row[1] for row in scene.sql("PRAGMA table_info(conversation)")]
    values = ", ".join({"id": "id || n", "channel": "'email'", "last_at": "1"}.get(name, name) for name in fields)
    numbers = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 150) "
    scene.sql(f"{numbers} INSERT INTO conversation ({', '.join(fields)}) SELECT {values} FROM conversation, c")  # noqa: S608 - the table's own columns
    scene.later(1000)
    assert await rest_idle(scene.room) == 1
    assert (await scene.conversation(id)).status == "snoozed"
    plan = scene.sql(
        "EXPLAIN QUERY PLAN SELECT * FROM conversation WHERE workspace_id = 'a' AND status = 'assigned' "
        "AND last_at <= 5 AND last_from = 'agent' ORDER BY last_at LIMIT 100"
    )
    assert [row[3] for row in plan] == [
        "SEARCH conversation USING INDEX ix_conversation_list (workspace_id=? AND status=? AND last_at<?)"
    ]


async def test_the_next_word_brings_it_back_to_an_owner_with_room(scene: Scene) -> None:
    id = await answered(scene, "ana")
    scene.later(900)
    await rest_idle(scene.room)
    now = scene.later(900)
    await scene.writes("ana", id)
    c = await scene.conversation(id)
    assert (c.status, c.assignee_id, c.waiting_since) == ("assigned", SOFIA.actor.id, now)
    assert (await scene.agent(SOFIA)).load == 1
    scene.holds()


async def test_a_morning_full_of_rested_conversations_does_not_flood_their_owner(scene: Scene) -> None:
    ids = []
    for who in ("ana", "bea", "eve", "dan", "fay"):
        ids.append(await answered(scene, who))
        scene.later(900)
        await rest_idle(scene.room)
    now = scene.later(30_000)
    for who, id in zip(("ana", "bea", "eve", "dan", "fay"), ids, strict=True):
        await scene.writes(who, id)
    found = [await scene.conversation(id) for id in ids]
    assert [c.status for c in found] == ["assigned", "assigned", "waiting", "waiting", "waiting"]
    for c in found[2:]:
        assert (c.preferred_id, c.waiting_since) == (SOFIA.actor.id, now)
    assert (await scene.agent(SOFIA)).load == 2
    scene.holds()


async def test_an_owner_who_is_not_there_gets_it_when_they_come(scene: Scene) -> None:
    id = await answered(scene, "ana")
    scene.later(900)
    await rest_idle(scene.room)
    await passing.set_presence(scene.room, SOFIA, ask.Presence(availability="away"))
    await scene.writes("ana", id)
    c = await scene.conversation(id)
    assert (c.status, c.preferred_id) == ("waiting", SOFIA.actor.id)


async def test_one_may_write_into_ones_own_resting_conversation_for_nothing(scene: Scene) -> None:
    rested = await answered(scene, "ana")
    scene.later(900)
    await rest_idle(scene.room)
    for who in ("bea", "eve"):
        await scene.claims(SOFIA, await scene.asks(who))
    await scene.says(SOFIA, rested, "One more thing")
    c = await scene.conversation(rested)
    assert (c.status, c.assignee_id) == ("snoozed", SOFIA.actor.id)
    assert (await scene.agent(SOFIA)).load == 2
    await resting.close(scene.room, SOFIA, scene.on(ask.Close, rested))
    assert (await scene.agent(SOFIA)).load == 2
    scene.holds()
