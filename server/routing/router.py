"""The router: told what happened, it gives each waiting customer the right person at once, and says why.

Redis proposes atomically, the database disposes. What Redis loses is rebuilt from the database.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.domain.people import Agent
from server.domain.workspace import Policy
from server.live.client import Live, StaleEpoch
from server.routing.board import place_of
from server.routing.epochs import Epochs
from server.routing.line import Line, Parts, RouterOptions
from server.routing.need import Need, offer_of
from server.routing.policy import Rules
from server.routing.ports import Commit, RoutingStore
from server.routing.timers import Timers


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
            options=options,
        )

    def conversation_waiting(self, need: Need) -> None:
        """A conversation waits, or its need has changed. Call it after the commit."""
        self._line(need.workspace_id).tell(f"c:{need.conversation_id}", lambda queue: queue.waits(need))

    def conversation_gone(self, workspace_id: str, conversation_id: str) -> None:
        """It waits no longer: it was taken or it ended."""
        self._line(workspace_id).tell(f"c:{conversation_id}", lambda queue: queue.goes(conversation_id))

    def agent_changed(self, agent: Agent) -> None:
        """Availability, load, languages, teams or capacity changed."""
        offer = offer_of(agent)
        self._line(agent.workspace_id).tell(f"a:{agent.id}", lambda queue: queue.sits(offer), agent.id)

    def agent_gone(self, workspace_id: str, agent_id: str) -> None:
        """The agent takes nothing more and is no longer counted as present."""
        self._line(workspace_id).tell(f"a:{agent_id}", lambda queue: queue.leaves(agent_id), agent_id)

    def policy_changed(self, workspace_id: str, policy: Policy) -> None:
        """The next decision follows the new policy."""
        self._line(workspace_id).rules = rules_of(policy)
        self.wake(workspace_id)

    def wake(self, workspace_id: str) -> None:
        """Look at a workspace's queue now."""
        self._line(workspace_id).wake()

    async def place(self, workspace_id: str, conversation_id: str) -> int | None:
        """The customer's place in the line of their language and team, from 1; None when they do not wait."""
        queue = self._parts.epochs.known(workspace_id)
        if queue is not None:
            with suppress(Refusal, StaleEpoch):
                return await queue.place(conversation_id)
        return place_of(await self._store.waiting(workspace_id), conversation_id)

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

    def _redis_replaced(self) -> None:
        for line in self._lines.values():
            line.wake()

    def _learn(self, policies: Mapping[str, Policy]) -> None:
        for workspace_id, policy in policies.items():
            self._line(workspace_id).rules = rules_of(policy)

    def _line(self, workspace_id: str) -> Line:
        line = self._lines.get(workspace_id)
        if line is None:
            line = self._lines[workspace_id] = Line(workspace_id, Rules(), self._parts)
        return line


def rules_of(policy: Policy) -> Rules:
    """What of a workspace's policy concerns the router."""
    return Rules(relax_ms=policy.relax_seconds * 1000)
