"""Those who go, a few milliseconds' worth a turn of the event loop: thousands at once must not keep the others waiting."""

import asyncio
from collections import deque
from collections.abc import Callable
from weakref import WeakKeyDictionary

_SLICE, _MOST = 0.003, 32
"""Seconds of a turn that leaving may take, and steps: each wakes a task whose own work comes later."""


class Leaving:
    """The steps of one event loop's leavers, in the order they came."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._steps: deque[Callable[[], None]] = deque()
        self._due = False

    def soon(self, step: Callable[[], None]) -> None:
        """Do this in its turn, which is the next one of the loop unless many leave."""
        self._steps.append(step)
        if not self._due:
            self._due = True
            self._loop.call_soon(self._turn)

    def _turn(self) -> None:
        until = self._loop.time() + _SLICE
        try:
            for _ in range(min(_MOST, len(self._steps))):
                self._steps.popleft()()
                if self._loop.time() > until:
                    break
        finally:
            self._due = bool(self._steps)
            if self._due:
                self._loop.call_soon(self._turn)


_FOUND: WeakKeyDictionary[asyncio.AbstractEventLoop, Leaving] = WeakKeyDictionary()


def leaving_of(loop: asyncio.AbstractEventLoop) -> Leaving:
    """The loop's own."""
    found = _FOUND.get(loop)
    if found is None:
        found = _FOUND[loop] = Leaving(loop)
    return found
