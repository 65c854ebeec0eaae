"""The database as the router sees it: the truth its queue is rebuilt from."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from server.domain.workspace import Policy
from server.routing.need import Need, Offer, need_of, offer_of
from server.store.desk import Desk
from server.store.reads import Reads


class Roster:
    """Implements routing's RoutingStore. An agent without a socket is not present, whatever they last said."""

    def __init__(self, reads: Reads, desk: Desk, connected: Callable[[str, str], bool]) -> None:
        self._reads = reads
        self._desk = desk
        self._connected = connected

    async def workspaces(self) -> Mapping[str, Policy]:
        """Every workspace and what it decided."""
        return {workspace.id: workspace.policy for workspace in await self._desk.workspaces()}

    async def waiting(self, workspace_id: str) -> Sequence[Need]:
        """Every conversation that waits now."""
        return [need_of(c) for c in await self._reads.waiting(workspace_id)]

    async def agents(self, workspace_id: str) -> Sequence[Offer]:
        """Every active agent, present or not."""
        found = []
        for agent in await self._desk.agents(workspace_id):
            offer = offer_of(agent)
            here = self._connected(workspace_id, agent.id)
            found.append(offer if here else msgspec.structs.replace(offer, on=False))
        return found

    async def router_epoch(self, workspace_id: str, advance_from: int | None = None) -> int | None:
        """The number of the latest load; with `advance_from` the next one, or None when somebody else was first."""
        if advance_from is None:
            return await self._desk.router_epoch(workspace_id)
        done = await self._desk.claim_router_epoch(workspace_id, advance_from, advance_from + 1)
        return advance_from + 1 if done else None
