"""One timer for all heartbeats: sessions wait in slots of one tick, and a slot is worked off in slices."""

import asyncio
from collections import deque
from typing import Protocol

from server.domain.clock import Clock

_SLICE = 200
_FROZEN = 1.0


class Timed(Protocol):
    """One who wants to be looked at now and then."""

    def check(self, now: float) -> float | None:
        """Do what is due; answer when to look again, or None for never. Seconds of the monotonic clock."""
        ...


class Wheel:
    """Calls `check` not before its time and at most about one tick after it. Rests while nothing waits."""

    __slots__ = ("_clock", "_expected", "_ready", "_slots", "_tick", "_timer")

    def __init__(self, clock: Clock, tick: float) -> None:
        self._clock = clock
        self._tick = tick
        self._slots: dict[int, list[Timed]] = {}
        self._ready: deque[Timed] = deque()
        self._timer: asyncio.Handle | None = None
        self._expected = 0.0

    def at(self, due: float, timed: Timed) -> None:
        """Look at `timed` at this time."""
        self._slots.setdefault(int(due / self._tick) + 1, []).append(timed)
        if self._timer is None:
            self._arm(self._clock.monotonic())

    def _arm(self, now: float) -> None:
        self._expected = now + self._tick
        self._timer = asyncio.get_running_loop().call_later(self._tick, self._turn)

    def _turn(self) -> None:
        now = self._clock.monotonic()
        if now - self._expected > _FROZEN:  # it was we who slept: let what waits in the sockets speak first
            self._arm(now)
            return
        reached = int(now / self._tick)
        for slot in sorted(slot for slot in self._slots if slot <= reached):
            self._ready.extend(self._slots.pop(slot))
        self._work()

    def _work(self) -> None:
        """One slice, then give the loop back: a thousand heartbeats must not hold up a message."""
        now = self._clock.monotonic()
        for _ in range(min(_SLICE, len(self._ready))):
            timed = self._ready.popleft()
            again = timed.check(now)
            if again is not None:
                self.at(again, timed)
        if self._ready:
            self._timer = asyncio.get_running_loop().call_soon(self._work)
        elif self._slots:
            self._arm(now)
        else:
            self._timer = None
