"""What a conversation costs, and that it is given back to the last unit."""

import pytest

from server.conversations import claim, resting, transfer, triage
from server.protocol import commands as ask
from server.protocol.triage_commands import Triage
from tests.conversations.conftest import Scene, refused
from tests.properties.desk import AGENTS, customer

LIN, SOFIA, JONAS, AMARA = AGENTS


async def test_what_was_charged_is_given_back_though_the_weights_change(scene: Scene) -> None:
    scene.rules(weights={"live": 2})
    id = await scene.asks("ana")
    await scene.claims(SOFIA, id)
    sofia = await scene.agent(SOFIA)
    assert (sofia.load, sofia.loads, (await scene.conversation(id)).weight) == (2, {"live": 1}, 2)
    scene.holds()
    scene.rules(weights={"live": 1})
    await transfer.transfer(scene.room, SOFIA, scene.on(ask.Transfer, id, agent_id=JONAS.actor.id))
    sofia, jonas = await scene.agent(SOFIA), await scene.agent(JONAS)
    assert (sofia.load, sofia.loads, jonas.load, jonas.loads) == (0, {}, 1, {"live": 1})
    scene.holds()


async def test_nobody_takes_more_than_fits(scene: Scene) -> None:
    one, two = await scene.asks("ana"), await scene.asks("bea")
    await scene.claims(LIN, one)
    again = claim.claim(scene.room, LIN, scene.on(ask.Claim, two))
    assert await refused(again) == ("at_capacity", "agentId"), "one live conversation is Lin's limit"
    scene.sql("UPDATE conversation SET channel = 'email' WHERE id = ?", two)
    await scene.claims(LIN, two)
    assert (await scene.agent(LIN)).loads == {"live": 1, "mail": 1}
    scene.rules(weights={"live": 3})
    three = await scene.asks("eve")
    assert (await refused(claim.claim(scene.room, SOFIA, scene.on(ask.Claim, three))))[0] == "at_capacity"
    heavy = transfer.transfer(scene.room, AMARA, scene.on(ask.Transfer, three, agent_id=SOFIA.actor.id))
    assert (await refused(heavy))[0] == "at_capacity"
    scene.holds()


async def test_whoever_has_no_capacity_gets_nothing_by_any_way(scene: Scene) -> None:
    scene.sql("UPDATE agent SET capacity = 0 WHERE id = ?", SOFIA.actor.id)
    id = await scene.asks("ana")
    await resting.close(scene.room, customer("ana"), scene.on(ask.Close, id))
    for verb in (
        resting.reopen(scene.room, SOFIA, scene.on(ask.Reopen, id)),
        transfer.transfer(scene.room, AMARA, scene.on(ask.Transfer, await scene.asks("bea"), agent_id=SOFIA.actor.id)),
        claim.claim(scene.room, SOFIA, scene.on(ask.Claim, await scene.asks("eve"))),
    ):
        assert await refused(verb) == ("at_capacity", "agentId")
    scene.holds()


async def test_an_assignment_remembers_since_when_it_was_waited_for(scene: Scene) -> None:
    came = scene.clock.ms
    id = await scene.asks("ana")
    taken = scene.later(40)
    await scene.claims(SOFIA, id)
    assert scene.sql("SELECT waiting_since, started_at FROM assignment") == [(came, taken)]


async def test_who_comes_back_prefers_whoever_served_them(scene: Scene) -> None:
    first = await scene.asks("ana")
    assert not (await scene.conversation(first)).preferred_id
    await scene.claims(SOFIA, first)
    await triage.triage(scene.room, SOFIA, scene.on(Triage, first, vip=True))
    await resting.close(scene.room, SOFIA, scene.on(ask.Close, first))
    assert (await scene.conversation(first)).preferred_id == SOFIA.actor.id
    second = await scene.conversation(await scene.asks("ana"))
    assert (second.preferred_id, second.vip) == (SOFIA.actor.id, True)
    other = await scene.conversation(await scene.asks("bea"))
    assert (other.preferred_id, other.vip) == ("", False)


async def test_nobody_prefers_somebody_who_has_left(scene: Scene) -> None:
    first = await scene.asks("ana")
    await scene.claims(SOFIA, first)
    await resting.close(scene.room, SOFIA, scene.on(ask.Close, first))
    scene.sql("UPDATE agent SET active = 0 WHERE id = ?", SOFIA.actor.id)
    assert not (await scene.conversation(await scene.asks("ana"))).preferred_id


@pytest.mark.parametrize("vanishes", [True, False])
async def test_whoever_gave_it_back_is_not_preferred_and_whoever_vanished_is(scene: Scene, vanishes: bool) -> None:
    from server.conversations.housekeeping import agent_vanished

    id = await scene.asks("ana")
    await scene.claims(SOFIA, id)
    if vanishes:
        await agent_vanished(scene.room, SOFIA.actor.workspace_id, SOFIA.actor.id, lambda *_: False)
    else:
        await transfer.transfer(scene.room, SOFIA, scene.on(ask.Transfer, id))
    c = await scene.conversation(id)
    assert c.status == "waiting"
    assert c.preferred_id == (SOFIA.actor.id if vanishes else "")
    scene.holds()
