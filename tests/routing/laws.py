"""The laws of assignment, asked of a world that has come to rest."""

import asyncio

from server.routing.board import Board
from server.routing.policy import choose
from server.routing.waiting import Waiting, place_of
from tests.routing.database import W
from tests.routing.world import World


async def broken_law(world: World) -> str:
    """What is not as it should be, empty when nothing is."""
    books = world.routers[0]._line(W).books
    needs = await books.needs()
    board = Board(books.rules)
    waiting = Waiting(board)
    for offer in await books.offers():
        board.sit(offer)
    for need in needs:
        waiting.add(need)
    if left := choose(board, W, world.clock.now()):
        return f"{left.conversation_id} could be served by {left.agent_id}"
    places = await world.routers[0].places(W, [need.conversation_id for need in needs])
    for name, place in places.items():
        if place.number != place_of(needs, name):
            return f"{name} has place {place.number}, not {place_of(needs, name)}"
    return next((overdone(world, name) for name in world.db.people if overdone(world, name)), "")


def overdone(world: World, name: str) -> str:
    """Who has more than they may, empty when they have not."""
    agent, load, loads = world.db.people[name], world.db.load(name), world.db.loads(name)
    if not agent.load == load <= agent.capacity:
        return f"{name} has {load} of {agent.capacity}"
    over = any(loads.get(kind, 0) > limit for kind, limit in agent.limits.items())
    return f"{name} has {loads} of {agent.limits}" if over else ""


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
