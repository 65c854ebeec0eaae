"""The database's lists in the router's words: what waits and who offers, under a workspace's rules."""

from msgspec import Struct

from server.domain.clock import Clock
from server.routing.board import Rules
from server.routing.need import Need, Offer, need_of, offer_of
from server.routing.ports import RoutingStore


class Books(Struct, frozen=True):
    """One workspace's lists."""

    workspace_id: str
    rules: Rules
    store: RoutingStore
    clock: Clock

    async def needs(self) -> list[Need]:
        """Every conversation that waits now."""
        return [need_of(c, self.rules.routing) for c in await self.store.waiting(self.workspace_id)]

    async def offers(self) -> list[Offer]:
        """Every active agent, present or not."""
        now = self.clock.now()
        return [offer_of(agent, now) for agent in await self.store.agents(self.workspace_id)]
