"""Where one statement ends and the next begins, so that a "not" is heard only by what it denies."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from server.compliance.lexicon import Hit

_SENTENCE = re.compile(r"[!?;。؟\n]|[.…](?=\s|$)")
_CLAUSE = re.compile(r"[,:](?!\d)|[、،؛]| [-–—] ")


class Clauses:
    """The sentences and clauses of one plain text; `turns` are words such as "but" that open a new clause."""

    def __init__(self, text: str, turns: Iterable[Hit]) -> None:
        ends = [m.end() for m in _SENTENCE.finditer(text)]
        inner = [m.end() for m in _CLAUSE.finditer(text)] + [hit.start for hit in turns]
        self._sentences = [0, *ends, len(text)]
        self._clauses = sorted({0, *ends, *inner, len(text)})

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause (or clauses) that hold `start:end`."""
        return _around(self._clauses, start, end)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence (or sentences) that hold `start:end`."""
        return _around(self._sentences, start, end)


def _around(breaks: list[int], start: int, end: int) -> tuple[int, int]:
    high = bisect_left(breaks, end)
    return breaks[bisect_right(breaks, start) - 1], breaks[min(high, len(breaks) - 1)]
