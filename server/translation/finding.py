"""Which ready sentence an agent means by a few typed words, of whatever language."""

from collections.abc import Iterable
from functools import lru_cache

from server.translation.meanings import Phrase
from server.translation.scripts import unspaced
from server.translation.wording import plain

ALIKE = 0.6
"""How many of an unspaced query's letter pairs a wording must have: 退运费 finds 退货的运费."""


class Finder:
    """Looks through every wording of every phrase; some milliseconds for a query that was not asked before."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases = {phrase.id: phrase for phrase in phrases}
        self._said = [(phrase.id, _words(phrase)) for phrase in self._phrases.values()]
        self._best = lru_cache(512)(self._ranked)

    def find(self, query: str, limit: int) -> list[Phrase]:
        """The phrases, best first; accents, case, width and the order of words do not count."""
        wanted = plain(query)
        return [self._phrases[each] for each in self._best(wanted)[:limit]] if wanted else []

    def _ranked(self, wanted: str) -> tuple[str, ...]:
        score = _pairs_score if unspaced(wanted) else _score
        best = {each: max(score(wanted, words) for words in wordings) for each, wordings in self._said}
        return tuple(sorted((each for each, points in best.items() if points), key=lambda each: -best[each]))


def _words(phrase: Phrase) -> tuple[str, ...]:
    wordings = {plain(way) for language in phrase.ways for way in phrase.every(language)}
    return (*sorted(wordings), plain(phrase.id.replace("_", " ")))


def _score(wanted: str, words: str) -> float:
    """0 when a word is missing; whole words in their order, early in a short wording, are the better hit."""
    if not all(word in words for word in wanted.split()):
        return 0.0
    place = 1.0 if words.startswith(wanted) else 0.8 if f" {wanted}" in words else 0.5
    return place + len(wanted) / (len(words) + 1)


def _pairs_score(wanted: str, words: str) -> float:
    if wanted in words:
        return _score(wanted, words)
    pairs = {wanted[at : at + 2] for at in range(len(wanted) - 1)}
    share = sum(pair in words for pair in pairs) / len(pairs) if pairs else 0.0
    return share / 2 if share >= ALIKE else 0.0
