"""The n-gram model that tells languages apart, narrowed to those asked for and packed: a tenth of what its reader holds."""

import math
import unicodedata
from array import array
from collections import Counter
from collections.abc import Collection
from typing import Any, TypeAlias

import numpy as np
from py3langid.langid import MODEL_DIR, MODEL_FILE
from py3langid.modelio import load_model

Numbers: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"
WIDTH = 16
"""Most states know few bytes, so pieces of their rows are the same; of this width, rows and the way to them are smallest."""
HIGH = bytes(byte // WIDTH for byte in range(256))
LOW = bytes(byte % WIDTH for byte in range(256))


class Ngrams:
    """Naive Bayes over the n-grams of a text's bytes, the model of `py3langid`: the same numbers as its own reader finds.

    Loading costs about 0.8 s; it stays about 12 MiB for twelve languages.
    """

    def __init__(self, languages: Collection[str]) -> None:
        weights, prior, codes, moves, rows, told = load_model(MODEL_DIR / MODEL_FILE)
        kept = [place for place, code in enumerate(codes) if code in languages]
        self._codes = [codes[place] for place in kept]
        self._weights = np.asarray(weights)[:, kept]
        self._prior = np.asarray(prior)[kept]
        self._told = array("i", told)
        self._pieces, self._ways = _packed(np.asarray(moves))
        self._first = array("I", [row * (256 // WIDTH) for row in rows])

    def rank(self, text: str) -> dict[str, float]:
        """How likely the text is of each language, together 1; all alike when it has no n-gram that tells."""
        spelled = unicodedata.normalize("NFC", text.lower() if text.isupper() else text).encode(errors="surrogatepass")
        scores = self._score(self._walk(spelled)) * np.float32(1 / math.sqrt(len(spelled) or 1))
        chances = np.exp(scores - scores.max())
        ranked: dict[str, float] = {}
        for code, chance in zip(self._codes, (chances / chances.sum()).tolist(), strict=True):
            ranked[code] = ranked.get(code, 0.0) + chance  # a language of two scripts has two columns
        return ranked

    def _walk(self, spelled: bytes) -> Counter[int]:
        pieces, ways, first, told, state = self._pieces, self._ways, self._first, self._told, 0
        met: list[int] = []
        for high, low in zip(spelled.translate(HIGH), spelled.translate(LOW), strict=True):
            state = pieces[ways[first[state] + high] + low]
            if told[state] >= 0:
                met.append(told[state])
        return Counter(met)

    def _score(self, met: Counter[int]) -> Numbers:
        if not met:
            return np.zeros(len(self._codes), dtype=np.float32)
        which = np.fromiter(met.keys(), dtype=np.intp, count=len(met))
        often = np.fromiter(met.values(), dtype=np.float32, count=len(met))
        found: Numbers = np.log1p(often) @ self._weights[which] + self._prior
        return found


def _packed(moves: Numbers) -> "tuple[array[int], array[int]]":
    """The different pieces of all rows, one after another, and where the piece of each row begins."""
    pieces = moves.reshape(-1, WIDTH)
    mixed = np.random.default_rng(1).integers(1, 1 << 63, WIDTH, dtype=np.uint64) | np.uint64(1)
    _, at, which = np.unique(pieces.astype(np.uint64) @ mixed, return_index=True, return_inverse=True)
    different = pieces[at]
    if not np.array_equal(different[which], pieces):
        raise ValueError("pieces that differ have the same sum")
    return _array(different), _array(which * WIDTH)


def _array(numbers: Numbers) -> "array[int]":
    """Of the standard library: reading one number costs half of what numpy's own takes."""
    found = array("I")
    found.frombytes(np.ascontiguousarray(numbers, dtype=np.uint32).tobytes())
    return found
