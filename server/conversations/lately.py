"""What is asked all the time and changes seldom, as it was a moment ago."""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from server.domain.clock import Clock

T = TypeVar("T")


class Lately(Generic[T]):
    """Answers by key, at most `seconds` old: one looks, and all who ask meanwhile get what was known."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._kept: dict[str, tuple[float, T]] = {}

    async def of(self, key: str, look: Callable[[], Awaitable[T]]) -> T:
        """What is known of it. Raises what `look` raises."""
        now, kept = self._clock.monotonic(), self._kept.get(key)
        if kept is None or now - kept[0] > self._seconds:
            if kept is not None:
                self._kept[key] = (now, kept[1])
            kept = self._kept[key] = (now, await look())
        return kept[1]

    def forget(self, key: str) -> None:
        """It has changed: look again."""
        self._kept.pop(key, None)
