"""Laws of work: one owner, never too much, nobody loses their place, nobody is forgotten."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from loadtest.laws.history import History, Line, Seat, Stored, Tenure
from server.domain.work import kind_of

FRESH = ("conversation.opened", "conversation.reopened")
BY_HAND = ("claim", "transfer", "accept", "reopen", "returned")
TAKEN = ("conversation.assigned", "conversation.offered", "conversation.closed", "conversation.snoozed")
KNOWN = 1_000
"""Milliseconds after which every node knows of somebody who came, on a machine that answers at once."""
BRIEF = 60_000
"""Milliseconds that somebody may have waited in the shortest of stories."""
PATIENCE, PATIENCE_FOR_ONE = 15_000, 90_000
"""Milliseconds within which somebody who writes the language and has room must have been given what waits; and what
waits again, for which the last agent is waited first."""


def two_owners(_history: History, stored: Stored) -> Iterator[str]:
    """The assignment log, as intervals: one owner at a time, fences that rise, the open one is the owner."""
    for id, tenures in _by(stored.tenures, lambda tenure: tenure.conversation).items():
        for one, two in pairwise(sorted(tenures, key=lambda tenure: tenure.fence)):
            if one.fence >= two.fence or one.ended_at is None or one.ended_at > two.started_at:
                yield f"{id}: {one} and {two}"
        thread = stored.threads[id]
        held = [(tenure.agent, tenure.fence) for tenure in tenures if tenure.ended_at is None]
        owner = [(thread.assignee, thread.fence)] if thread.status in ("offered", "assigned") else []
        if held != owner:
            yield f"{id}: the log says {held}, the conversation {owner}"


def load_differs(_history: History, stored: Stored) -> Iterator[str]:
    """An agent's load is the weight of what they hold, and their loads count it by kind of work."""
    held = _by([tenure for tenure in stored.tenures if tenure.ended_at is None], lambda tenure: tenure.agent)
    for seat in stored.seats.values():
        threads = [stored.threads[tenure.conversation] for tenure in held[seat.id]]
        load, loads = sum(thread.weight for thread in threads), Counter(kind_of(thread.channel) for thread in threads)
        if seat.load != load or seat.loads not in (None, loads):
            yield f"{seat.id}: load {seat.load} {seat.loads}, holds {load} {dict(loads)}"


def over_capacity(_history: History, stored: Stored) -> Iterator[str]:
    """At no instant does an agent hold more than their capacity, or more of one kind of work than its limit."""
    for agent, tenures in _by(stored.tenures, lambda tenure: tenure.agent).items():
        seat = stored.seats[agent]
        yield from _above(agent, seat.capacity, [(each, stored.threads[each.conversation].weight) for each in tenures])
        for kind, limit in seat.limits.items():
            of_kind = [each for each in tenures if kind_of(stored.threads[each.conversation].channel) == kind]
            yield from _above(f"{agent} of {kind}", limit, [(each, 1) for each in of_kind])


def place_lost(_history: History, stored: Stored) -> Iterator[str]:
    """A conversation waits since it was opened or woken; going back to the queue does not change that."""
    for id, thread in stored.threads.items():
        since = 0
        for line in stored.lines[id]:
            woken = line.kind == "conversation.requeued" and line.body.get("cause") == "woken"
            returned = line.kind == "conversation.assigned" and line.body.get("step") == "returned"
            since = line.at if line.kind in FRESH or woken or returned else since
        if since and thread.waiting_since != since:
            yield f"{id} waits since {thread.waiting_since}, should since {since}"


def overtaken(history: History, stored: Stored) -> Iterator[str]:
    """Among customers of one language the router serves first who came first; only first assignments are compared.

    Somebody has come for the whole house once that is stored and queued: before that another node may serve the next one.
    Who seems to have waited longer than all that happened took was written down by a clock that was set meanwhile.
    """
    first: dict[str, Tenure] = {}
    for tenure in stored.tenures:
        first.setdefault(tenure.conversation, tenure)
    picked = [tenure for tenure in first.values() if tenure.step not in BY_HAND]
    longest = max(BRIEF, 1000 * (history.ops[-1].at - history.ops[0].at) if history.ops else 0) + history.stall
    for group in _by(picked, lambda tenure: stored.threads[tenure.conversation].language).values():
        times = ((stored.lines[tenure.conversation][0].at, tenure.started_at) for tenure in group)
        came = sorted((at, taken) for at, taken in times if taken - at <= longest)
        for (one, taken), (two, sooner) in pairwise(came):
            if one < two and sooner < taken and sooner > one + KNOWN + history.stall:
                yield f"who came at {one} was served at {taken}, who came at {two} at {sooner}"


def starved(history: History, stored: Stored) -> Iterator[str]:
    """Nobody waits while somebody who writes their language is there, with room for them, all that time."""
    held = _by(stored.tenures, lambda tenure: tenure.agent)
    for id, lines in stored.lines.items():
        for since, until, first in waits(lines, stored.at):
            if until - since <= (PATIENCE if first else PATIENCE_FOR_ONE) + 2 * history.stall:
                continue
            for duty in history.duties:
                there = duty.began <= since and (not duty.ended or duty.ended >= until)
                speaks = stored.threads[id].language in duty.languages
                if there and speaks and _room(stored.seats[duty.agent], held[duty.agent], since, until):
                    yield f"{id} waited {until - since} ms from {since} on while {duty.agent} had room"


def waits(lines: Sequence[Line], now: int) -> Iterator[tuple[int, int, bool]]:
    """Every time of waiting: from when, until when, and whether it was the first."""
    since, first = 0, True
    for line in lines:
        if line.kind in (*FRESH, "conversation.requeued"):
            since = since or line.at
        elif since and line.kind in TAKEN:
            yield since, line.at, first
            since, first = 0, False
    if since and now:
        yield since, now, first


def _room(seat: Seat, held: Iterable[Tenure], since: int, until: int) -> bool:
    """Whether the agent had room for one more through all of a time."""
    during = [each for each in held if each.started_at < until and (each.ended_at is None or each.ended_at > since)]
    return len(during) < seat.capacity


def _above(whose: str, most: int, held: list[tuple[Tenure, int]]) -> Iterator[str]:
    """Where the weights of what is held at once go above `most`."""
    steps = [(tenure.started_at, weight) for tenure, weight in held]
    steps += [(tenure.ended_at, -weight) for tenure, weight in held if tenure.ended_at is not None]
    load = 0
    for at, step in sorted(steps):
        load += step
        if load > most:
            yield f"{whose} held {load} of {most} at {at}"
            return


def _by(tenures: Iterable[Tenure], key: Callable[[Tenure], str]) -> dict[str, list[Tenure]]:
    found: dict[str, list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        found[key(tenure)].append(tenure)
    return found
