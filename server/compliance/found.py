"""Everything that was found in one text, ordered so that a rule can ask what stands near what."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

from server.compliance.clauses import Clauses
from server.compliance.phrases import ANY, Phrases
from server.compliance.terms import Hit

_HARMLESS = "harmless"
_FEW, _SOME = 4, 12


class Found:
    """The hits of one text by slot, in order of place, without the words a harmless phrase contains.

    `among` are the numbers of the phrases that may be there.
    """

    def __init__(self, hits: Iterable[Hit], phrases: Phrases, clauses: Clauses, among: Iterable[int]) -> None:
        ordered = sorted(hits, key=_place)
        harmless = [hit for hit in ordered if hit.slot == _HARMLESS]
        self._opens = [hit.start for hit in harmless]
        self._closes = list(accumulate((hit.end for hit in harmless), max))
        kept = [hit for hit in ordered if not self._inside_harmless(hit)] if harmless else ordered
        self.by_slot: dict[str, list[Hit]] = defaultdict(list)
        for hit in kept:
            self.by_slot[hit.slot].append(hit)
        phrased = list(phrases.hits(kept, clauses, among))
        for hit in phrased:
            self.by_slot[hit.slot].append(hit)
        for slot in {hit.slot for hit in phrased}:
            self.by_slot[slot].sort(key=_place)
        clauses.turn(self.by_slot.get("turn", ()))
        self._starts: dict[str, list[int]] = {}

    def any_between(self, slots: Iterable[str], low: int, high: int) -> bool:
        """Whether a hit of one of the slots lies inside `low:high`."""
        return any(self._between(slot, low, high, _FEW) for slot in slots)

    def all_of(self, slots: Sequence[str]) -> bool:
        """Whether there are slots, and a hit of each of them anywhere."""
        return bool(slots) and all(self.by_slot.get(slot) for slot in slots)

    def languages(self, slots: Iterable[str], low: int, high: int) -> set[str]:
        """In which languages the slots are found inside `low:high`."""
        return {hit.language or ANY for slot in slots for hit in self._between(slot, low, high, _SOME)}

    def _between(self, slot: str, low: int, high: int, most: int) -> list[Hit]:
        places = self.by_slot.get(slot)
        if not places:
            return []
        starts = self._starts.get(slot)
        if starts is None:
            starts = self._starts[slot] = [hit.start for hit in places]
        at = bisect_left(starts, low)
        return [hit for hit in places[at : at + most] if hit.end <= high]

    def _inside_harmless(self, hit: Hit) -> bool:
        at = bisect_right(self._opens, hit.start)
        return at > 0 and hit.end <= self._closes[at - 1]


def _place(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end
