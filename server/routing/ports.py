"""What the router asks of the rest of the house."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from server.domain.conversation import Conversation
from server.domain.people import Agent
from server.domain.workspace import Policy
from server.routing.policy import Proposal

Pairs = frozenset[tuple[str, str]]
"""What machines can translate now: (from, to)."""


class RoutingStore(Protocol):
    """The database as the router sees it: the truth the queue is rebuilt from."""

    async def workspaces(self) -> Mapping[str, Policy]:
        """Every workspace and what it decided."""
        ...

    async def waiting(self, workspace_id: str) -> Sequence[Conversation]:
        """Every conversation that waits now."""
        ...

    async def agents(self, workspace_id: str) -> Sequence[Agent]:
        """Every active agent. Whoever is not connected is offline, whatever they last said."""
        ...

    async def router_epoch(self, workspace_id: str, advance_from: int | None = None) -> int | None:
        """The number of the latest load of the queue, 0 before the first.

        With `advance_from`: a compare-and-set; the number after it, durable, or None when another was first.
        """
        ...


Commit = Callable[[Proposal], Awaitable[bool]]
"""Make a proposal true in the database, or say False when it cannot be: the conversation does not wait any
more, or the agent is not free any more. Refusing means that the outcome is unknown.
A commit may tell the router of the agent's new load before it returns, or not at all; never after."""
