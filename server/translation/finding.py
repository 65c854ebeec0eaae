"""Which ready sentence an agent means by a few typed words: of whatever language, by their sound, with slips of the finger."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from server.translation.meanings import Phrase
from server.translation.scripts import unspaced
from server.translation.slots import skeletons
from server.translation.sounds import SHORTEST, Sound, heard, hiragana, readings, romaji, spelled
from server.translation.wording import plain

APART = 0.4
ALIKE = 0.6
"""How many of an unspaced query's letter pairs a wording must have; or all its letters in their order: 退运费, 退货的运费."""
BY_SOUND, SLIPPED = 0.45, 0.3
SLIPS = ((8, 2), (4, 1))
"""From so many letters on a word may have so many slips: a letter too many, missing, wrong, or two in the wrong order."""
_LATIN = re.compile("[a-z ]+")
_KANA = re.compile("[\u3041-\u30ff]+")


class _Entry(Struct, frozen=True):
    """A phrase's folded wordings, and all of them as one text: most phrases are ruled out by a look at that."""

    phrase: Phrase
    wordings: tuple[str, ...]
    whole: str
    pinyin: tuple[Sound, ...]
    kana: str
    romaji: str


class Finder:
    """Looks through every wording of every phrase; a few milliseconds for a query that was not asked before."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._entries = [_entry(phrase) for phrase in phrases]
        self._words: dict[int, list[str]] = defaultdict(list)
        for word in sorted({word for each in self._entries for word in each.whole.split()}):
            self._words[len(word)].append(word)
        self._best = lru_cache(512)(self._ranked)

    def find(self, query: str, limit: int) -> list[Phrase]:
        """The phrases, best first; accents, case, width and the order of words do not count."""
        wanted = plain(query)
        return list(self._best(wanted)[:limit]) if wanted else []

    def _ranked(self, wanted: str) -> tuple[Phrase, ...]:
        score = _pairs_score if unspaced(wanted) else _score
        scored = [(max(score(wanted, entry), _sound_score(wanted, entry)), entry.phrase) for entry in self._entries]
        if not any(points for points, _ in scored) and (meant := self._meant(wanted)):
            scored = [(_slipped(meant, entry), entry.phrase) for entry in self._entries]
        return tuple(phrase for points, phrase in sorted(scored, key=lambda each: -each[0]) if points)

    def _meant(self, wanted: str) -> list[tuple[str, ...]]:
        """For each word of the query what it may stand for; empty where one of them is nothing that is known."""
        found = []
        for word in wanted.split():
            slips = next((slips for size, slips in SLIPS if len(word) >= size), 0)
            long = [
                each for size in range(len(word) - slips, len(word) + slips + 1) for each in self._words.get(size, ())
            ]
            near = extract(word, long, scorer=OSA.distance, score_cutoff=slips, limit=8) if slips else []
            found.append((word, *(each for each, _, _ in near)))
        known = (any(any(way in entry.whole for entry in self._entries) for way in ways) for ways in found)
        return found if all(known) else []


def _entry(phrase: Phrase) -> _Entry:
    folded = {code: {_folded(way) for way in phrase.every(code)} for code in phrase.ways}
    words = (*sorted(set().union(*folded.values())), plain(phrase.id.replace("_", " ")))
    pinyin = tuple(dict.fromkeys(sound for way in sorted(folded.get("zh", ())) for sound in readings().chinese(way)))
    kana = [said for way in sorted(folded.get("ja", ())) for said in readings().japanese(way)]
    return _Entry(phrase, words, "\n".join(words), pinyin, "\n".join(kana), "\n".join(map(romaji, kana)))


def _folded(way: str) -> str:
    return skeletons(way)[0].key.replace("⟦⟧", "")


def _score(wanted: str, entry: _Entry) -> float:
    """0 when a word is missing; words together in one wording, early and in their order, are the better hit."""
    words = wanted.split()
    if not all(word in entry.whole for word in words):
        return 0.0
    together = (_place(wanted, each) for each in entry.wordings if all(word in each for word in words))
    return max(together, default=APART)


def _place(wanted: str, wording: str) -> float:
    inside = 0.5 if len(wanted) > SHORTEST else 0.2  # two letters in the middle of a word are chance
    place = 1.0 if wording.startswith(wanted) else 0.8 if f" {wanted}" in wording else inside
    return place + len(wanted) / (len(wording) + 1)


def _pairs_score(wanted: str, entry: _Entry) -> float:
    if wanted in entry.whole:
        return _score(wanted, entry)
    pairs = {wanted[at : at + 2] for at in range(len(wanted) - 1)}
    least = max(1.0, ALIKE * len(pairs))
    if sum(pair in entry.whole for pair in pairs) < least:
        return SLIPPED if any(_in_order(wanted, each) for each in entry.wordings) else 0.0
    best = max(sum(pair in each for pair in pairs) for each in entry.wordings)
    return APART * best / len(pairs) if best >= least else 0.0


def _in_order(wanted: str, wording: str) -> bool:
    at = -1
    return all((at := wording.find(sign, at + 1)) >= 0 for sign in wanted)


def _sound_score(wanted: str, entry: _Entry) -> float:
    """Less than what is written: `de` is a word of four languages before it is 的."""
    if _KANA.fullmatch(wanted):
        return BY_SOUND if hiragana(wanted) in entry.kana else 0.0
    if not _LATIN.fullmatch(wanted):
        return 0.0
    together = wanted.replace(" ", "")
    best = max((heard(together, sound) for sound in entry.pinyin), default=0.0)
    said = len(together) >= SHORTEST and spelled(together) in entry.romaji
    return BY_SOUND * max(best, 0.6 if said else 0.0)


def _slipped(meant: list[tuple[str, ...]], entry: _Entry) -> float:
    if not all(any(way in entry.whole for way in ways) for ways in meant):
        return 0.0
    together = max(sum(any(way in each for way in ways) for ways in meant) for each in entry.wordings)
    return SLIPPED * together / len(meant)
