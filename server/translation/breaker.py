"""Leaves an engine alone that keeps failing, and asks it again with one careful try."""

import random
from collections import deque

from msgspec import Struct

from server.domain.clock import Clock


class BreakerOptions(Struct, frozen=True):
    """It opens after `failures` in a row, or when half of the last `sample` tries failed; then one probe decides.

    The first rest is `rest_s` seconds, each one after a failed probe twice the one before, `longest_s` at most;
    `jitter` is the share by which rests differ, so that nodes do not probe together.
    """

    failures: int = 5
    sample: int = 20
    rest_s: float = 15.0
    longest_s: float = 300.0
    jitter: float = 0.1


class Breaker:
    """One for an engine, a language pair and an operation."""

    def __init__(self, clock: Clock, options: BreakerOptions, chance: random.Random | None = None) -> None:
        self._clock = clock
        self._options = options
        self._chance = chance or random.Random()
        self._row = 0
        self._last: deque[bool] = deque(maxlen=options.sample)
        self._rest_s = 0.0
        self._rests_until = 0.0
        self._probing = False

    @property
    def state(self) -> str:
        """`closed` (in use), `open` (resting) or `half-open` (one probe allowed)."""
        if not self._rests_until:
            return "closed"
        return "open" if self._clock.monotonic() < self._rests_until else "half-open"

    def admits(self) -> bool:
        """Whether the engine may be asked now; a yes in half-open takes the probe."""
        state = self.state
        if state == "half-open":
            if self._probing:
                return False
            self._probing = True
        return state != "open"

    def succeeded(self) -> None:
        """The answer was good: what opened the breaker is forgotten."""
        if self._rests_until:
            self._last.clear()
        self._last.append(True)
        self._row, self._rest_s, self._rests_until, self._probing = 0, 0.0, 0.0, False

    def failed(self) -> None:
        """No good answer."""
        options = self._options
        self._row += 1
        self._last.append(False)
        self._probing = False
        full = len(self._last) == options.sample
        if self._rests_until or self._row >= options.failures or (full and sum(self._last) * 2 <= options.sample):
            self._rest_s = min(options.longest_s, self._rest_s * 2 or options.rest_s)
            spread = 1 + options.jitter * self._chance.random()
            self._rests_until = self._clock.monotonic() + self._rest_s * spread

    def released(self) -> None:
        """Nobody answered because the caller gave up: no judgement."""
        self._probing = False
