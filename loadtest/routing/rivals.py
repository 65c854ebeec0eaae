"""How others give their work, each as a judge over the same board. None of them waits for a better moment.

What each stands for is in docs/decisions/0005-router.md. All obey what is hard: who is present, and what they can carry.
"""

from collections.abc import Callable, Iterator

from server.routing.board import FLUENT, Board, Head
from server.routing.need import Offer
from server.routing.policy import Proposal, Reason
from server.routing.simulate import Judge

Rank = Callable[[Offer], tuple[int | str, ...]]
Fits = Callable[[Head, Offer], bool]


def round_robin() -> Judge:
    """Whoever came first to the next in turn, whatever they speak."""
    turn = [""]

    def judge(board: Board, workspace_id: str, now: int) -> Proposal | None:
        proposal = _first(board, workspace_id, now, lambda offer: (offer.agent_id <= turn[0], offer.agent_id), _anyone)
        turn[0] = proposal.agent_id if proposal else turn[0]
        return proposal

    return judge


def least_busy() -> Judge:
    """Whoever came first to whoever has least in hand, whatever they speak."""
    return lambda board, workspace_id, now: _first(board, workspace_id, now, _load, _anyone)


def longest_waiting() -> Judge:
    """Whoever came first to whoever has been without a new one longest, whatever they speak."""
    return lambda board, workspace_id, now: _first(
        board, workspace_id, now, lambda offer: (offer.idle_since, offer.agent_id), _anyone
    )


def skill_then_anyone() -> Judge:
    """A free speaker with the skills, the least busy; when there is none, anybody at once."""

    def judge(board: Board, workspace_id: str, now: int) -> Proposal | None:
        return _first(board, workspace_id, now, _load, _speaks, _anyone)

    return judge


def speakers_only() -> Judge:
    """Speakers with the skills or nobody; who is behind a head that nobody can serve is served."""
    return lambda board, workspace_id, now: _first(board, workspace_id, now, _load, _speaks)


def _anyone(_head: Head, _offer: Offer) -> bool:
    return True


def _speaks(head: Head, offer: Offer) -> bool:
    return offer.levels.get(head.kind.language, 0) >= FLUENT and set(head.kind.skills) <= set(offer.skills)


def _load(offer: Offer) -> tuple[int, int, str]:
    return (offer.load, offer.idle_since, offer.agent_id)


def _first(board: Board, workspace_id: str, now: int, rank: Rank, *steps: Fits) -> Proposal | None:
    """The first head that somebody free fits, and the first of those in the rank; later steps when nobody fits an earlier."""
    free = [offer for offer in map(board.offers.__getitem__, board.open) if offer.rests_until <= now]
    for head in board.ordered() if free else ():
        for step in steps:
            offer = min(_able(head, free, step, now), key=rank, default=None)
            if offer is not None:
                return _proposal(workspace_id, head, offer)
    return None


def _able(head: Head, free: list[Offer], fits: Fits, now: int) -> Iterator[Offer]:
    return (offer for offer in free if offer.free(head.kind, now) and fits(head, offer))


def _proposal(workspace_id: str, head: Head, offer: Offer) -> Proposal:
    return Proposal(
        workspace_id=workspace_id,
        conversation_id=head.conversation_id,
        agent_id=offer.agent_id,
        kind=head.kind,
        step="any",
        reason=Reason("any", {}),
        candidates=(),
    )
