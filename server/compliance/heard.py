"""What of a pack's words is heard in a text, and where one must look closely."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import TypeAlias

from msgspec import Struct

from server.compliance.terms import Group, Term

EVERYWHERE = (0, 1 << 60)
Begun: TypeAlias = tuple[list[int], list[tuple[int, int, int]]]
"""Where parts of a phrase start, in order; where each ends, at the soonest and the latest, and where what leads to it begins."""
_NONE: Begun = ([], [])


class Step(Struct, frozen=True, gc=False):
    """One part of a phrase, and how many signs may at most stand before it."""

    phrase: int
    place: int
    last: bool
    reach: int


class Heard(Struct, frozen=True, gc=False):
    """A group's terms that matter to a plan, each with the bits of what it says.

    `slots` are the bits of slots, `mask` those of parts of phrases too, and `parts` the numbers of these. `steps` are the
    parts it may be of each phrase, `phrases` their numbers, `keys` those of which it is the rarest part, with the next rarest
    and the other ones.
    `opens`, `closes`: only where a word begins or ends. `rests`: the other stems of its terms, () among them where one
    has none.
    """

    group: Group
    terms: tuple[tuple[Term, int], ...]
    mask: int
    slots: int
    steps: dict[int, tuple[Step, ...]]
    phrases: frozenset[int]
    parts: frozenset[int]
    keys: tuple[tuple[int, int, tuple[int, ...]], ...]
    size: int
    opens: bool
    closes: bool
    rests: frozenset[tuple[str, ...]]


class Place(Struct, frozen=True, gc=False):
    """Where a group was found: a span of the plain view (with all its stems `until` where), and the end in the tight view."""

    heard: Heard
    start: int
    end: int
    until: int
    tight_end: int = -1


class Made(Struct, frozen=True, gc=False):
    """A phrase, by its number, that may stand in a text, and where. `shapes`: the bits of those parts that no words are."""

    phrase: int
    parts: int
    gives: int
    spans: list[tuple[int, int]]
    shapes: int = 0


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


def standing(places: Iterable[Place], phrases: AbstractSet[int], apart: int) -> dict[int, list[tuple[int, int]]]:
    """Where those of some phrases may stand whose parts are near one another in their order. The places are in order.

    `apart`: how many times as long the text is for the room between its letters.
    """
    telling = [(place, some) for place in places if (some := phrases & place.heard.phrases)] if phrases else []
    longest = max((place.until - place.start for place, _ in telling), default=0)
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    begun: dict[tuple[int, int], Begun] = {}
    for place, some in telling:
        for step in chain.from_iterable(map(place.heard.steps.__getitem__, some)):
            low = place.start if step.place == 0 else _low(begun, step, place.start, (step.reach * apart, longest))
            if low >= 0 and step.last:
                spans[step.phrase].append((low, place.until))
            elif low >= 0:
                starts, parts = begun.setdefault((step.phrase, step.place), ([], []))
                starts.append(place.start)
                parts.append((place.end, place.until, low))
    return spans


def _low(begun: dict[tuple[int, int], Begun], step: Step, start: int, room: tuple[int, int]) -> int:
    """Where what comes before this step may begin, if its last part stands before it and near; -1 if it does not.

    `room`: the signs between them at most, and those of a part.
    """
    (reach, longest), (starts, parts) = room, begun.get((step.phrase, step.place - 1), _NONE)
    for at in range(bisect_left(starts, start - reach - longest), len(starts)):
        end, until, low = parts[at]
        if end <= start <= until + reach:
            return low
    return -1


def whole(heard: Iterable[Heard], parts: set[int] | frozenset[int]) -> set[int]:
    """The phrases of which no part is missing, where some parts are found."""
    all_in = parts.issuperset
    return {n for one in heard for n, next_, rest in one.keys if next_ in parts and all_in(rest)}


def either(masks: Iterable[int]) -> int:
    """The bits of all."""
    found = 0
    for mask in masks:
        found |= mask
    return found
