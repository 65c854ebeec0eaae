"""One text as the model hears it, and what that means for the rules: some are not believed, some are not needed."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterator
from functools import cached_property

import numpy as np

from server.compliance.classifier import SOUNDS, Classifier, Scores
from server.compliance.features import LEAST, Spelled, spelled
from server.compliance.lexicon import Seen
from server.compliance.terms import Hit
from server.compliance.views import WIDE
from server.compliance.windows import Windows, windows

_CODE = re.compile(r"(?<![0-9a-z+/=])[0-9a-z+/=]{32,}|[0-9](?:[ -]?[0-9]){4,}")
"""A long number, or what a machine wrote: no word, though a sentence without spaces may be as long."""
_DIGITS = 2
_ADDS = np.float32(0.6)
"""So much of a score a code may add."""
_CLEARLY, _BRIEF, _BRIEF_WIDE = np.float32(0.3), 16, 7
"""A text of fewer letters must score so much higher."""
_INTRODUCES = 40
"""Fewer letters around a quotation only introduce it."""


class Weighing:
    """Without a model every rule is believed, and nothing sounds like anything."""

    def __init__(self, classifier: Classifier | None, seen: Seen) -> None:
        self.seen = seen
        self._classifier = classifier
        self._text = seen.reader.plain.text
        self._known: dict[tuple[int, int], Scores] = {}

    def hits(self, slots: Container[str]) -> Iterator[Hit]:
        """The slots `sounds_<category>` among some, for what pieces of the text sound like. What is quoted is not said."""
        if self._classifier is None:
            return
        heard, said = self._windows, defaultdict[str, set[int]](set)
        scores = self._classifier.scores(self._spelled, heard.tight[:-1], heard.first, heard.last)
        for n, category in self._classifier.sure(scores - np.array(heard.more, np.float32)[:, None]):
            (start, end), pieces = heard.place(n), range(heard.first[n], heard.last[n])
            if SOUNDS + category not in slots or not said[category].isdisjoint(pieces):
                continue
            if start < end and self._says(self._classifier, category, start, end):
                said[category].update(pieces)
                yield Hit(SOUNDS + category, start, start + len(self._text[start:end].rstrip()), "")

    def believes(self, rule: str, category: str, hit: Hit, sentence: tuple[int, int]) -> bool:
        """Whether the sentence or the line of a hit of a rule sounds enough like its category, alone or with its neighbours."""
        model = self._classifier
        if model is None or rule not in model.limits.believed:
            return True
        low, high = self._text.rfind("\n", 0, hit.start) + 1, self._text.find("\n", hit.end)
        line = max(low, sentence[0]), min(high if high >= 0 else len(self._text), sentence[1])
        spans = line, sentence, self._windows.message(hit.start)
        return any(model.believes(rule, category, self._scores(model, span)) for span in spans)

    @cached_property
    def _spelled(self) -> Spelled:
        return spelled(self.seen.reader.tight, self._text)

    @cached_property
    def _windows(self) -> Windows:
        return windows(self._text, self.seen.reader.tight)

    def _scores(self, model: Classifier, span: tuple[int, int]) -> Scores:
        if span not in self._known:
            self._known[span] = model.scores(self._spelled.part(*self._at(*span)))
        return self._known[span]

    def _says(self, model: Classifier, category: str, start: int, end: int) -> bool:
        """Whether it still sounds so without what stands in quotation marks, and with nothing said twice.

        A syllable says nothing by itself, a word or two must say it clearly, and a code only adds to what nearly says it.
        """
        text = self._text[start:end]
        quotes, codes = self._quotes(start, end), [found.span() for found in _CODE.finditer(text) if _coded(found[0])]
        said, letters = self._without(quotes, start, end), sum(map(str.isalpha, text))
        if letters < LEAST or (quotes and len(said.text) < _INTRODUCES):
            return False
        brief = letters < (_BRIEF_WIDE if any(sign >= WIDE for sign in text) else _BRIEF)
        if (0, category) not in model.sure(model.once(said) - (_CLEARLY if brief else 0)):
            return False
        return not codes or (0, category) in model.sure(model.once(self._without(codes, start, end)) + _ADDS)

    def _quotes(self, start: int, end: int) -> list[tuple[int, int]]:
        """What of a part of the plain view stands in quotation marks, counted from its start."""
        every = self.seen.clauses.quotes
        near = every[max(bisect_left(every, (start, 0)) - 1, 0) : bisect_left(every, (end, 0))]
        return [(max(low - start, 0), min(high, end) - start) for low, high in near if high > start]

    def _without(self, unsaid: list[tuple[int, int]], start: int, end: int) -> Spelled:
        """The letters of a part of the plain view that do not stand in some spans of it."""
        edges = [0, *(at for span in unsaid for at in span), end - start]
        return self._spelled.parts(
            self._at(start + low, start + high) for low, high in zip(edges[::2], edges[1::2], strict=True)
        )

    def _at(self, start: int, end: int) -> tuple[int, int]:
        """A span of the plain view in the tight one."""
        starts = self.seen.reader.tight.starts
        return bisect_left(starts, start), bisect_left(starts, end)


def _coded(found: str) -> bool:
    return sum(map(str.isdigit, found)) >= _DIGITS
