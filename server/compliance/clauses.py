"""Where one statement ends and the next begins, so that a "not" is heard only by what it denies."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from server.compliance.lexicon import Hit

_BREAK = re.compile(r"[,;!?](?=\s|$)|[.:](?=\s|$)|[，。；！？、؛؟،]|\n| - | – | — ")


class Clauses:
    """The clauses of one raw text; `turns` are words such as "but" that open a new one."""

    def __init__(self, text: str, turns: Iterable[Hit]) -> None:
        breaks = [m.end() for m in _BREAK.finditer(text)] + [hit.start for hit in turns]
        self._breaks = [0, *sorted(breaks), len(text)]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The clause (or clauses) that hold `start:end`."""
        low = self._breaks[bisect_right(self._breaks, start) - 1]
        high = self._breaks[min(bisect_left(self._breaks, end), len(self._breaks) - 1)]
        return low, high
