"""What of a pack's words is heard in a text, and where one must look closely."""

from bisect import bisect_right
from collections.abc import Iterable

from msgspec import Struct

from server.compliance.terms import Group, Term

EVERYWHERE = (0, 1 << 60)


class Step(Struct, frozen=True, gc=False):
    """One part of a phrase, and how many signs may at most stand before it."""

    phrase: int
    place: int
    last: bool
    reach: int


class Heard(Struct, frozen=True, gc=False):
    """A group's terms that matter to a plan, each with the bits of what it says.

    `steps` are the parts of phrases it may be, `phrases` their numbers, `ends` those of the phrases it may end. `opens`,
    `closes`: only where a word begins or ends. `far`: how many letters more its other stems may take.
    """

    group: Group
    terms: tuple[tuple[Term, int], ...]
    mask: int
    steps: tuple[Step, ...]
    phrases: frozenset[int]
    ends: frozenset[int]
    size: int
    opens: bool
    closes: bool
    far: int


class Place(Struct, frozen=True, gc=False):
    """Where a group was found: a span of the plain view (with all its stems `until` where), and the end in the tight view."""

    heard: Heard
    start: int
    end: int
    until: int
    tight_end: int = -1


class Made(Struct, frozen=True, gc=False):
    """A phrase that may stand in a text, and where."""

    parts: int
    gives: int
    spans: list[tuple[int, int]]


class Spans:
    """Stretches of a text, overlapping ones as one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, at: int) -> bool:
        """Whether a place lies in one of them."""
        before = bisect_right(self._starts, at)
        return before > 0 and at <= self._ends[before - 1]


class Needed(Struct, frozen=True):
    """What must be looked at closely: the bits of slots wherever they are, those of phrases' parts in some places."""

    slots: int
    parts: int
    where: Spans

    def __contains__(self, place: Place) -> bool:
        """Whether a place must be."""
        mask = place.heard.mask
        return mask & self.slots != 0 or (mask & self.parts != 0 and place.start in self.where)
