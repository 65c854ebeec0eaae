"""What the model hears of a text: its runs of letters, its words, and which of these stand near one another, hashed.

Weinberger et al. 2009, "Feature hashing for large scale multitask learning". Read is the tight view; where words begin in it is
told beside it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from server.compliance.views import View

BITS = 21
"""Features share 2**21 places."""
_UNPARTED = (0x2E80, 0x9FFF)
"""Signs of scripts that part no words with spaces."""
_WIDE = _UNPARTED, (0xAC00, 0xD7A3)
_BLANK = 0x20
_DIGITS = re.compile("[1-9]")
_NUMBERS = str.maketrans("123456789", "0" * 9)
_PRIME, _MIX, _SHIFT = 0x01000193, np.uint32(0x9E3779B1), np.uint32(32 - BITS)
_PAIR = np.uint32(0x85EBCA6B)
_RUNS, _WIDE_RUNS = (2, 4), (1, 2)
_STEM, _REACH = 5, 3
"""Of a word the first letters count for more, alone and with those of each of the next few words."""

_KINDS = (np.arange(1, 3 + _REACH, dtype=np.uint32) * np.uint32(0xC2B2AE35))[:, None]
LEAST = max(*_RUNS, *_WIDE_RUNS) + 1
"""Letters without which a text has no run of each length."""
Features = NDArray[np.uint32]
Places = NDArray[np.intp]
_FIRST = np.zeros(1, np.intp)


class Spelled(Struct, frozen=True):
    """Letters of a tight text, and where words begin in them: in order, the first at 0."""

    text: str
    words: Places

    def unnumbered(self) -> "Spelled":
        """With every digit as 0."""
        return Spelled(_unnumbered(self.text), self.words)

    def begun(self, starts: Sequence[int]) -> "Spelled":
        """The same letters; words begin at some places, too."""
        if self.words.take(np.searchsorted(self.words, starts), mode="clip").tolist() == list(starts):
            return self
        return Spelled(self.text, np.union1d(self.words, starts))

    def part(self, start: int, end: int) -> "Spelled":
        """Some of the letters."""
        return self.parts([(start, end)])

    def parts(self, spans: Iterable[tuple[int, int]]) -> "Spelled":
        """What stands in some spans, as one text. A span begins a word."""
        text, words = "", [np.empty(0, np.intp)]
        for start, end in spans:
            if start < end:
                low, high = np.searchsorted(self.words, (start + 1, end))
                words += [np.array([len(text)], np.intp), self.words[low:high] + (len(text) - start)]
                text += self.text[start:end]
        return Spelled(text, np.concatenate(words))


def spelled(tight: View, plain: str) -> Spelled:
    """A tight view's letters. Spaces part words, and any sign beside Chinese and Japanese; letters that stand alone do not.

    Other signs between two letters part nothing, as in `wri.te`, nor do spaces in `w r i t e`.
    """
    at, letters = np.array(tight.starts, np.intp), _letters(tight.text)
    words = at.searchsorted((_letters(plain) <= _BLANK).nonzero()[0])
    if not plain.isascii() and len(letters) and letters.max() >= _UNPARTED[0]:
        unparted = (letters >= _UNPARTED[0]) & (letters <= _UNPARTED[1])
        gaps = (at[1:] - at[:-1] > 1).nonzero()[0] + 1
        words = np.union1d(words, gaps[unparted.take(gaps) | unparted.take(gaps - 1)])
    words = np.concatenate([_FIRST, words[words < len(letters)]])
    words = np.concatenate([_FIRST, words[1:][words[1:] > words[:-1]]])
    alone = np.concatenate([words[1:], [len(letters)]]) - words == 1
    if alone.any():
        words = np.concatenate([_FIRST, words[1:][~(alone[1:] & alone[:-1])]])
    return Spelled(tight.text, words[: len(letters)])


def features(said: Spelled) -> Features:
    """The hashed features of a tight text: its runs of letters, its words and which stand near one another. Digits are alike."""
    return heard(said.unnumbered()).features


class Heard(Struct, frozen=True):
    """The features of a text, and where among them begin those of each length of runs, and of each kind about words."""

    features: Features
    runs: Sequence[int]
    words: Sequence[int]

    @property
    def wordless(self) -> Features:
        """Its runs of letters alone."""
        return self.features[: self.words[0]] if self.words else self.features


def _unnumbered(text: str) -> str:
    return text.translate(_NUMBERS) if text.isascii() else _DIGITS.sub("0", text)


def _letters(text: str) -> Features:
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)


def _lengths(text: str, letters: Features) -> tuple[int, ...]:
    """How long the runs are: the signs of scripts that part no words with spaces say more."""
    if text.isascii():
        return _RUNS
    wide = sum(np.count_nonzero(letters - np.uint32(low) <= high - low) for low, high in _WIDE)
    return _WIDE_RUNS if 2 * wide > len(letters) else _RUNS


def heard(said: Spelled) -> Heard:
    """The features of a tight text whose digits are 0 already."""
    letters = _letters(said.text)
    ruler = _ruler(len(letters), _lengths(said.text, letters))
    if not len(ruler.starts):
        return Heard(ruler.lengths, (), ())
    sums = np.zeros(len(letters) + 1, np.uint32)
    np.cumsum(letters * ruler.powers, dtype=np.uint32, out=sums[1:])
    runs = (sums.take(ruler.ends) - sums.take(ruler.starts)) * ruler.factors + ruler.lengths
    words = _words(sums, said.words, ruler.inverse)
    found: Features = np.concatenate([runs, words.ravel()]) >> _SHIFT
    return Heard(found, ruler.edges, range(len(runs), len(found), words.shape[1]))


def _words(sums: Features, begin: Places, inverse: Features) -> Features:
    """(kinds, words): the word, its stem, and its stem with that of each of the next few words; 0 stands after the last."""
    count = len(begin)
    end = np.concatenate([begin[1:], [len(sums) - 1]])
    first, before = inverse.take(begin), sums.take(begin)
    said = np.empty((2 + _REACH, count), np.uint32)
    np.multiply(sums.take(end) - before, first, out=said[0])
    np.multiply(sums.take(np.minimum(end, begin + _STEM)) - before, first, out=said[1])
    pairs = np.zeros(count + _REACH, np.uint32)
    np.multiply(said[1], _PAIR, out=pairs[:count])
    for near in range(1, _REACH + 1):
        np.add(said[1], pairs[near : near + count], out=said[1 + near])
    said += _KINDS
    said *= _MIX
    return said


class _Ruler(Struct, frozen=True):
    """Where the runs of a text of some length are. Sums of letters times powers tell, modulo 2**32, what stands between two
    places; `factors`, powers of the inverse, make it the same wherever it stands. `edges`: where each length begins.
    """

    powers: Features
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]
    factors: Features
    lengths: Features
    edges: tuple[int, ...]
    inverse: Features


@lru_cache(maxsize=1000)
def _ruler(count: int, lengths: tuple[int, ...]) -> _Ruler:
    counts = [max(count + 1 - length, 0) for length in lengths]
    starts = np.concatenate([np.arange(many) for many in counts])
    spans = np.repeat(np.array(lengths), counts)
    inverse = _powers(pow(_PRIME, -1, 1 << 32), count + 1)
    edges = tuple(accumulate(counts[:-1], initial=0))[: sum(many > 0 for many in counts)]
    lengths_ = spans.astype(np.uint32) * _MIX
    return _Ruler(_powers(_PRIME, count), starts, starts + spans, inverse[starts] * _MIX, lengths_, edges, inverse)


def _powers(base: int, count: int) -> Features:
    """1, base, base**2 ... modulo 2**32."""
    factors = np.full(count, base, np.uint32)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint32)
