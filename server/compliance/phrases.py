"""Phrases: words that mean something together although other words stand between them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeAlias

from msgspec import Struct

from server.compliance.clauses import Clauses
from server.compliance.terms import Hit
from server.compliance.wording import Wording

_REACH = {"zh": 22, "ja": 26, "ko": 30}
_REACH_ELSEWHERE = 48
_NEXT = {"zh": 2, "ja": 2, "ko": 3}
_NEXT_ELSEWHERE = 7
"""Room for a space and for the ending of a stem."""
_KEPT = 3
ANY = "any"

Begun: TypeAlias = dict[tuple[int, int], tuple[tuple[int, int], ...]]


class _Step(Struct, frozen=True, gc=False):
    """One part of a phrase: `reach` is how many signs may stand before it, `far` whether a sentence may end there."""

    phrase: int
    place: int
    part: str
    last: bool
    reach: int
    far: bool
    slot: str
    language: str


Awaited: TypeAlias = dict[tuple[str, str], list[_Step]]


class Phrases:
    """All phrases of some packs, by their numbers."""

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self._wordings = wordings
        self._steps: dict[int, tuple[_Step, ...]] = {}

    def hits(self, hits: Iterable[Hit], clauses: Clauses, among: Iterable[int]) -> Iterator[Hit]:
        """Those of some phrases that the hits, ordered by place, make. A text of letters that stand apart is twice as long."""
        awaited = self.awaited(among)
        begun: Begun = {}
        wide = 2 if clauses.spread else 1
        for hit in hits if awaited else ():
            for step in awaited.get((hit.slot, hit.language or ANY), ()):
                start = hit.start if step.place == 0 else _start(step, hit, begun, clauses, step.reach * wide)
                if start < 0:
                    continue
                if step.last:
                    yield Hit(step.slot, start, hit.end, "", step.language)
                else:
                    key = step.phrase, step.place
                    begun[key] = (*begun.get(key, ())[1 - _KEPT :], (start, hit.end))

    def awaited(self, among: Iterable[int]) -> Awaited:
        """The steps of some phrases, by the slot and language of the hit that makes each."""
        awaited: Awaited = defaultdict(list)
        for step in chain.from_iterable(map(self._steps_of, among)):
            for language in {step.language, ANY}:
                awaited[step.part, language].append(step)
        return awaited

    def _steps_of(self, phrase: int) -> tuple[_Step, ...]:
        steps = self._steps.get(phrase)
        if steps is None:
            wording = self._wordings[phrase]
            steps = self._steps[phrase] = tuple(_step(phrase, wording, place) for place in range(len(wording.parts)))
        return steps


def reach(wording: Wording, place: int) -> int:
    """How many signs may stand before a part of a phrase."""
    join = wording.joins[place - 1] if place else "~"
    if join == "+":
        return _NEXT.get(wording.language, _NEXT_ELSEWHERE)
    return _REACH.get(wording.language, _REACH_ELSEWHERE) * (2 if join == "~~" else 1)


def _step(phrase: int, wording: Wording, place: int) -> _Step:
    far = place > 0 and wording.joins[place - 1] == "~~"
    last = place + 1 == len(wording.parts)
    return _Step(phrase, place, wording.parts[place], last, reach(wording, place), far, wording.slot, wording.language)


def _start(step: _Step, hit: Hit, begun: Begun, clauses: Clauses, reach: int) -> int:
    """Where the phrase up to this part begins; -1 when the part before is not near."""
    for start, end in reversed(begun.get((step.phrase, step.place - 1), ())):
        if end <= hit.start <= end + reach and (step.far or clauses.together(end, hit.start)):
            return start
    return -1
