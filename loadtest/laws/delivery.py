"""Laws of delivery: what was acknowledged is stored, once, in order, and everybody reads exactly their side of it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from loadtest.laws.history import History, Line, Observer, Op, Seen, Stored

PUBLIC = {
    "message.posted",
    "conversation.opened",
    "conversation.assigned",
    "conversation.closed",
    "conversation.reopened",
    "conversation.rated",
}
WORDS = ("message.posted", "note.posted")


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
    """What one person said in one conversation is stored in the order they said it; of two windows that speak at once,
    either may come first."""
    said: dict[str, tuple[int, int]] = {}
    answered: dict[str, int] = {}
    for step, op in enumerate(history.ops):
        if op.what == "invoke":
            said.setdefault(f"{op.who} {op.client_id}", (step, op.window))
        elif op.what == "ok":
            answered.setdefault(f"{op.who} {op.client_id}", step)
    for id, lines in stored.lines.items():
        latest: dict[tuple[str, int], tuple[int, Line]] = {}
        for line in lines:
            key = f"{line.author} {line.client_id}"
            if key not in said:
                continue
            step, window = said[key]
            for (author, other), (later, before) in latest.items():
                if author == line.author and later > (step if other == window else answered.get(key, later)):
                    words = line.body.get("text")
                    yield f"{author} in {id}: {words!r} was said before {before.body.get('text')!r}"
            if step >= latest.get((line.author, window), (step, line))[0]:
                latest[line.author, window] = step, line


def both(history: History, _stored: Stored) -> Iterator[str]:
    """Nothing is both acknowledged and refused for good."""
    fine = {(op.who, op.client_id) for op in history.done("ok")}
    for op in history.done("fail"):
        if (op.who, op.client_id) in fine:
            yield f"{op.who} {op.client_id}: ok and {op.detail}"


def views_differ(history: History, stored: Stored) -> Iterator[str]:
    """Everybody applied exactly their side's series; who left, the beginning of it."""
    wrote: dict[str, set[str]] = defaultdict(set)
    for op in history.done("ok"):
        if op.conversation:
            wrote[op.who].add(op.conversation)
    for observer in history.observers:
        own = set() if observer.left else wrote[observer.who]
        for id in own | (observer.applied.keys() & stored.threads.keys()):  # a desk has others than those of the run
            applied = observer.applied.get(id, [])
            lines = [line for line in stored.lines.get(id, []) if line.cseq is not None or not observer.customer]
            expected = sorted((line.seen_by(customer=observer.customer) for line in lines), key=lambda seen: seen.seq)
            if applied != (expected[: len(applied)] if observer.left else expected):
                yield f"{observer.name} in {id}: {_first_difference(applied, expected)}"


def leaked(history: History, _stored: Stored) -> Iterator[str]:
    """No customer is ever sent a private note or an entry of the desk alone."""
    notes = {op.text for op in history.done("invoke") if op.command == "note.post"}
    for observer in (each for each in history.observers if each.customer):
        yield from (f"{observer.name} heard {text!r}" for text in notes if any(text in e for e in observer.heard))
        yield from (f"{observer.name} applied {seen}" for seen in _applied(observer) if seen.kind not in PUBLIC)


def _words(ops: list[Op]) -> list[Op]:
    return [op for op in ops if op.text]


def _applied(observer: Observer) -> Iterator[Seen]:
    for lines in observer.applied.values():
        yield from lines


def _first_difference(applied: Sequence[Seen], expected: Sequence[Seen]) -> str:
    for index, (one, two) in enumerate(zip(applied, expected, strict=False)):
        if one != two:
            return f"line {index}: saw {one}, stored {two}"
    return f"saw {len(applied)} lines of {len(expected)}, the last {applied[-1] if applied else None}"
