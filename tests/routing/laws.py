"""The laws of assignment, asked of a world that has come to rest."""

import asyncio

from server.routing.board import survey
from server.routing.policy import choose
from tests.routing.database import W
from tests.routing.world import World


async def broken_law(world: World) -> str:
    """What is not as it should be, empty when nothing is."""
    needs, offers = await world.db.waiting(W), tuple(await world.db.agents(W))
    rules = world.routers[0]._lines[W].rules
    left = choose(survey(needs, offers), W, rules, world.clock.now())
    if left:
        return f"{left.conversation_id} could be served by {left.agent_id}"
    for need in needs:
        mine = await world.routers[0].place(W, need.conversation_id)
        ahead = [n for n in needs if (n.language, n.team_id) == (need.language, need.team_id)]
        true = 1 + sum(n.score < need.score for n in ahead)
        if mine != true:
            return f"{need.conversation_id} has place {mine}, not {true}"
    for name, agent in world.db.people.items():
        if not agent.load == world.db.load(name) <= agent.capacity:
            return f"{name} has {world.db.load(name)} of {agent.capacity}"
    return ""


async def must_hold(world: World, *, at_once: bool) -> None:
    """The laws hold: at once, or after the net has passed over what was lost."""
    world.clock.advance(30)
    async with asyncio.timeout(20):
        while True:
            world.sweep()
            await world.quiet()
            broken = await broken_law(world)
            if at_once or not broken:
                break
            await asyncio.sleep(0.05)
    assert not broken
