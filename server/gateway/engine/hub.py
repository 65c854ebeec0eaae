"""What all sessions of one engine share: options, tables, counters, the wheel, the way out."""

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from server.domain.clock import Clock
from server.gateway.engine.audiences import Audiences
from server.gateway.engine.connection import Connection, Namespace
from server.gateway.engine.leaving import leaving_of
from server.gateway.engine.options import EngineOptions
from server.gateway.engine.wheel import Wheel

if TYPE_CHECKING:
    from server.gateway.engine.session import Session

_FAREWELLS = 1_024


class Counters(Struct):
    """What happened since the start."""

    opened: int = 0
    refused: int = 0
    received: int = 0
    malformed: int = 0
    slow: int = 0
    timeouts: int = 0
    faults: int = 0
    dropped: int = 0


class Hub:
    """The shared state. Sessions report here when they open and end."""

    def __init__(self, options: EngineOptions, namespaces: Mapping[str, Namespace], clock: Clock) -> None:
        self.options = options
        self.namespaces = namespaces
        self.clock = clock
        self.audiences: dict[str, Audiences[Connection]] = {name: Audiences() for name in namespaces}
        self.sessions: dict[str, Session] = {}
        self.counters = Counters()
        shortest = min(options.ping_interval, options.ping_timeout, options.connect_timeout)
        self.wheel = Wheel(clock, min(1.0, shortest / 10))
        self.draining = False
        self.connections = 0
        self._leaving = 0
        self._empty = asyncio.Event()
        self._farewells: dict[str, str] = {}

    def opened(self, session: "Session", due: float) -> None:
        """Enter a new session and its first heartbeat."""
        self.counters.opened += 1
        self.sessions[session.sid] = session
        self.wheel.at(due, session)

    def ended(self, session: "Session", cleanup: Callable[[], None]) -> None:
        """Strike a session out at once and queue its cleanup, so that thousands at a time stay in slices."""
        self.sessions.pop(session.sid, None)
        self.counters.dropped += session.outbox.dropped
        self._leaving += 1
        self._empty.clear()
        leaving_of(asyncio.get_running_loop()).soon(cleanup)

    def left(self) -> None:
        """One session's cleanup is done."""
        self._leaving -= 1
        if not self._leaving:
            self._empty.set()

    async def settled(self, seconds: float) -> None:
        """Wait until every ended session is cleaned up, but no longer than this."""
        try:
            async with asyncio.timeout(seconds):
                while self._leaving:
                    await self._empty.wait()
        except TimeoutError:
            return

    def leave_farewell(self, sid: str, body: str) -> None:
        """Keep a polling client's last packets for its next poll; the oldest give way."""
        self._farewells[sid] = body
        if len(self._farewells) > _FAREWELLS:
            del self._farewells[next(iter(self._farewells))]

    def farewell(self, sid: str) -> str | None:
        """Take the last packets of a session that ended while its client was between two polls."""
        return self._farewells.pop(sid, None)
