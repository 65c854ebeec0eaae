"""The judgement of the router: from a board to one proposal and its reason.

Pure, so that it can be replayed.
"""

from bisect import bisect_right
from collections.abc import Iterator
from heapq import nsmallest
from math import ceil

from msgspec import Struct

from server.domain.queues import TRANSLATED, Step
from server.routing.board import Board, Head
from server.routing.need import Kind, Offer
from server.routing.worth import Strain, Worth, worth

OWN_FIRST_MS = 300_000
"""How much longer (in places) a customer of an engine must have waited to come before one who is written to without."""
WEIGHED = 64
"""Free agents whose worth is asked, those who rested longest; where so many are free, nobody in particular is missed."""
SHOWN = 8
"""Agents a decision tells of, at most, on either side."""


class Candidate(Struct, frozen=True):
    """An agent who was looked at. `score` sums the `parts`.

    `why`: chosen, less, full, paused, after_work, off_shift, declined.
    """

    agent_id: str
    score: int
    why: str
    parts: dict[str, int] = {}


class Reason(Struct, frozen=True):
    """Why this step: a code the console has a sentence for, and the numbers in it."""

    code: str
    values: dict[str, str | int]


class Proposal(Struct, frozen=True, kw_only=True):
    """A decision that nobody has confirmed yet."""

    workspace_id: str
    conversation_id: str
    agent_id: str
    kind: Kind
    step: str
    reason: Reason
    candidates: tuple[Candidate, ...]


Doubted = frozenset[str]
"""Conversations and agents whose state the database has just contradicted."""


class Look(Struct, frozen=True):
    """What was found for a head: the step, who of it is free, and how many busy people of narrower steps were given up on."""

    step: Step
    seats: tuple[Offer, ...]
    passed: int


class Moment(Struct, frozen=True):
    """What one decision knows: the board, who may be given more at `now` (ms), and whom others would miss."""

    board: Board
    now: int
    ready: set[str]
    strain: Strain


def choose(board: Board, workspace_id: str, now: int, doubted: Doubted = frozenset()) -> Proposal | None:
    """The next assignment: the first head that somebody free writes the language of, else the first an engine helps with.

    A head nobody can serve blocks none behind it, and who prefers an agent stands a little further ahead for that one.
    Whoever takes longer by an engine takes the place of those who need none, so they come first, but never before who has
    waited OWN_FIRST_MS longer.
    """
    moment = _moment(board, now, doubted)
    held: tuple[Head, Look] | None = None
    for head, only in _in_turn(board, moment.ready) if moment.ready else ():
        if held is not None and head.score - held[0].score > OWN_FIRST_MS:
            break
        if head.conversation_id in doubted:
            continue
        look = _look(moment, head, moment.ready & {only} if only else moment.ready, engines=held is None)
        if look is not None and look.step.level > TRANSLATED:
            return _propose(moment, workspace_id, head, look)
        if look is not None:
            held = (head, look)
    return _propose(moment, workspace_id, *held) if held else None


def due(board: Board, now: int) -> int | None:
    """When (ms) time alone will next change the answer, None when it will not."""
    if not board.heads:
        return None
    moment = _moment(board, now)
    shares = sorted({moment.strain.share(board.offers[agent_id]) for agent_id in moment.ready})
    times = [board.boundary(now), *(board.offers[agent_id].rests_until for agent_id in board.open)]
    for head in board.heads.values():
        times.append(head.kind.again_at)
        times.extend(_changes(head, step, shares, now) for step in board.steps(head.kind))
    return min((time for time in times if time is not None and time > now), default=None)


def _changes(head: Head, step: Step, shares: list[float], now: int) -> int:
    """When (ms) a step opens next, to all or to those who share a share."""
    whole = step.after * 1000
    if not _eases(step):
        return head.waiting_since + whole
    past = bisect_right(shares, (now - head.waiting_since) / whole)
    return head.waiting_since + ceil(whole * shares[past]) if past < len(shares) else 0


def _moment(board: Board, now: int, doubted: Doubted = frozenset()) -> Moment:
    ready = {agent_id for agent_id in board.open - doubted if board.offers[agent_id].rests_until <= now}
    return Moment(board, now, ready, Strain(board, ready))


def _eases(step: Step) -> bool:
    """Whether its time is the shorter the less its agents are missed elsewhere."""
    return step.level == TRANSLATED and not step.outsourced and step.after > 0


def _opens(moment: Moment, head: Head, step: Step, offer: Offer) -> int:
    """When (ms) this agent of a step may be given a head for whom somebody nearer is waited for."""
    share = moment.strain.share(offer) if _eases(step) else 1
    return head.waiting_since + ceil(step.after * 1000 * share)


def _in_turn(board: Board, ready: set[str]) -> Iterator[tuple[Head, str]]:
    """Heads in the order of their places; one who prefers a free agent stands a little further ahead for that agent."""
    start = board.rules.routing.sticky_seconds * 1000
    mine = [(board.mine[agent_id], agent_id) for agent_id in ready & board.mine.keys()] if start else []
    if not mine:
        yield from ((head, "") for head in board.ordered())
        return
    rows = [(head.score, head.conversation_id, head, "") for head in board.ordered()]
    rows += [(head.score - start, head.conversation_id, head, agent_id) for head, agent_id in mine]
    yield from ((head, only) for _, _, head, only in sorted(rows, key=lambda row: row[:2]))


def _look(moment: Moment, head: Head, ready: set[str], *, engines: bool) -> Look | None:
    """Who may have this head; without `engines` only who writes its language."""
    board, now, kind = moment.board, moment.now, head.kind
    no = set(kind.declined) if kind.again_at > now else set()
    drain = board.rules.routing.drain_seconds * 1000
    hopes: set[str] = set()
    for step, circle in zip(board.steps(kind), board.circles(kind), strict=True):
        if not engines and step.level <= TRANSLATED:
            return None
        margin = drain if step.shift else None
        seats = tuple(
            offer
            for offer in map(board.offers.__getitem__, (circle & ready) - no)
            if (not hopes or _opens(moment, head, step, offer) <= now)
            and offer.free(kind, now)
            and _there(offer, margin, now)
        )
        if seats:
            return Look(step, seats, len(hopes))
        hopes |= {agent_id for agent_id in circle - no if _there(board.offers[agent_id], margin, now)}
    return None


def _there(offer: Offer, margin: int | None, now: int) -> bool:
    return margin is None or offer.on_shift(now, margin)


def _propose(moment: Moment, workspace_id: str, head: Head, look: Look) -> Proposal:
    now = moment.now
    seats = nsmallest(WEIGHED, look.seats, key=lambda offer: (offer.idle_since, offer.agent_id))
    judged = sorted(
        ((worth(head, offer, moment.strain, now), offer) for offer in seats),
        key=lambda pair: (-pair[0].total, pair[1].idle_since, pair[1].agent_id),
    )
    chosen = judged[0][1]
    return Proposal(
        workspace_id=workspace_id,
        conversation_id=head.conversation_id,
        agent_id=chosen.agent_id,
        kind=head.kind,
        step=look.step.name,
        reason=Reason(
            _code(head, look, chosen),
            {
                "language": head.kind.language,
                "level": chosen.levels.get(head.kind.language, 0),
                "waited_ms": max(0, now - head.waiting_since),
                "idle_ms": max(0, now - chosen.idle_since),
                "free": len(look.seats),
                "passed": look.passed,
            },
        ),
        candidates=(*_looked_at(judged), *_passed_over(moment.board, head, look, now)),
    )


def _code(head: Head, look: Look, chosen: Offer) -> str:
    if chosen.agent_id == head.preferred_id:
        return "knows"
    if chosen.levels.get(head.kind.language, 0) and look.step.level > TRANSLATED:
        return "speaks" if not look.passed else "waited_speaks"
    return "waited" if look.passed else "nobody_speaks"


def _looked_at(judged: list[tuple[Worth, Offer]]) -> Iterator[Candidate]:
    for rank, (value, offer) in enumerate(judged[:SHOWN]):
        yield Candidate(offer.agent_id, value.total, "less" if rank else "chosen", value.parts)


def _passed_over(board: Board, head: Head, look: Look, now: int) -> tuple[Candidate, ...]:
    """Who of this step or a narrower one might have had it, and why not."""
    seen = {offer.agent_id for offer in look.seats}
    found: list[Candidate] = []
    for step, circle in zip(board.steps(head.kind), board.circles(head.kind), strict=True):
        for agent_id in sorted(circle - seen):
            seen.add(agent_id)
            found.append(Candidate(agent_id, 0, _why_not(board, head, step, agent_id, now)))
            if len(found) == SHOWN:
                return tuple(found)
        if step == look.step:
            break
    return tuple(found)


def _why_not(board: Board, head: Head, step: Step, agent_id: str, now: int) -> str:
    offer = board.offers[agent_id]
    if agent_id in head.kind.declined:
        return "declined"
    if not offer.open:
        return "paused"
    if offer.rests_until > now:
        return "after_work"
    return "full" if not offer.free(head.kind, now) or not step.shift else "off_shift"
