"""Time as a value that is handed in, so that every timer can be tested without waiting."""

import time
from typing import Protocol


class Clock(Protocol):
    """The two clocks a program may ask: the calendar's and the stopwatch's."""

    def now(self) -> int:
        """Milliseconds since the Unix epoch; may step. For stamps that people read."""
        ...

    def monotonic(self) -> float:
        """Seconds that only grow. For time-outs, heartbeats and budgets."""
        ...


class SystemClock:
    """The machine's own clocks."""

    monotonic = staticmethod(time.monotonic)

    def now(self) -> int:
        return time.time_ns() // 1_000_000
