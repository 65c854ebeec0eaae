"""Leaves an engine alone that keeps failing, and asks it again with one careful try."""

from msgspec import Struct

from server.domain.clock import Clock


class BreakerOptions(Struct, frozen=True):
    """`failures` in a row open it; after `rest_s` seconds one probe decides."""

    failures: int = 3
    rest_s: float = 20.0


class Breaker:
    """One for an engine and a language pair."""

    def __init__(self, clock: Clock, options: BreakerOptions) -> None:
        self._clock = clock
        self._options = options
        self._failed = 0
        self._rests_until = 0.0
        self._probing = False

    @property
    def state(self) -> str:
        """`closed` (in use), `open` (resting) or `half-open` (one probe allowed)."""
        if self._failed < self._options.failures and not self._rests_until:
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
        """The answer was good: all is forgotten."""
        self._failed, self._rests_until, self._probing = 0, 0.0, False

    def failed(self) -> None:
        """No good answer."""
        self._failed += 1
        self._probing = False
        if self._failed >= self._options.failures:
            self._rests_until = self._clock.monotonic() + self._options.rest_s

    def released(self) -> None:
        """Nobody answered because the caller gave up: no judgement."""
        self._probing = False
