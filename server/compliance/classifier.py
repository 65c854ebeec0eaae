"""How much a text sounds like each category: a linear model of runs of letters and of words that learned from `training/`.

Rules hear what somebody wrote down; the model hears what is alike. It doubts rules whose words stand in what sounds innocent,
and speaks itself where it is sure. It reads the tight view, where signs and lookalikes are gone, so that a disguise of letters
changes nothing; where words began there is all it knows of spaces. Features are hashed (Weinberger et al. 2009, "Feature
hashing for large scale multitask learning").
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path

import numpy as np
from msgspec import Struct, convert
from numpy.typing import NDArray

MODEL = Path(__file__).with_name("classifier.npz")
LIMITS = Path(__file__).with_name("classifier.toml")
BITS = 20
"""Features share 2**20 places."""
SOUNDS = "sounds_"
"""A slot `sounds_<category>` is found where the model is sure of the category."""
_WIDE = (0x2E80, 0x9FFF), (0xAC00, 0xD7A3)
_DIGITS = re.compile("[1-9]")
_NUMBERS = str.maketrans("123456789", "0" * 9)
_PRIME, _MIX, _SHIFT = 0x01000193, np.uint32(0x9E3779B1), np.uint32(32 - BITS)
_PAIR = np.uint32(0x85EBCA6B)
_REMEMBERED, _SHORT = 5000, 300
_RUNS, _WIDE_RUNS = (3, 4, 5), (1, 2, 3)
_STEM, _REACH = 5, 3
"""Of a word the first letters count for more, alone and with those of each of the next few words."""

_KINDS = (np.arange(1, 3 + _REACH, dtype=np.uint32) * np.uint32(0xC2B2AE35))[:, None]
LEAST = max(*_RUNS, *_WIDE_RUNS) + 1
Features = NDArray[np.uint32]
Scores = NDArray[np.float32]
"""By category; above 0 is more likely than not."""
Places = NDArray[np.intp]
_FIRST = np.zeros(1, np.intp)


class Limits(Struct, frozen=True):
    """What scores mean, found on lines that were not learned: above `sure` a text says its category, whatever its words; below
    `believed` the rule of that name is not believed. Rules that are not named always are.
    """

    sure: dict[str, float]
    believed: dict[str, float]


class Spelled(Struct, frozen=True):
    """Letters of a tight text, and where words begin in them: in order, the first at 0."""

    text: str
    words: Places

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


class Model(Struct, frozen=True):
    """Weights as bytes, (2**BITS, categories), what one is worth and the bias of each category, and the categories' names."""

    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    categories: tuple[str, ...]


class _Sums(Struct, frozen=True):
    """Of the pieces of a text before each one, and of all: what the features weigh together, and how many they are."""

    weights: NDArray[np.int32]
    features: NDArray[np.int32]


class Classifier:
    """Scores texts. Keeps the sums of the last ones, by hashes: a sentence said with other numbers sounds the same."""

    def __init__(self, model: Model, limits: Limits) -> None:
        self.limits = limits
        self._model = model
        self._lately: dict[tuple[int, ...], _Sums] = {}
        self._at = {category: n for n, category in enumerate(model.categories)}
        self._sure = np.array([limits.sure[category] for category in model.categories], np.float32)

    def forget(self) -> None:
        """Without what was scored lately, as a text that nobody said before finds it."""
        self._lately.clear()

    def once(self, said: Spelled) -> Scores:
        """As `scores`, with what is said again and again heard once: (1, categories)."""
        rows, model = self._model.weights.take(np.unique(features(said)), 0), self._model
        scores: Scores = rows.sum(0, np.int32)[None] * model.scale / max(len(rows), 1) ** 0.5 + model.bias
        return scores

    def scores(
        self, said: Spelled, starts: Sequence[int] = (0,), first: Sequence[int] = (0,), last: Sequence[int] = (1,)
    ) -> Scores:
        """How much parts of a tight text sound like each category: (parts, categories).

        `starts` are where pieces begin: the first is 0, each is where a word begins and has at least LEAST letters, if the
        text has as many. A part is the pieces from its `first` to before its `last`, by number.
        """
        sums, model, low, high = self._sums(said, starts), self._model, np.array(first), np.array(last)
        features = np.maximum(sums.features.take(high) - sums.features.take(low), 1)
        weights = sums.weights.take(high, 0) - sums.weights.take(low, 0)
        scores: Scores = weights * model.scale / np.sqrt(features)[:, None] + model.bias
        return scores

    def _sums(self, said: Spelled, starts: Sequence[int]) -> _Sums:
        said = Spelled(_unnumbered(said.text), said.words)
        if len(said.text) > _SHORT:
            return self._summed(said, starts)
        key = hash(said.text), hash(said.words.tobytes()), *starts
        found = self._lately.get(key)
        if found is None:
            if len(self._lately) >= _REMEMBERED:
                self._lately.clear()
            found = self._lately[key] = self._summed(said, starts)
        return found

    def _summed(self, said: Spelled, starts: Sequence[int]) -> _Sums:
        pieces, heard = len(starts), _heard(said)
        rows = self._model.weights.take(heard.features, 0)
        weights = np.zeros((pieces + 1, len(self._model.bias)), np.int32)
        features = np.zeros(pieces + 1, np.int32)
        if pieces == 1 or not len(rows):
            np.einsum("ij->j", rows, dtype=np.int32, out=weights[1])
            features[1:] = len(rows)
        else:
            first = np.minimum(np.searchsorted(said.words, starts), len(said.words) - 1)
            edges = np.concatenate([np.add.outer(heard.runs, starts), np.add.outer(heard.words, first)]).ravel()
            np.add.reduceat(rows, edges, 0, np.int32).reshape(-1, pieces, weights.shape[1]).sum(0).cumsum(
                0, out=weights[1:]
            )
            np.diff(edges, append=len(rows)).reshape(-1, pieces).sum(0).cumsum(0, out=features[1:])
        return _Sums(weights, features)

    def sure(self, scores: Scores) -> list[tuple[int, str]]:
        """The pieces, by number, that say a category, whatever their words."""
        over = scores > self._sure
        return [(int(n), self._model.categories[at]) for n, at in np.argwhere(over)] if over.any() else []

    def believes(self, rule: str, category: str, scores: Scores) -> bool:
        """Whether what a rule found stands in what sounds enough like its category: in any of some pieces."""
        return bool(scores[:, self._at[category]].max() >= self.limits.believed.get(rule, -np.inf))


def spelled(tight: str, starts: Sequence[int]) -> Spelled:
    """A tight text whose letters stood at `starts`: what did not follow the letter before it at once begins a word."""
    at = np.array(starts, np.intp)
    gaps = (at[1:] - at[:-1] > 1).nonzero()[0] + 1
    return Spelled(tight, np.concatenate([_FIRST[: len(at)], gaps]))


def features(said: Spelled) -> Features:
    """The hashed features of a tight text: its runs of letters, its words and which stand near one another. Digits are alike."""
    return _heard(Spelled(_unnumbered(said.text), said.words)).features


class _Heard(Struct, frozen=True):
    """The features of a text, and where among them begin those of each length of runs, and of each kind about words."""

    features: Features
    runs: Sequence[int]
    words: Sequence[int]


def _unnumbered(text: str) -> str:
    """The text with every digit as 0."""
    return text.translate(_NUMBERS) if text.isascii() else _DIGITS.sub("0", text)


def _letters(text: str) -> Features:
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)


def _lengths(text: str, letters: Features) -> tuple[int, ...]:
    """How long the runs are: the signs of scripts that part no words with spaces say more."""
    if text.isascii():
        return _RUNS
    wide = sum(np.count_nonzero(letters - np.uint32(low) <= high - low) for low, high in _WIDE)
    return _WIDE_RUNS if 2 * wide > len(letters) else _RUNS


def _heard(said: Spelled) -> _Heard:
    letters = _letters(said.text)
    ruler = _ruler(len(letters), _lengths(said.text, letters))
    if not len(ruler.starts):
        return _Heard(ruler.lengths, (), ())
    sums = np.zeros(len(letters) + 1, np.uint32)
    np.cumsum(letters * ruler.powers, dtype=np.uint32, out=sums[1:])
    runs = (sums.take(ruler.ends) - sums.take(ruler.starts)) * ruler.factors + ruler.lengths
    words = _words(sums, said.words, ruler.inverse)
    found: Features = np.concatenate([runs, words.ravel()]) >> _SHIFT
    return _Heard(found, ruler.edges, range(len(runs), len(found), words.shape[1]))


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


@cache
def read_classifier() -> Classifier:
    """The model that ships with the room."""
    with np.load(MODEL, allow_pickle=False) as kept:
        names = tuple(map(str, kept["categories"]))
        model = Model(kept["weights"], kept["scale"], kept["bias"], names)
    return Classifier(model, convert(tomllib.loads(LIMITS.read_text(encoding="utf-8")), Limits))
