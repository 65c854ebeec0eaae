"""The signs of a text as numbers: tables read many of them at once, which is much faster than one by one."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Signs: TypeAlias = NDArray[np.uint32]
_ALL = 0x110000


class Table:
    """What one sign is read as: a number for each, asked of `told` when a text first holds the sign."""

    def __init__(self, told: Callable[[str], int]) -> None:
        self._told = told
        self._known = np.zeros(_ALL, np.uint32)  # one more than what is told; 0 where nobody asked yet

    def read(self, signs: Signs) -> Signs:
        """What each of these signs is read as."""
        found: Signs = self._known.take(signs)
        if not found.all():
            for code in {*signs[found == 0].tolist()}:
                self._known[code] = self._told(chr(code)) + 1
            found = self._known.take(signs)
        found -= 1
        return found


def signs_of(text: str) -> Signs:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def text_of(signs: Signs) -> str:
    """The text that has these code points."""
    return signs.tobytes().decode("utf-32-le")
