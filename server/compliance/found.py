"""Everything that was found in one text, ordered so that a rule can ask what stands near what."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

from server.compliance.lexicon import Hit

_HARMLESS = "harmless"


class Found:
    """The hits of one text by slot, in order of place, without the words a harmless phrase contains."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        ordered = sorted(hits, key=lambda hit: (hit.start, -hit.end))
        harmless = [hit for hit in ordered if hit.slot == _HARMLESS]
        self._opens = [hit.start for hit in harmless]
        self._closes = list(accumulate((hit.end for hit in harmless), max))
        self.by_slot: dict[str, list[Hit]] = defaultdict(list)
        for hit in ordered:
            if not self._inside_harmless(hit):
                self.by_slot[hit.slot].append(hit)
        self._starts = {slot: [hit.start for hit in places] for slot, places in self.by_slot.items()}

    def between(self, slots: Iterable[str], low: int, high: int) -> Iterator[Hit]:
        """The first hit of each slot that lies inside `low:high`."""
        for slot in slots:
            if starts := self._starts.get(slot):
                at = bisect_left(starts, low)
                if at < len(starts) and self.by_slot[slot][at].end <= high:
                    yield self.by_slot[slot][at]

    def _inside_harmless(self, hit: Hit) -> bool:
        at = bisect_right(self._opens, hit.start)
        return at > 0 and hit.end <= self._closes[at - 1]
