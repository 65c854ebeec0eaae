"""Owners of a namespace for tests: they write down what the engine tells them."""

import asyncio
from collections.abc import Awaitable, Callable

from msgspec import Raw

from server.domain.errors import Refusal
from server.gateway.engine import Connection, Event


class Diary:
    """Lets everyone in, hears `all`, acknowledges with the event's name, and remembers."""

    def __init__(self) -> None:
        self.connections: list[Connection] = []
        self.events: list[Event] = []
        self.goodbyes: list[str] = []
        self.left = asyncio.Event()
        self.on_event: Callable[[Connection, Event], Awaitable[None]] | None = None
        self.on_connect: Callable[[Connection], Awaitable[None]] | None = None

    async def connected(self, connection: Connection, auth: Raw | None) -> None:
        if auth is not None and b"refuse" in bytes(auth):
            raise Refusal("rate_limited", "auth", after_ms=1500)
        connection.join("all")
        self.connections.append(connection)
        if self.on_connect is not None:
            await self.on_connect(connection)

    async def received(self, connection: Connection, event: Event) -> tuple[object, ...]:
        self.events.append(event)
        if self.on_event is not None:
            await self.on_event(connection, event)
        return (event.name,)

    async def disconnected(self, connection: Connection, reason: str) -> None:
        self.goodbyes.append(reason)
        self.left.set()
