"""The router: told what happened, it gives each waiting customer the right person at once, and says why.

Redis proposes atomically, the database disposes. What Redis loses is rebuilt from the database.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress

import msgspec

from server.domain.clock import Clock
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Agent
from server.domain.workspace import Policy
from server.live.client import Live, StaleEpoch
from server.routing.board import Rules
from server.routing.epochs import Epochs
from server.routing.line import Line
from server.routing.need import need_of, offer_of
from server.routing.parts import Parts, RouterOptions
from server.routing.ports import Commit, Pairs, RoutingStore
from server.routing.queue import Place
from server.routing.timers import Timers
from server.routing.waiting import place_of


class Router:
    """One a process; safe with several nodes.

    Telling it never waits: nothing the customer needs hangs on Redis.
    """

    def __init__(
        self,
        live: Live,
        store: RoutingStore,
        commit: Commit,
        clock: Clock,
        options: RouterOptions = RouterOptions(),
    ) -> None:
        self._store = store
        self._clock = clock
        self._pairs: Pairs | None = None
        self._options = options
        self._lines: dict[str, Line] = {}
        live.listen(self._redis_replaced)
        self._timers = Timers(live, clock, self.wake, options.sweep)
        self._parts = Parts(
            store=store,
            commit=commit,
            clock=clock,
            epochs=Epochs(live, store, clock, options.idle_after_load),
            timers=self._timers,
            rules=self._rules,
            options=options,
        )

    def conversation_waiting(self, c: Conversation) -> None:
        """A conversation waits, or what it needs has changed. Call it after the commit."""
        line = self._line(c.workspace_id)
        line.tell(f"c:{c.id}", lambda queue: queue.waits(need_of(c, line.rules.routing)))

    def conversation_gone(self, workspace_id: str, conversation_id: str) -> None:
        """It waits no longer: it was taken or it ended."""
        self._line(workspace_id).tell(f"c:{conversation_id}", lambda queue: queue.goes(conversation_id))

    def agent_changed(self, agent: Agent) -> None:
        """Availability, load or anything else an agent offers changed."""
        offer = offer_of(agent, self._clock.now())
        self._line(agent.workspace_id).tell(f"a:{agent.id}", lambda queue: queue.sits(offer), agent.id)

    def agent_gone(self, workspace_id: str, agent_id: str) -> None:
        """The agent takes nothing more and is no longer counted as present."""
        self._line(workspace_id).tell(f"a:{agent_id}", lambda queue: queue.leaves(agent_id), agent_id)

    def policy_changed(self, workspace_id: str, policy: Policy) -> None:
        """The next decision follows the new policy, on every node."""
        line = self._line(workspace_id)
        line.rules = rules_of(policy, self._pairs)
        line.decree()

    def pairs_changed(self, pairs: Pairs | None) -> None:
        """What machines can translate now; None: whatever they are asked."""
        self._pairs = pairs
        for line in self._lines.values():
            line.rules = msgspec.structs.replace(line.rules, pairs=pairs)

    def wake(self, workspace_id: str) -> None:
        """Look at a workspace's queue now."""
        self._line(workspace_id).wake()

    def doubted(self, workspace_id: str) -> None:
        """What this node said of a workspace may have been wrong: compare its queue with the database."""
        self._line(workspace_id).suspect()

    async def places(self, workspace_id: str, conversation_ids: Sequence[str]) -> Mapping[str, Place]:
        """Where these customers stand in the line of their queue, language and team; who does not wait is not named."""
        queue = self._parts.epochs.known(workspace_id)
        if queue is not None:
            with suppress(Refusal, StaleEpoch):
                return await queue.places(conversation_ids)
        needs = await self._line(workspace_id).books.needs()
        numbers = {id: place_of(needs, id) for id in conversation_ids}
        return {id: Place(number) for id, number in numbers.items() if number}

    def staffed(self, workspace_id: str) -> bool:
        """Whether anybody is present who may be given work, now or when their hands are free."""
        return self._line(workspace_id).staffed

    async def run(self) -> None:
        """Keep time until cancelled: timers, and a slow sweep as the net under the events."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._timers.run(), name="router-timers")
            tasks.create_task(self._sweep(), name="router-sweep")

    async def quiet(self) -> None:
        """Return when nothing is in hand."""
        for line in list(self._lines.values()):
            await line.quiet()

    async def aclose(self) -> None:
        """Stop all work. What was in flight is settled later, by any node."""
        await asyncio.gather(*(line.close() for line in self._lines.values()))

    async def _sweep(self) -> None:
        while True:
            try:
                self._learn(await self._store.workspaces())
            except Refusal:
                await asyncio.sleep(self._options.retry)
                continue
            for line in list(self._lines.values()):
                line.suspect()
            await asyncio.sleep(self._options.sweep)

    async def _rules(self, workspace_id: str) -> Rules:
        """A workspace's rules as the database has them."""
        return rules_of((await self._store.workspaces()).get(workspace_id, Policy()), self._pairs)

    def _redis_replaced(self) -> None:
        for line in self._lines.values():
            line.wake()

    def _learn(self, policies: Mapping[str, Policy]) -> None:
        for workspace_id, policy in policies.items():
            self._line(workspace_id).rules = rules_of(policy, self._pairs)

    def _line(self, workspace_id: str) -> Line:
        line = self._lines.get(workspace_id)
        if line is None:
            line = self._lines[workspace_id] = Line(workspace_id, Rules(pairs=self._pairs), self._parts)
        return line


def rules_of(policy: Policy, pairs: Pairs | None) -> Rules:
    """What of a workspace's policy concerns the router."""
    return Rules(routing=policy.routing, relax=policy.relax_seconds, pairs=pairs)
