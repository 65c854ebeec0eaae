"""A shopper who signed out somewhere: their sockets of this process close, whichever node was told."""

import asyncio
from collections.abc import Iterable
from typing import Protocol

import structlog

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.store.endings import Ending, Endings

log = structlog.get_logger()
SLACK_MS = 60_000
"""Other nodes' clocks may be behind, and what they write comes a moment late: so much is looked at twice."""


class Out(Protocol):
    """Closes the sockets that came in by these names here; `tell`: and has the other nodes look."""

    def __call__(self, ids: Iterable[str], *, tell: bool) -> None:
        """At once."""
        ...


class CustomerSeats:
    """Names are those of logins, of a shop's words, of keys."""

    def __init__(self, endings: Endings, clock: Clock, out: Out) -> None:
        self._endings = endings
        self._clock = clock
        self._out = out
        self._looked = clock.now()
        self._soon: asyncio.Task[None] | None = None

    async def left(self, ending: Ending) -> None:
        """A shopper signed out, or became another; or a shop took a key back."""
        await self._endings.end(ending)
        self._out(ending.ids, tell=True)

    async def look(self) -> None:
        """What ended since the last look, in one question."""
        now = self._clock.now()
        self._out(await self._endings.since(self._looked - SLACK_MS), tell=False)
        self._looked = now

    def look_soon(self) -> None:
        """Somebody says that one ended. What comes while this looks is found by the beat."""
        if self._soon is None or self._soon.done():
            self._soon = asyncio.create_task(self._look(), name="customers-look")

    async def _look(self) -> None:
        try:
            await self.look()
        except Refusal as refusal:
            log.info("customers.not_compared", code=refusal.code)
