"""Which parts of a text the model hears by themselves, so that nothing is drowned by the friendly words around it.

The model learned from messages of a sentence or two, and what a text sounds like is the mean of all its features: an offence
between two sentences about the parcel is half as loud. So sentences are heard alone and with the next one, and clauses too;
the smaller a part is, the more it must say so.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from msgspec import Struct

from server.compliance.features import LEAST
from server.compliance.views import View

_SENTENCE = re.compile(r"[.!?。！？؟\n](?:(?<!\.)|(?![^\W\d]))[.!?。！？؟\n]*\s*")
"""A dot in a word ends nothing."""
_CLAUSE = re.compile(r"[,;:，；：、،؛–—()|/-](?:(?<=[，；：、،؛–—()|])|(?<![/-])(?=\s)|(?<=\s[/-])\s)")
_LONG = 60
"""Signs of what is heard as a message is; what is shorter must sound clearer."""
_SENTENCES, _SHORT, _CLAUSES = 0.1, 0.2, 0.7
"""So much more than a message must a sentence score, or two; one of fewer than `_FEW` letters; a clause, or two, of `_SOME`."""
_FEW, _SOME = 30, 2 * LEAST


class Windows(Struct, frozen=True):
    """Where pieces begin in the tight view and in the plain one, with the end of each view behind them.

    A part is the pieces from its `first` to before its `last`, by number; it must score `more` than a message. `messages` are
    where in the plain view begins what is heard as a message is, and the text's end.
    """

    tight: list[int]
    plain: list[int]
    first: list[int]
    last: list[int]
    more: list[float]
    messages: list[int]

    def place(self, part: int) -> tuple[int, int]:
        """Where a part stands in the plain view."""
        return self.plain[self.first[part]], self.plain[self.last[part]]

    def message(self, at: int) -> tuple[int, int]:
        """What is heard as a message around a place of the plain view."""
        after = min(bisect_right(self.messages, at), len(self.messages) - 1)
        return self.messages[after - 1], self.messages[after]


def windows(text: str, tight: View) -> Windows:
    """The parts of a text, which is its plain view's; what is heard as a message first."""
    sentences = [(0, 0), *_kept(tight, _ends(_SENTENCE, text), [0, len(tight.text)])]
    clauses = list(_kept(tight, _ends(_CLAUSE, text), [*(at for at, _ in sentences), len(tight.text)]))
    marks = sorted(sentences + clauses)
    starts, places = [at for at, _ in marks] + [len(tight.text)], [end for _, end in marks] + [len(text)]
    whole = [bisect_left(starts, at) for at, _ in sentences] + [len(marks)]
    messages = list(_messages(whole, places))
    parts = [(a, b, 0.0) for a, b in pairwise(messages)]
    if len(sentences) > 1:
        parts += [(a, b, _SENTENCES if starts[b] - starts[a] >= _FEW else _SHORT) for a, b in _runs(whole)]
    if clauses:
        parts += [(a, b, _CLAUSES) for a, b in _runs(range(len(starts))) if starts[b] - starts[a] >= _SOME]
    return Windows(
        tight=starts,
        plain=places,
        first=[a for a, _, _ in parts],
        last=[b for _, b, _ in parts],
        more=[more for _, _, more in parts],
        messages=[places[n] for n in messages],
    )


def _ends(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    return (found.end() for found in pattern.finditer(text))


def _kept(tight: View, ends: Iterable[int], edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Those ends, in the tight view and in the plain one, that are far enough from one another and from some edges."""
    last = -LEAST
    for end in ends:
        at = bisect_left(tight.starts, end)
        near = bisect_right(edges, at)
        if near < len(edges) and at - max(last, edges[near - 1]) >= LEAST and edges[near] - at >= LEAST:
            last = at
            yield at, end


def _messages(whole: Sequence[int], places: Sequence[int]) -> Iterator[int]:
    """Of the numbers where sentences begin, those that are so far apart as a message is long; and the last."""
    last = 0
    yield whole[0]
    for number in whole[1:-1]:
        if places[number] - last >= _LONG:
            last = places[number]
            yield number
    yield whole[-1]


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each to the next, and to the one after it."""
    return chain(pairwise(numbers), zip(numbers, numbers[2:], strict=False))
