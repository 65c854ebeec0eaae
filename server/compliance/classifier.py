"""How much a text sounds like each category: a linear model of runs of letters that learned from `training/`.

Rules hear what somebody wrote down; the model hears what is alike. It doubts rules whose words stand in what sounds innocent,
and speaks itself where it is sure. It reads the tight view alone, where spaces, signs and lookalikes are gone, so that a disguise
changes nothing. Features are hashed (Weinberger et al. 2009, "Feature hashing for large scale multitask learning").
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path

import numpy as np
from msgspec import Struct, convert
from numpy.typing import NDArray

MODEL = Path(__file__).with_name("classifier.npz")
LIMITS = Path(__file__).with_name("classifier.toml")
BITS = 18
"""Features share 2**18 places."""
SOUNDS = "sounds_"
"""A slot `sounds_<category>` is found where the model is sure of the category."""
_WIDE = (0x2E80, 0x9FFF), (0xAC00, 0xD7A3)
_DIGITS = re.compile("[1-9]")
_NUMBERS = str.maketrans("123456789", "0" * 9)
_PRIME, _MIX, _SHIFT = 0x01000193, np.uint32(0x9E3779B1), np.uint32(32 - BITS)
_REMEMBERED, _SHORT = 5000, 300
_RUNS, _WIDE_RUNS = (3, 4, 5), (1, 2, 3)

LEAST = max(*_RUNS, *_WIDE_RUNS) + 1
Features = NDArray[np.uint32]
Scores = NDArray[np.float32]
"""By category; above 0 is more likely than not."""


class Limits(Struct, frozen=True):
    """What scores mean, found on lines that were not learned: above `sure` a text says its category, whatever its words; below
    `believed` the rule of that name is not believed. Rules that are not named always are.
    """

    sure: dict[str, float]
    believed: dict[str, float]


class Model(Struct, frozen=True):
    """Weights as bytes, (2**BITS, categories), what one is worth and the bias of each category, and the categories' names."""

    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    categories: tuple[str, ...]


class Classifier:
    """Scores texts. Keeps the scores of the last ones, by hashes: a sentence said with other numbers sounds the same."""

    def __init__(self, model: Model, limits: Limits) -> None:
        self.limits = limits
        self._model = model
        self._lately: dict[tuple[int, ...], Scores] = {}
        self._at = {category: n for n, category in enumerate(model.categories)}
        self._sure = np.array([limits.sure[category] for category in model.categories], np.float32)

    def forget(self) -> None:
        """Without what was scored lately, as a text that nobody said before finds it."""
        self._lately.clear()

    def once(self, tight: str) -> Scores:
        """As `scores`, with what is said again and again heard once: (1, categories)."""
        rows, model = self._model.weights.take(np.unique(features(tight)), 0), self._model
        scores: Scores = rows.sum(0, np.int32)[None] * model.scale / max(len(rows), 1) ** 0.5 + model.bias
        return scores

    def scores(self, tight: str, starts: Sequence[int] = (0,)) -> Scores:
        """How much the pieces of a tight text sound like each category: (pieces, categories).

        `starts` are where pieces begin: the first is 0, and each has at least LEAST letters, if the text has as many.
        """
        text = _unnumbered(tight)
        if len(text) > _SHORT:
            return self._scored(text, starts)
        key = hash(text), *starts
        found = self._lately.get(key)
        if found is None:
            if len(self._lately) >= _REMEMBERED:
                self._lately.clear()
            found = self._lately[key] = self._scored(text, starts)
        return found

    def _scored(self, text: str, starts: Sequence[int]) -> Scores:
        model, letters = self._model, _letters(text)
        lengths = _lengths(text, letters)
        rows = model.weights.take(_runs(letters, lengths), 0)
        edges = [edge + start for edge in _ruler(len(text), lengths).edges for start in starts] if len(rows) else []
        if len(starts) == 1 or not edges:
            said, counts = np.einsum("ij->j", rows, dtype=np.int32)[None], np.array([len(rows)])
        else:
            said = np.add.reduceat(rows, edges, 0, np.int32).reshape(-1, len(starts), len(model.bias)).sum(0)
            counts = np.diff([*edges, len(rows)]).reshape(-1, len(starts)).sum(0)
        scores: Scores = said * model.scale / np.sqrt(np.maximum(counts, 1))[:, None] + model.bias
        return scores

    def sure(self, scores: Scores) -> list[tuple[int, str]]:
        """The pieces, by number, that say a category, whatever their words."""
        over = scores > self._sure
        return [(int(n), self._model.categories[at]) for n, at in np.argwhere(over)] if over.any() else []

    def believes(self, rule: str, category: str, scores: Scores) -> bool:
        """Whether what a rule found stands in what sounds enough like its category: in any of some pieces."""
        return bool(scores[:, self._at[category]].max() >= self.limits.believed.get(rule, -np.inf))


def features(tight: str) -> Features:
    """The hashed features of a tight text: its runs of letters. Digits are alike."""
    text = _unnumbered(tight)
    letters = _letters(text)
    return _runs(letters, _lengths(text, letters))


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


def _runs(letters: Features, lengths: tuple[int, ...]) -> Features:
    ruler = _ruler(len(letters), lengths)
    sums = np.zeros(len(letters) + 1, np.uint32)
    np.cumsum(letters * ruler.powers, dtype=np.uint32, out=sums[1:])
    runs: Features = sums.take(ruler.ends)
    runs -= sums.take(ruler.starts)
    runs *= ruler.factors
    runs += ruler.lengths
    runs >>= _SHIFT
    return runs


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


@lru_cache(maxsize=1000)
def _ruler(count: int, lengths: tuple[int, ...]) -> _Ruler:
    counts = [max(count + 1 - length, 0) for length in lengths]
    starts = np.concatenate([np.arange(many) for many in counts])
    spans = np.repeat(np.array(lengths), counts)
    factors = _powers(pow(_PRIME, -1, 1 << 32), count + 1)[starts] * _MIX
    edges = tuple(accumulate(counts[:-1], initial=0))[: sum(many > 0 for many in counts)]
    return _Ruler(_powers(_PRIME, count), starts, starts + spans, factors, spans.astype(np.uint32) * _MIX, edges)


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
