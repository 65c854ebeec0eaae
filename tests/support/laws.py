"""What must be true of every run, whatever was killed, frozen, lost or doubled. A fault shows the smallest slice of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from server.domain.work import kind_of
from tests.support.history import History, Line, Observer, Op, Stored, Tenure, read_store

PUBLIC = {
    "message.posted",
    "conversation.opened",
    "conversation.assigned",
    "conversation.closed",
    "conversation.reopened",
    "conversation.rated",
}
WORDS = ("message.posted", "note.posted")
FRESH = ("conversation.opened", "conversation.reopened")
BY_HAND = ("claim", "transfer", "accept", "reopen", "returned")


class Broken(Struct, frozen=True):
    """A law that does not hold, and where."""

    law: str
    where: str

    def __str__(self) -> str:
        return f"{self.law}: {self.where}"


Law = Callable[[History, Stored], Iterable[str]]


def lost(history: History, stored: Stored) -> Iterator[str]:
    """Every acknowledged word is stored."""
    kept = {(line.conversation, line.author, line.client_id) for lines in stored.lines.values() for line in lines}
    for op in _words(history.done("ok")):
        if (op.conversation, op.who, op.client_id) not in kept:
            yield f"{op.who} was told {op.seq} for {op.text!r} in {op.conversation}"


def other_number(history: History, stored: Stored) -> Iterator[str]:
    """The acknowledged number is the stored one."""
    lines = {
        (line.conversation, line.author, line.client_id): line for lines in stored.lines.values() for line in lines
    }
    for op in _words(history.done("ok")):
        line = lines.get((op.conversation, op.who, op.client_id))
        number = line and (line.cseq if op.who.startswith("customer:") else line.seq)
        if line and number != op.seq:
            yield f"{op.who} was told {op.seq}, stored as {number}: {op.text!r}"


def doubled(_history: History, stored: Stored) -> Iterator[str]:
    """Nobody's words are stored twice; the words of a run are all different."""
    seen: dict[tuple[str, str, str], Line] = {}
    for lines in stored.lines.values():
        for line in lines:
            key = (line.conversation, line.author, str(line.body.get("text")))
            if line.kind in WORDS and key in seen:
                yield f"{line.author} at {seen[key].seq} and {line.seq} of {line.conversation}: {key[2]!r}"
            seen[key] = line


def holes(_history: History, stored: Stored) -> Iterator[str]:
    """Both series count 1, 2, 3 ... to the conversation's own numbers."""
    for id, thread in stored.threads.items():
        lines = stored.lines[id]
        if [line.seq for line in lines] != list(range(1, thread.last_seq + 1)):
            yield f"agents' series of {id} to {thread.last_seq}: {[line.seq for line in lines]}"
        public = sorted(line.cseq for line in lines if line.cseq is not None)
        if public != list(range(1, thread.last_cseq + 1)):
            yield f"customers' series of {id} to {thread.last_cseq}: {public}"


def order(history: History, stored: Stored) -> Iterator[str]:
    """What one person said in one conversation is stored in the order they said it."""
    said: dict[str, int] = {}
    for op in history.done("invoke"):
        said.setdefault(f"{op.who} {op.client_id}", len(said))
    for id, lines in stored.lines.items():
        for author in {line.author for line in lines}:
            mine = [line for line in lines if line.author == author and f"{author} {line.client_id}" in said]
            for one, two in pairwise(mine):
                if said[f"{author} {one.client_id}"] > said[f"{author} {two.client_id}"]:
                    yield f"{author} in {id}: {two.body.get('text')!r} was said before {one.body.get('text')!r}"


def both(history: History, _stored: Stored) -> Iterator[str]:
    """Nothing is both acknowledged and refused for good."""
    fine = {(op.who, op.client_id) for op in history.done("ok")}
    for op in history.done("fail"):
        if (op.who, op.client_id) in fine:
            yield f"{op.who} {op.client_id}: ok and {op.detail}"


def views_differ(history: History, stored: Stored) -> Iterator[str]:
    """Everybody applied exactly their side's series."""
    wrote = {(op.who, op.conversation) for op in history.done("ok") if op.conversation}
    for observer in history.observers:
        own = {id for who, id in wrote if who == observer.who}
        for id in own | observer.applied.keys():
            applied = observer.applied.get(id, [])
            lines = [line for line in stored.lines[id] if line.cseq is not None or not observer.customer]
            expected = sorted((line.seen_by(customer=observer.customer) for line in lines), key=lambda seen: seen.seq)
            if applied != expected:
                yield f"{observer.name} in {id}: {_first_difference(applied, expected)}"


def leaked(history: History, _stored: Stored) -> Iterator[str]:
    """No customer is ever sent a private note or an entry of the desk alone."""
    notes = {op.text for op in history.done("invoke") if op.command == "note.post"}
    for observer in (each for each in history.observers if each.customer):
        yield from (f"{observer.name} heard {text!r}" for text in notes if any(text in e for e in observer.heard))
        yield from (f"{observer.name} applied {seen}" for seen in _applied(observer) if seen.kind not in PUBLIC)


def two_owners(_history: History, stored: Stored) -> Iterator[str]:
    """The assignment log, as intervals: one owner at a time, fences that rise, the open one is the owner."""
    for id, tenures in _by(stored.tenures, lambda tenure: tenure.conversation).items():
        for one, two in pairwise(sorted(tenures, key=lambda tenure: tenure.fence)):
            if one.ended_at is None or one.ended_at > two.started_at:
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
        if (seat.load, seat.loads) != (load, loads):
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


def overtaken(_history: History, stored: Stored) -> Iterator[str]:
    """Among customers of one language the router serves first who came first; only first assignments are compared."""
    first: dict[str, Tenure] = {}
    for tenure in stored.tenures:
        first.setdefault(tenure.conversation, tenure)
    picked = [tenure for tenure in first.values() if tenure.step not in BY_HAND]
    for group in _by(picked, lambda tenure: stored.threads[tenure.conversation].language).values():
        came = sorted((stored.lines[tenure.conversation][0].at, tenure.started_at) for tenure in group)
        for (one, taken), (two, sooner) in pairwise(came):
            if one < two and sooner < taken:
                yield f"who came at {one} was served at {taken}, who came at {two} at {sooner}"


LAWS: tuple[Law, ...] = (
    lost,
    other_number,
    doubled,
    holes,
    order,
    both,
    views_differ,
    leaked,
    two_owners,
    load_differs,
    over_capacity,
    place_lost,
    overtaken,
)


def judge(history: History, stored: Stored) -> list[Broken]:
    """Every law that does not hold, with its first offence."""
    found = ((law.__name__, next(iter(law(history, stored)), None)) for law in LAWS)
    return [Broken(name, where) for name, where in found if where is not None]


def broken(history: History, database: Path) -> set[str]:
    """The names of the laws that do not hold."""
    return {each.law for each in judge(history, read_store(database))}


def holds(history: History, database: Path) -> None:
    """Fail with the offending slices unless every law holds."""
    found = judge(history, read_store(database))
    assert not found, "\n" + "\n".join(str(each) for each in found)


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


def _words(ops: list[Op]) -> list[Op]:
    return [op for op in ops if op.text]


def _applied(observer: Observer) -> Iterator[object]:
    for lines in observer.applied.values():
        yield from lines


def _by(tenures: Iterable[Tenure], key: Callable[[Tenure], str]) -> dict[str, list[Tenure]]:
    found: dict[str, list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        found[key(tenure)].append(tenure)
    return found


def _first_difference(applied: list[object], expected: list[object]) -> str:
    for index, (one, two) in enumerate(zip(applied, expected, strict=False)):
        if one != two:
            return f"line {index}: saw {one}, stored {two}"
    return f"saw {len(applied)} lines of {len(expected)}, the last {(applied or [None])[-1]}"
