"""A busy day with everything going wrong at once, by the dice: dense where the search for small cases is thin."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable

import pytest

from server.domain.conversation import assign
from server.domain.errors import Refusal
from server.domain.queues import Routing
from server.domain.workspace import Policy
from server.live.client import Live
from server.live.server import RedisServer
from server.routing.policy import Proposal
from tests.live.real import ShiftedClock
from tests.routing.laws import must_hold
from tests.routing.world import World

pytestmark = pytest.mark.faults


class Storm:
    """Deeds by weight. One in eight pieces of news is lost, one commit in ten has no answer."""

    def __init__(self, world: World, live: Live, dice: random.Random) -> None:
        self.world = world
        self.live = live
        self.dice = dice
        self.cut = 0
        self.customers = 0
        self.told = world.told
        world.told = self.maybe_told  # type: ignore[method-assign]
        world.db.before_commit = world.db.after_commit = self.maybe_cut

    def maybe_told(self, **news: object) -> None:
        if self.dice.random() > 1 / 8:
            self.told(**news)  # type: ignore[arg-type]

    async def maybe_cut(self, _: Proposal) -> None:
        await asyncio.sleep(self.dice.random() * 0.002)
        if self.dice.random() < 1 / 20:
            self.cut += 1
            raise Refusal("unavailable", "database")

    def comes(self) -> None:
        self.customers += 1
        language, team = self.dice.choice(["es", "zh", "de"]), self.dice.choice(["", "", "", "t1"])
        channel = self.dice.choice(["web", "web", "whatsapp"])
        self.world.customer(f"c{self.customers:03}", language, team=team, channel=channel)

    def moves(self) -> None:
        self.world.mood(
            self.dice.choice(sorted(self.world.db.people)), self.dice.choice(["online"] * 4 + ["busy", "offline"])
        )

    def lets_go(self) -> None:
        if held := sorted(c.id for c in self.world.db.conversations.values() if c.held):
            self.dice.choice([self.world.ends, self.world.ends, self.world.declines])(self.dice.choice(held))

    def by_hand(self) -> None:
        if not (waiting := self.world.waiting()):
            return
        db, name = self.world.db, self.dice.choice(waiting)
        c, agent = db.conversations[name], self.dice.choice(list(db.people.values()))
        weight = db.policy.routing.weight(c.channel)
        if agent.fits(c.channel, weight):
            db.conversations[name] = assign(c, agent, weight=weight)
            db.people[agent.id] = db.burdened(agent.id)
            self.world.told(conversation=name, agent=agent.id)

    async def blows(self, deeds: int) -> None:
        deed: Callable[[], None]
        for _ in range(deeds):
            deed = self.dice.choices([self.comes, self.moves, self.lets_go, self.by_hand], [6, 3, 6, 2])[0]
            deed()
            if self.dice.random() < 1 / 60:
                await self.live._command("FLUSHALL")
            await asyncio.sleep(self.dice.random() * 0.002)

    async def ends(self) -> None:
        self.world.told = self.told  # type: ignore[method-assign]
        self.world.db.before_commit = self.world.db.after_commit = None
        await asyncio.sleep(0.2)
        await must_hold(self.world, at_once=False)


@pytest.fixture
async def world(redis: RedisServer, live: Live, clock: ShiftedClock) -> AsyncIterator[World]:
    others = [Live(redis.url, clock) for _ in range(2)]
    world = World([live, *others], clock)
    await world.open()
    yield world
    await world.shut()
    for other in others:
        await other.aclose()


@pytest.mark.parametrize("seed", range(3))
async def test_three_routers_in_a_storm(world: World, live: Live, seed: int) -> None:
    for name, spoken, capacity in (("a0", "es zh", 2), ("a1", "es", 1), ("a2", "de", 3), ("a3", "zh", 2)):
        world.agent(name, *spoken.split(), capacity=capacity, teams=("t1",) if name == "a2" else ())
    world.db.policy = Policy(routing=Routing(weights={"messaging": 2}))
    for router in world.routers:
        router.policy_changed("ws_1", world.db.policy)
    storm = Storm(world, live, random.Random(seed))
    await storm.blows(150)
    await live._command("FLUSHALL")  # the dice might have spared Redis
    await storm.blows(150)
    await storm.ends()
    assert len(world.order()) > 20
    assert world.db.refused
    assert storm.cut
    assert world.db.epoch["ws_1"] > 1
