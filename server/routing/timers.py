"""When time alone must wake the router: one sorted set for all nodes, one sleeping task a process."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.live import keys
from server.live.client import Live
from server.live.script import Script

DUE = Script("due")


class Timers:
    """`fire(name)` is called once, on one node, at or after the earliest time set for a name."""

    def __init__(self, live: Live, clock: Clock, fire: Callable[[str], None], longest_sleep: float) -> None:
        self._live = live
        self._clock = clock
        self._fire = fire
        self._longest = longest_sleep
        self._nudge = asyncio.Event()
        self._next: int | None = None

    async def set(self, name: str, due: int) -> None:
        """Wake `name` at `due` (ms) at the latest; an earlier time stays."""
        await self._live.at(keys.TIMERS, name, due)
        if self._next is None or due < self._next:
            self._nudge.set()

    async def tick(self) -> None:
        """Fire what is due."""
        following, *names = await self._live.run(DUE, (keys.TIMERS,), (self._clock.now(),))
        self._next = int(following) if following else None
        for name in names:
            self._fire(name.decode())

    async def run(self) -> None:
        """Sleep and fire until cancelled.

        While Redis is away nothing fires; the router retries by itself then.
        """
        while True:
            self._nudge.clear()
            try:
                await self.tick()
                pause = self._pause()
            except Refusal:
                pause = 1.0
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._nudge.wait()

    def _pause(self) -> float:
        if self._next is None:
            return self._longest
        return min(max(self._next - self._clock.now(), 0) / 1000, self._longest)
