"""Linear models by stochastic gradient descent on the modified Huber loss (Zhang 2004), all categories at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from server.compliance.features import BITS, Features, spelled
from server.compliance.features import features as features_of
from server.compliance.folds import read_folds
from server.compliance.pack import CATEGORIES
from server.compliance.views import Views
from training.lines import Line

NAMES = tuple(sorted(CATEGORIES))
ROUNDS = 12
RATE = 0.25
"""The first step; steps become shorter, the last one is nothing."""
_BIAS_RATE = 0.05
_LEVELS = 8
"""Sizes of a weight: with 127 of them the model is twice as large and hears nothing more."""

Weights = NDArray[np.float32]


def features(texts: Sequence[str]) -> list[Features]:
    """As the engine hears them."""
    views = Views(read_folds())
    tight = (views.tight(views.plain(text)) for text in texts)
    return [features_of(spelled(view.text, view.starts)) for view in tight]


def labels(lines: Sequence[Line]) -> NDArray[np.float32]:
    """1 where a line says the category, else -1: (lines, categories)."""
    return np.array([[1 if line.category == name else -1 for name in NAMES] for line in lines], np.float32)


def learn(found: Sequence[Features], signs: NDArray[np.float32], *, rounds: int = ROUNDS) -> tuple[Weights, Weights]:
    """Weights (places, categories) and biases. The same every time."""
    weights = np.zeros((1 << BITS, signs.shape[1]), np.float32)
    bias = np.full(signs.shape[1], -1, np.float32)
    dice, steps, step = np.random.default_rng(1), rounds * len(found), 0
    for _ in range(rounds):
        for n in dice.permutation(len(found)):
            each = 1 / max(len(found[n]), 1) ** 0.5
            margin = signs[n] * (weights[found[n]].sum(0) * each + bias)
            slope = np.where(margin >= 1, 0, np.where(margin >= -1, -2 * (1 - margin), -4))
            if slope.any():
                move = RATE * (1 - step / steps) * slope * signs[n]
                np.subtract.at(weights, found[n], (move * each).astype(np.float32))
                bias -= (_BIAS_RATE * move).astype(np.float32)
            step += 1
    return weights, bias


def small(weights: Weights) -> tuple[NDArray[np.int8], Weights]:
    """Weights as small numbers and what one is worth, by category. What is larger than nearly all others is cut."""
    sizes = np.abs(weights)
    largest = [np.quantile(own[own > 0], 0.9999) if own.any() else 1 for own in sizes.T]
    worth = np.array(largest, np.float32) / np.float32(_LEVELS)
    return np.clip(np.rint(weights / worth), -_LEVELS, _LEVELS).astype(np.int8), worth


def scores(found: Sequence[Features], weights: Weights, bias: Weights) -> NDArray[np.float32]:
    """(texts, categories)."""
    return np.array([weights[one].sum(0) / max(len(one), 1) ** 0.5 + bias for one in found], np.float32)
