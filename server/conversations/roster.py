"""The database as the router sees it: the truth its queue is rebuilt from."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

import msgspec

from server.domain.conversation import Conversation
from server.domain.days_off import known
from server.domain.people import Agent
from server.domain.workspace import Policy
from server.store.desk import Desk
from server.store.reads import Reads


class Roster:
    """Implements routing's RoutingStore. An agent without a socket is not present, whatever they last said."""

    def __init__(self, reads: Reads, desk: Desk, connected: Callable[[str, str], bool]) -> None:
        self._reads = reads
        self._desk = desk
        self._connected = connected
        self._places = {""}

    async def workspaces(self) -> Mapping[str, Policy]:
        """Every workspace and what it decided."""
        return {workspace.id: workspace.policy for workspace in await self._desk.workspaces()}

    async def waiting(self, workspace_id: str) -> Sequence[Conversation]:
        """Every conversation that waits now."""
        return await self._reads.waiting(workspace_id)

    async def agents(self, workspace_id: str) -> Sequence[Agent]:
        """Every active agent; whoever is not connected is offline."""
        agents = await self._desk.agents(workspace_id)
        for place in {agent.hours.holidays for agent in agents} - self._places:
            await asyncio.to_thread(known, place)
            self._places.add(place)
        return [
            agent if self._connected(workspace_id, agent.id) else msgspec.structs.replace(agent, availability="offline")
            for agent in agents
        ]

    async def router_epoch(self, workspace_id: str, advance_from: int | None = None) -> int | None:
        """The number of the latest load; with `advance_from` the next one, or None when somebody else was first."""
        if advance_from is None:
            return await self._desk.router_epoch(workspace_id)
        done = await self._desk.claim_router_epoch(workspace_id, advance_from, advance_from + 1)
        return advance_from + 1 if done else None
