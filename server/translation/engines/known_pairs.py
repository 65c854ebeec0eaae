"""What an engine said it translates, asked again after a while."""

from collections.abc import Awaitable, Callable

from server.domain.clock import Clock
from server.translation.engines.languages import Codes

LIVE_S = 600.0


class KnownPairs:
    """Codes by pair; `ask` is called when they are older than ten minutes."""

    def __init__(self, ask: Callable[[], Awaitable[Codes]], clock: Clock) -> None:
        self._ask = ask
        self._clock = clock
        self._codes: Codes = {}
        self._until = 0.0

    async def codes(self) -> Codes:
        """Our pair -> the engine's codes. Raises EngineError."""
        if not self._codes or self._clock.monotonic() >= self._until:
            self._codes = await self._ask()
            self._until = self._clock.monotonic() + LIVE_S
        return self._codes

    async def of(self, source: str, target: str) -> tuple[str, str]:
        """The engine's codes for a pair; our own where it named none. Raises EngineError."""
        return (await self.codes()).get((source, target), (source, target))
