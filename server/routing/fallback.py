"""While Redis is away: the same policy over the database's own lists, few at a time."""

from msgspec.structs import replace

from server.domain.clock import Clock
from server.routing.board import survey
from server.routing.need import Offer
from server.routing.policy import Rules, choose
from server.routing.ports import Commit, RoutingStore

AT_MOST = 16
"""Proposals a turn. The database's compare-and-set is the only guard here, and nodes may collide on it."""


async def serve(workspace_id: str, rules: Rules, store: RoutingStore, commit: Commit, clock: Clock) -> int:
    """Assign what can be assigned; how many were."""
    needs = {need.conversation_id: need for need in await store.waiting(workspace_id)}
    offers = {offer.agent_id: offer for offer in await store.agents(workspace_id)}
    given = 0
    for _ in range(AT_MOST):
        board = survey(needs.values(), tuple(offers.values()))
        proposal = choose(board, workspace_id, rules, clock.now())
        if proposal is None:
            break
        del needs[proposal.conversation_id]
        offer = offers.pop(proposal.agent_id)
        if await commit(proposal):
            given += 1
            offers[offer.agent_id] = _busier(offer, clock.now())
    return given


def _busier(offer: Offer, now: int) -> Offer:
    return replace(offer, load=offer.load + 1, idle_since=now)
