"""A desk in the words of the product: customers come, agents go on and off, several routers serve them."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

from msgspec.structs import replace

from server.domain.conversation import Conversation, close, requeue
from server.domain.language import Speaks
from server.domain.people import Agent
from server.live.client import Live
from server.routing.parts import RouterOptions
from server.routing.policy import Proposal
from server.routing.ports import Commit
from server.routing.router import Router
from tests.live.real import ShiftedClock
from tests.routing.database import Database, W

NO_SWEEP = RouterOptions(sweep=3600, idle_after_load=0, retry=0.05, reconcile_pause=0.01, patience=0.2)


class World:
    """Some routers over one database. Every change is told to one of them, unless it is lost."""

    def __init__(self, lives: list[Live], clock: ShiftedClock, options: RouterOptions = NO_SWEEP) -> None:
        self.clock = clock
        self.lives = lives
        self.db = Database(clock.now)
        self.routers = [Router(live, self.db, self._commit_of(node), clock, options) for node, live in enumerate(lives)]
        self.tasks: list[asyncio.Task[None]] = []
        self.turn = 0

    async def open(self) -> None:
        self.tasks = [asyncio.create_task(router.run()) for router in self.routers]
        await asyncio.sleep(0)
        await self.quiet()

    async def shut(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for router in self.routers:
            await router.aclose()

    async def quiet(self) -> None:
        """Nothing is under way, and the pause is over that a slow machine may have brought."""
        for _ in range(3):
            await asyncio.sleep(0)
            for router in self.routers:
                await router.quiet()
        for live in self.lives:
            await live.rested()

    def agent(self, name: str, *languages: str, capacity: int = 1, teams: tuple[str, ...] = (), **more: Any) -> None:
        """An agent goes on, or comes back with other talents."""
        self.db.people[name] = Agent(
            id=name,
            workspace_id=W,
            email="",
            name=name,
            languages=tuple(map(Speaks, languages)),
            team_ids=teams,
            capacity=capacity,
            load=self.db.load(name),
            loads=self.db.loads(name),
            availability="online",
            idle_since=self.clock.now(),
            **more,
        )
        self.told(agent=name)

    def mood(self, name: str, availability: str) -> None:
        self.db.people[name] = replace(self.db.people[name], availability=availability)
        self.told(agent=name)

    def customer(self, name: str, language: str, *, team: str = "", **more: Any) -> None:
        """A customer begins to wait."""
        self.clock.advance(0.002)
        self.db.conversations[name] = Conversation(
            id=name,
            workspace_id=W,
            shop_id="s",
            customer_id=name,
            language=language,
            team_id=team,
            waiting_since=self.clock.now(),
            **more,
        )
        self.told(conversation=name)

    def declines(self, name: str) -> None:
        """The owner says no; the customer has their place again."""
        c = self.db.conversations[name]
        self.db.conversations[name] = requeue(c, self.clock.now(), without=c.assignee_id)
        self._released(c.assignee_id)
        self.told(conversation=name)

    def ends(self, name: str) -> None:
        c = self.db.conversations[name]
        self.db.conversations[name] = close(c)
        if c.held:
            self._released(c.assignee_id)
        self.told(conversation=name)

    def told(self, *, agent: str = "", conversation: str = "", node: int | None = None) -> None:
        self.turn += 1
        router = self.routers[(self.turn if node is None else node) % len(self.routers)]
        if agent:
            router.agent_changed(self.db.people[agent])
        if conversation:
            c = self.db.conversations[conversation]
            if c.status == "waiting":
                router.conversation_waiting(c)
            else:
                router.conversation_gone(W, conversation)

    def sweep(self) -> None:
        for router in self.routers:
            for line in router._lines.values():
                line.suspect()

    async def place(self, name: str) -> int | None:
        """Where a customer stands, as the first router says."""
        return (await self.places(name))[0]

    async def places(self, *names: str) -> list[int | None]:
        found = await self.routers[0].places(W, names)
        return [found[name].number if name in found else None for name in names]

    def waiting(self) -> list[str]:
        return [c.id for c in self.db.conversations.values() if c.status == "waiting"]

    def order(self) -> list[str]:
        """Who was served, in order."""
        return [proposal.conversation_id for proposal in self.db.kept]

    def _released(self, agent: str) -> None:
        self.db.people[agent] = self.db.burdened(agent)
        self.told(agent=agent)

    def _commit_of(self, node: int) -> Commit:
        """What follows from a commit is told on its node before it returns, as the conversations room does."""

        async def commit(proposal: Proposal) -> bool:
            return await self.db.commit(
                proposal, lambda: self.told(agent=proposal.agent_id, conversation=proposal.conversation_id, node=node)
            )

        return commit


async def until(true: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0.005)


def names(prefix: str, count: int) -> Iterator[str]:
    return (f"{prefix}{number:03}" for number in range(count))
