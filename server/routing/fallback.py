"""While Redis is away: the same policy over the database's own lists, few at a time."""

from msgspec.structs import replace

from server.routing.board import Board
from server.routing.books import Books
from server.routing.need import Kind, Offer
from server.routing.policy import choose
from server.routing.ports import Commit
from server.routing.waiting import Waiting

AT_MOST = 16
"""Proposals a turn. The database's compare-and-set is the only guard here, and nodes may collide on it."""


async def serve(books: Books, commit: Commit) -> int:
    """Assign what can be assigned; how many were."""
    board = Board(books.rules)
    for offer in await books.offers():
        board.sit(offer)
    waiting = Waiting(board)
    for need in await books.needs():
        waiting.add(need)
    given = 0
    for _ in range(AT_MOST):
        now = books.clock.now()
        proposal = choose(board, books.workspace_id, now)
        if proposal is None:
            break
        waiting.remove(proposal.conversation_id)
        offer = board.offers[proposal.agent_id]
        if await commit(proposal):
            given += 1
            board.sit(busier(offer, proposal.kind, now))
        else:
            board.leave(offer.agent_id)
    return given


def busier(offer: Offer, kind: Kind, now: int) -> Offer:
    """The agent with one more conversation."""
    loads = offer.loads | {kind.work: offer.loads.get(kind.work, 0) + 1}
    return replace(offer, load=offer.load + kind.weight, loads=loads, idle_since=now)
