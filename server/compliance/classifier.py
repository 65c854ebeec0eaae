"""How much a text sounds like each category: a linear model of runs of letters and of words that learned from `training/`.

Rules hear what somebody wrote down; the model hears what is alike. It doubts rules whose words stand in what sounds innocent,
and speaks itself where it is sure. It reads the tight view, where signs and lookalikes are gone, so that a disguise of letters
changes nothing; where words began there is all it knows of spaces.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from msgspec import Struct, convert
from numpy.typing import NDArray

from server.compliance.features import Spelled, features, heard

MODEL = Path(__file__).with_name("classifier.npz")
LIMITS = Path(__file__).with_name("classifier.toml")
SOUNDS = "sounds_"
"""A slot `sounds_<category>` is found where the model is sure of the category."""
_REMEMBERED, _SHORT = 5000, 300
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


class _Sums(Struct, frozen=True):
    """Of the pieces of a text before each one, and of all: what the features weigh together, and how many they are."""

    weights: NDArray[np.int32]
    counts: NDArray[np.int32]


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
        counts = np.maximum(sums.counts.take(high) - sums.counts.take(low), 1)
        weights = sums.weights.take(high, 0) - sums.weights.take(low, 0)
        scores: Scores = weights * model.scale / np.sqrt(counts)[:, None] + model.bias
        return scores

    def _sums(self, said: Spelled, starts: Sequence[int]) -> _Sums:
        said = said.unnumbered()
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
        pieces = len(starts)
        said = said.begun(starts) if pieces > 1 else said
        found = heard(said)
        rows = self._model.weights.take(found.features, 0)
        weights = np.zeros((pieces + 1, len(self._model.bias)), np.int32)
        counts = np.zeros(pieces + 1, np.int32)
        if pieces == 1 or not len(rows):
            np.einsum("ij->j", rows, dtype=np.int32, out=weights[1])
            counts[1:] = len(rows)
        else:
            first = np.searchsorted(said.words, starts)
            edges = np.concatenate([np.add.outer(found.runs, starts), np.add.outer(found.words, first)]).ravel()
            np.add.reduceat(rows, edges, 0, np.int32).reshape(-1, pieces, weights.shape[1]).sum(0).cumsum(
                0, out=weights[1:]
            )
            np.diff(edges, append=len(rows)).reshape(-1, pieces).sum(0).cumsum(0, out=counts[1:])
        return _Sums(weights, counts)

    def sure(self, scores: Scores) -> list[tuple[int, str]]:
        """The pieces, by number, that say a category, whatever their words."""
        over = scores > self._sure
        return [(int(n), self._model.categories[at]) for n, at in np.argwhere(over)] if over.any() else []

    def believes(self, rule: str, category: str, scores: Scores) -> bool:
        """Whether what a rule found stands in what sounds enough like its category, in any of some pieces, or surely like
        another one: what threatens with a court is said by customers mostly, and no innocent talk.
        """
        own = scores[:, self._at[category]].max() >= self.limits.believed.get(rule, -np.inf)
        return bool(own or (scores > self._sure).any())


@cache
def read_classifier() -> Classifier:
    """The model that ships with the room."""
    with np.load(MODEL, allow_pickle=False) as kept:
        names = tuple(map(str, kept["categories"]))
        model = Model(kept["weights"], kept["scale"], kept["bias"], names)
    return Classifier(model, convert(tomllib.loads(LIMITS.read_text(encoding="utf-8")), Limits))
