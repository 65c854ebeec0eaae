"""The judgement of the router: from a board to one proposal and its reason.

Pure, so that it can be replayed.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct

from server.routing.board import Head, Seat


class Rules(Struct, frozen=True, kw_only=True):
    """What a workspace decides. `relax_ms` is how long a customer waits for a speaker who is present."""

    relax_ms: int = 20_000


class Candidate(Struct, frozen=True):
    """An agent who was looked at. `score`: how long idle (ms); `why`: chosen, less_idle or declined."""

    agent_id: str
    score: int
    why: str


class Reason(Struct, frozen=True):
    """Why this step: a code the console has a sentence for, and the numbers in it."""

    code: str
    values: dict[str, str | int]


class Proposal(Struct, frozen=True, kw_only=True):
    """A decision that nobody has confirmed yet."""

    workspace_id: str
    conversation_id: str
    agent_id: str
    step: str
    reason: Reason
    candidates: tuple[Candidate, ...]


class Step(Struct, frozen=True):
    """One circle of agents: from when (ms) a head may look there, who is in it, how it is explained."""

    name: str
    opens: Callable[[Head, Rules], int]
    seats: Callable[[Head], tuple[Seat, ...]]
    code: Callable[[Head], str]


AT_ONCE = 0
"""Not the head's own time: another node's clock may run ahead of ours."""

STEPS = (
    Step("speaker", lambda *_: AT_ONCE, lambda head: head.speakers, lambda _: "speaks"),
    Step(
        "translated",
        lambda head, rules: head.waiting_since + rules.relax_ms if head.speakers_on else AT_ONCE,
        lambda head: head.anyone,
        lambda head: "waited" if head.speakers_on else "nobody_speaks",
    ),
)
"""Circles from the narrowest to the widest. A wider one is looked at when the narrower is empty."""

Doubted = frozenset[str]
"""Conversations and agents whose state the database has just contradicted."""


def choose(
    board: Iterable[Head], workspace_id: str, rules: Rules, now: int, doubted: Doubted = frozenset()
) -> Proposal | None:
    """The next assignment: the oldest head that anybody can serve.

    A head nobody can serve blocks none behind it.
    """
    for head in board:
        if head.conversation_id in doubted:
            continue
        for step in STEPS:
            seats = tuple(seat for seat in step.seats(head) if seat.agent_id not in doubted)
            if seats and step.opens(head, rules) <= now:
                return _propose(workspace_id, head, step, seats, now)
    return None


def due(board: Iterable[Head], rules: Rules, now: int) -> int | None:
    """When (ms) time alone will next change the answer, None when it will not."""
    times = (step.opens(head, rules) for head in board for step in STEPS)
    return min((time for time in times if time > now), default=None)


def _propose(workspace_id: str, head: Head, step: Step, seats: tuple[Seat, ...], now: int) -> Proposal:
    return Proposal(
        workspace_id=workspace_id,
        conversation_id=head.conversation_id,
        agent_id=seats[0].agent_id,
        step=step.name,
        reason=Reason(
            step.code(head),
            {
                "language": head.kind.language,
                "waited_ms": max(0, now - head.waiting_since),
                "idle_ms": max(0, now - seats[0].idle_since),
                "speakers_on": head.speakers_on,
            },
        ),
        candidates=_candidates(head, seats, now),
    )


def _candidates(head: Head, seats: tuple[Seat, ...], now: int) -> tuple[Candidate, ...]:
    looked = (
        Candidate(seat.agent_id, max(0, now - seat.idle_since), "less_idle" if rank else "chosen")
        for rank, seat in enumerate(seats)
    )
    free = {seat.agent_id for seat in seats}
    said_no = (Candidate(agent_id, 0, "declined") for agent_id in head.kind.declined if agent_id not in free)
    return (*looked, *said_no)
