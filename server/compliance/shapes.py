"""Finds shapes: the patterns of every pack, in linear time, each proved by its validator."""

from collections.abc import Callable, Iterable, Iterator

import re2
from msgspec import Struct

from server.compliance.checks import CHECKS, Seen, Spans
from server.compliance.lexicon import Hit
from server.compliance.pack import Pack, Pattern
from server.compliance.views import View


class _Shape(Struct, frozen=True):
    slot: str
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

    def hits(self, view: View) -> Iterator[Hit]:
        """Every proved shape at its place in the plain view."""
        for shape in self._shapes:
            for match in shape.regex.finditer(view.text):
                yield from _proved(shape, match.start(), match.group(), view)


def _shape(slot: str, pattern: Pattern) -> _Shape:
    forms = re2.compile("|".join(f"(?:{form})" for form in pattern.forms)) if pattern.forms else None
    return _Shape(slot, re2.compile(pattern.regex), CHECKS.get(pattern.check), pattern.allow, forms)


def _proved(shape: _Shape, at: int, matched: str, view: View) -> Iterator[Hit]:
    end = at + len(matched)
    if matched[0].isdigit() and _latin(view.text[at - 1 : at]) and _latin(view.text[end : end + 1]):
        return  # RA123456785DE: digits between letters are a parcel's, not a person's
    seen = Seen(matched, shape.allow, shape.forms)
    for start, end in shape.check(seen) if shape.check else [(0, len(matched))]:
        yield Hit(shape.slot, *view.source(at + start, at + end), matched[start:end])


def _latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()
