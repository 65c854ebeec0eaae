"""Finds shapes: the patterns of every pack, in linear time, each proved by its validator."""

from collections.abc import Callable, Iterable, Iterator

import re2
from msgspec import Struct

from server.compliance.checks import CHECKS, Seen, Spans
from server.compliance.pack import Pack, Pattern
from server.compliance.terms import Hit
from server.compliance.views import View

_MEMORY = 64 << 20


class _Shape(Struct, frozen=True):
    slot: str
    source: str
    regex: "re2._Regexp"
    check: Callable[[Seen], Spans] | None
    allow: tuple[str, ...]
    forms: "re2._Regexp | None"


class Shapes:
    """The patterns that read one kind of view.

    One by one and not as one `re2.Set`: a set out of memory answers "nothing found", a pattern falls back.
    """

    def __init__(self, packs: Iterable[Pack], view: str) -> None:
        self._shapes = [
            _shape(slot, pattern) for pack in packs for slot, pattern in pack.pattern.items() if pattern.view == view
        ]
        self._joined: dict[tuple[str, ...], re2._Regexp | None] = {}

    @property
    def slots(self) -> list[str]:
        """What may be found."""
        return [shape.slot for shape in self._shapes]

    def hits(self, view: View, slots: frozenset[str], always: tuple[str, ...] = ()) -> Iterator[Hit]:
        """Every proved shape of these slots at its place in the plain view.

        Whether there is any of the `always` ones is asked in one search instead of many.
        """
        data = view.text.encode()
        if always and not self._any(data, always):
            slots = slots - {*always}
        for shape in self._shapes:
            if shape.slot in slots:
                for match in shape.regex.finditer(data):
                    start, end = match.span()
                    at = start if len(data) == len(view.text) else len(data[:start].decode())
                    yield from _proved(shape, at, data[start:end].decode(), view)

    def _any(self, data: bytes, slots: tuple[str, ...]) -> bool:
        if slots not in self._joined:
            self._joined[slots] = _joined([shape for shape in self._shapes if shape.slot in slots])
        joined = self._joined[slots]
        return joined is None or joined.search(data) is not None


def _joined(shapes: list[_Shape]) -> "re2._Regexp | None":
    """A pattern that is found wherever one of the shapes' is; None when it would be too large."""
    try:
        return _compiled((shape.source for shape in shapes), _MEMORY)
    except re2.error:
        return None


def _compiled(sources: Iterable[str], memory: int = 8 << 20) -> "re2._Regexp":
    """One pattern of some; nobody asks for its groups."""
    options = re2.Options()
    options.max_mem = memory
    options.log_errors = False
    options.never_capture = True
    return re2.compile("|".join(f"(?:{source})" for source in sources), options)


def _shape(slot: str, pattern: Pattern) -> _Shape:
    forms = _compiled(pattern.forms) if pattern.forms else None
    return _Shape(slot, pattern.regex, _compiled([pattern.regex]), CHECKS.get(pattern.check), pattern.allow, forms)


def _proved(shape: _Shape, at: int, matched: str, view: View) -> Iterator[Hit]:
    end = at + len(matched)
    if matched[0].isdigit() and _latin(view.text[at - 1 : at]) and _latin(view.text[end : end + 1]):
        return  # RA123456785DE: digits between letters are a parcel's, not a person's
    seen = Seen(matched, shape.allow, shape.forms)
    for start, end in shape.check(seen) if shape.check else [(0, len(matched))]:
        yield Hit(shape.slot, *view.source(at + start, at + end), matched[start:end])


def _latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()
