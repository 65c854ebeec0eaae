"""Which ready sentence an agent means by a few typed words, of whatever language."""

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from server.translation.meanings import Phrase
from server.translation.scripts import unspaced
from server.translation.slots import skeletons
from server.translation.wording import plain

APART = 0.4
ALIKE = 0.6
"""How many of an unspaced query's letter pairs a wording must have: 退运费 finds 退货的运费."""


class _Entry(Struct, frozen=True):
    """A phrase's folded wordings, and all of them as one text: most phrases are ruled out by a look at that."""

    phrase: Phrase
    wordings: tuple[str, ...]
    whole: str


class Finder:
    """Looks through every wording of every phrase; about a millisecond for a query that was not asked before."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._entries = [_entry(phrase) for phrase in phrases]
        self._best = lru_cache(512)(self._ranked)

    def find(self, query: str, limit: int) -> list[Phrase]:
        """The phrases, best first; accents, case, width and the order of words do not count."""
        wanted = plain(query)
        return list(self._best(wanted)[:limit]) if wanted else []

    def _ranked(self, wanted: str) -> tuple[Phrase, ...]:
        score = _pairs_score if unspaced(wanted) else _score
        scored = [(score(wanted, entry), entry.phrase) for entry in self._entries]
        return tuple(phrase for points, phrase in sorted(scored, key=lambda each: -each[0]) if points)


def _entry(phrase: Phrase) -> _Entry:
    wordings = {skeletons(way)[0].key.replace("⟦⟧", "") for code in phrase.ways for way in phrase.every(code)}
    words = (*sorted(wordings), plain(phrase.id.replace("_", " ")))
    return _Entry(phrase, words, "\n".join(words))


def _score(wanted: str, entry: _Entry) -> float:
    """0 when a word is missing; words together in one wording, early and in their order, are the better hit."""
    words = wanted.split()
    if not all(word in entry.whole for word in words):
        return 0.0
    together = (_place(wanted, each) for each in entry.wordings if all(word in each for word in words))
    return max(together, default=APART)


def _place(wanted: str, wording: str) -> float:
    place = 1.0 if wording.startswith(wanted) else 0.8 if f" {wanted}" in wording else 0.5
    return place + len(wanted) / (len(wording) + 1)


def _pairs_score(wanted: str, entry: _Entry) -> float:
    if wanted in entry.whole:
        return _score(wanted, entry)
    pairs = {wanted[at : at + 2] for at in range(len(wanted) - 1)}
    least = max(1.0, ALIKE * len(pairs))
    if sum(pair in entry.whole for pair in pairs) < least:
        return 0.0
    best = max(sum(pair in each for pair in pairs) for each in entry.wordings)
    return APART * best / len(pairs) if best >= least else 0.0
