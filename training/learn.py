"""Linear models by stochastic gradient descent on the modified Huber loss (Zhang 2004), all categories at once.

A feature that is seen seldom moves farther each time it is seen: with one step for all of them a telling word of ten lines has
hardly moved when what stands in every line has moved enough (the thought of Duchi et al. 2011, with counts known from the start).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from server.compliance.features import BITS, Heard, heard, spelled
from server.compliance.folds import read_folds
from server.compliance.pack import CATEGORIES
from server.compliance.views import Views
from training.lines import Line

NAMES = tuple(sorted(CATEGORIES))
ROUNDS = 12
RATE = 0.25
"""The first step, of the mean feature; steps become shorter, the last one is nothing."""
_WORDLESS = 0.2
"""So often a line is learned from its runs alone, for disguises take its words apart."""
_SELDOM = 10
"""Below about so many lines a feature moves no farther for being rarer."""
_BIAS_RATE = 0.05
_LEVELS = 8
"""Sizes of a weight: with 127 of them the model is twice as large and hears nothing more."""

Weights = NDArray[np.float32]


def features(texts: Sequence[str]) -> list[Heard]:
    """As the engine hears them."""
    views = Views(read_folds())
    said = (spelled(views.tight(plain), plain.text) for plain in map(views.plain, texts))
    return [heard(one.unnumbered()) for one in said]


def labels(lines: Sequence[Line]) -> NDArray[np.float32]:
    """1 where a line says the category, else -1: (lines, categories)."""
    return np.array([[1 if line.category == name else -1 for name in NAMES] for line in lines], np.float32)


def learn(found: Sequence[Heard], signs: NDArray[np.float32], *, rounds: int = ROUNDS) -> tuple[Weights, Weights]:
    """Weights (places, categories) and biases. The same every time."""
    weights = np.zeros((1 << BITS, signs.shape[1]), np.float32)
    bias = np.full(signs.shape[1], -1, np.float32)
    reach = _reach(found)
    dice, steps, step = np.random.default_rng(1), rounds * len(found), 0
    for _ in range(rounds):
        for n in dice.permutation(len(found)):
            places = found[n].wordless if dice.random() < _WORDLESS else found[n].features
            each = 1 / max(len(places), 1) ** 0.5
            margin = signs[n] * (weights[places].sum(0) * each + bias)
            slope = np.where(margin >= 1, 0, np.where(margin >= -1, -2 * (1 - margin), -4))
            if slope.any():
                move = RATE * (1 - step / steps) * slope * signs[n]
                np.subtract.at(weights, places, np.outer(reach[places], (move * each).astype(np.float32)))
                bias -= (_BIAS_RATE * move).astype(np.float32)
            step += 1
    return weights, bias


def _reach(found: Sequence[Heard]) -> Weights:
    """How far each place moves, the mean of all that is seen being 1."""
    counts = np.bincount(np.concatenate([one.features for one in found]), minlength=1 << BITS)
    reach = 1 / np.sqrt(counts + _SELDOM)
    return (reach / np.average(reach, weights=counts)).astype(np.float32)


def small(weights: Weights) -> tuple[NDArray[np.int8], Weights]:
    """Weights as small numbers and what one is worth, by category. What is larger than nearly all others is cut."""
    sizes = np.abs(weights)
    largest = [np.quantile(own[own > 0], 0.9999) if own.any() else 1 for own in sizes.T]
    worth = np.array(largest, np.float32) / np.float32(_LEVELS)
    return np.clip(np.rint(weights / worth), -_LEVELS, _LEVELS).astype(np.int8), worth


def scores(found: Sequence[Heard], weights: Weights, bias: Weights) -> NDArray[np.float32]:
    """(texts, categories)."""
    rows = (one.features for one in found)
    return np.array([weights[row].sum(0) / max(len(row), 1) ** 0.5 + bias for row in rows], np.float32)
