"""Work that is done again and again, each at its own pace, none of which can stop another or itself."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from msgspec import Struct

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.telemetry import metrics

log = structlog.get_logger()


class Beat(Struct, frozen=True):
    """`work` is done, then again `seconds` after it ended."""

    name: str
    seconds: float
    work: Callable[[], Awaitable[object]]


class Beats:
    """Keeps the beats going; remembers when each last succeeded, for the doctor."""

    def __init__(self, beats: tuple[Beat, ...], clock: Clock) -> None:
        self._beats = beats
        self._clock = clock
        self.succeeded: dict[str, float] = {}

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for beat in self._beats:
                tasks.create_task(self._keep(beat), name=f"beat-{beat.name}")
            tasks.create_task(self._lag(), name="beat-lag")

    async def _keep(self, beat: Beat) -> None:
        while True:
            try:
                await beat.work()
                self.succeeded[beat.name] = self._clock.monotonic()
            except Refusal as refusal:
                log.info("beat.refused", beat=beat.name, code=refusal.code)
            except Exception as error:
                log.error("beat.failed", beat=beat.name, error=type(error).__name__, exc_info=error)
            await asyncio.sleep(beat.seconds)

    async def _lag(self) -> None:
        """How late the loop is: the one number that tells a stalled process from a slow database."""
        while True:
            began = self._clock.monotonic()
            await asyncio.sleep(0.25)
            metrics.LOOP_LAG.observe(max(0.0, self._clock.monotonic() - began - 0.25))
