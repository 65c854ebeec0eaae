"""Where one statement ends and the next begins, so that a "not" is heard only by what it denies."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property

from server.compliance.terms import Hit

_SENTENCE = re.compile(
    r"[?;。؟؛!\n.…](?:(?<=[?;。؟؛])|(?<=\w\w[!\n])(?=\W|\w\w)|(?<=\w\w[.…])(?=\s|$)|(?<=[)\]\"'][.!])(?=\s|$))"
)
_CLAUSE = re.compile(r"[,:、، ](?:(?<=[,:])(?!\d)|(?<=[、،])|(?<= )[-–—] )")
_LONE = re.compile(r"(?<!\w)\w(?!\w)")
_QUOTE = re.compile(
    r'"[^"\n]{2,400}"|“[^”]{2,400}”|«[^»]{2,400}»|„[^“”]{2,400}[“”]|「[^」]{2,400}」|『[^』]{2,400}』|^>.*$',
    re.MULTILINE,
)


class Clauses:
    """The sentences and clauses of one plain text; `turn` adds words such as "but" that open a new clause."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._turns: list[int] = []

    def turn(self, turns: Iterable[Hit]) -> None:
        """New clauses open at these hits; told before clauses are asked for."""
        self._turns += [hit.start for hit in turns]

    @cached_property
    def spread(self) -> bool:
        """Whether most signs stand alone."""
        return len(_LONE.findall(self._text)) * 5 > len(self._text)

    @cached_property
    def sentences(self) -> list[int]:
        """Where sentences begin, and the end of the text."""
        return [0, *(m.end() for m in _SENTENCE.finditer(self._text)), len(self._text)]

    @cached_property
    def _clauses(self) -> list[int]:
        return sorted({*self.sentences, *(m.end() for m in _CLAUSE.finditer(self._text)), *self._turns})

    @cached_property
    def quotes(self) -> list[tuple[int, int]]:
        """Where somebody's words stand between quotation marks or after `>`, in order."""
        return [m.span() for m in _QUOTE.finditer(self._text)]

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause (or clauses) that hold `start:end`."""
        return _around(self._clauses, start, end)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence (or sentences) that hold `start:end`."""
        return _around(self.sentences, start, end)

    def together(self, start: int, end: int) -> bool:
        """Whether no sentence ends from `start` to `end`."""
        at = bisect_right(self.sentences, start)
        return at >= len(self.sentences) or self.sentences[at] > end or self.sentences[at] == len(self._text)

    def quoted(self, start: int, end: int) -> bool:
        """Whether all of `start:end` is somebody's words between quotation marks, or a line after `>`."""
        return any(low <= start and end <= high for low, high in self.quotes)


def _around(breaks: list[int], start: int, end: int) -> tuple[int, int]:
    high = bisect_left(breaks, end)
    return breaks[bisect_right(breaks, start) - 1], breaks[min(high, len(breaks) - 1)]
