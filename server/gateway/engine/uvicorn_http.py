"""Our uvicorn HTTP protocol: as the parent, but nobody is waited for for ever.

uvicorn keeps a connection that says nothing, or sends a letter of a header now and then, as long as it likes to. Here the head of
a request must be whole within `head_seconds` of the connection or of its first letter, and a body must move: less than
`least_bytes` in `body_seconds` ends it, unless it is we who do not read. A WebSocket's frames are the heartbeat's to judge.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class PatientHttp(HttpToolsProtocol):
    """Give it to uvicorn as `http=`. Seconds and bytes; `hurried` makes one of another patience."""

    head_seconds = 10.0
    body_seconds = 10.0
    least_bytes = 1024

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._limit: asyncio.TimerHandle | None = None
        self._moved = 0

    def connection_made(self, transport: Any) -> None:
        """Who says nothing is not kept either."""
        super().connection_made(transport)
        self._within(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._enough()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """The first letter of a request, also of one that follows another."""
        super().on_message_begin()
        if self._limit is None:
            self._within(self.head_seconds)

    def on_headers_complete(self) -> None:
        """The head is whole; a body has its own time."""
        self._enough()
        self._moved = 0
        super().on_headers_complete()
        self._limit = self.loop.call_later(self.body_seconds, self._look)

    def on_body(self, body: bytes) -> None:
        """Count what came."""
        self._moved += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._enough()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """From here on the socket's own protocol has the connection."""
        self._enough()
        super().handle_websocket_upgrade()
        self.parser = None  # type: ignore[assignment] # it knows us: a circle

    def _look(self) -> None:
        if not self.flow.read_paused and self._moved < self.least_bytes:
            self._drop()
            return
        self._moved = 0
        self._limit = self.loop.call_later(self.body_seconds, self._look)

    def _within(self, seconds: float) -> None:
        self._limit = self.loop.call_later(seconds, self._drop)

    def _enough(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def _drop(self) -> None:
        self._limit = None
        if not self.transport.is_closing():
            self.transport.abort()


def hurried(head: float, body: float) -> type[PatientHttp]:
    """One that waits for so many seconds."""
    return type("HurriedHttp", (PatientHttp,), {"head_seconds": head, "body_seconds": body})
