"""The engine: an ASGI application that serves Socket.IO clients, and the few calls its owner needs."""

import logging
from collections.abc import Collection, Mapping

from msgspec import Raw, Struct

from server.domain.clock import Clock
from server.gateway.engine import frames, polling_edge, websocket_edge
from server.gateway.engine.asgi import Receive, Scope, Send
from server.gateway.engine.client import Client
from server.gateway.engine.connection import Connection, Namespace
from server.gateway.engine.contract import Peer
from server.gateway.engine.drain import drain
from server.gateway.engine.fault import report
from server.gateway.engine.hub import Hub
from server.gateway.engine.options import EngineOptions
from server.gateway.engine.session import Session

log = logging.getLogger(__name__)


class Stats(Struct, frozen=True):
    """The engine now (sessions, connections, waiting bytes) and since its start (all the others)."""

    sessions: int
    polling: int
    connections: int
    audiences: int
    queued_bytes: int
    opened: int
    refused: int
    received: int
    dropped: int
    slow: int
    malformed: int
    timeouts: int
    faults: int


class Engine:
    """Socket.IO v5 over Engine.IO v4. Mount it where clients expect it, usually `/socket.io/`."""

    def __init__(self, options: EngineOptions, namespaces: Mapping[str, Namespace], clock: Clock) -> None:
        self._hub = Hub(options, namespaces, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one WebSocket or one HTTP request. Nothing a client sends makes it raise."""
        if scope["type"] == "lifespan":
            return
        serve = websocket_edge.serve if scope["type"] == "websocket" else polling_edge.serve
        try:
            await serve(self._hub, self.above, scope, receive, send)
        except Exception as error:
            report(log, "connection failed", error)

    def above(self, hub: Hub, session: Session) -> Peer:
        """The layer above Engine.IO."""
        return Client(hub, session)

    def emit(
        self,
        audience: str,
        event: str,
        payload: object | Raw,
        *,
        namespace: str,
        volatile: bool = False,
        skip: Connection | None = None,
    ) -> int:
        """Send an event to everyone in an audience, encoded once. Answers how many connections it was for."""
        members = self.audience(namespace, audience)
        if not members:
            return 0
        frame = frames.event(namespace, (event, payload), volatile=volatile)
        told = 0
        for connection in members:
            if connection.open and connection is not skip:
                connection.deliver(frame)
                told += 1
        return told

    def audience(self, namespace: str, name: str) -> Collection[Connection]:
        """The connections that hear `name`: a live view."""
        return self._hub.audiences[namespace].of(name)

    async def drain(self, seconds: float, farewell: tuple[str, Mapping[str, object]]) -> None:
        """Turn newcomers away and send everyone home in even slices; returns within `seconds` + 1.

        Each connection gets the farewell event with `retryAfterMs` added: when it may come back.
        """
        await drain(self._hub, seconds, farewell)

    def stats(self) -> Stats:
        """Counts for metrics; walks the sessions once."""
        hub, counters = self._hub, self._hub.counters
        sessions = hub.sessions.values()
        return Stats(
            sessions=len(sessions),
            polling=sum(session.transport.name == "polling" for session in sessions),
            connections=hub.connections,
            audiences=sum(map(len, hub.audiences.values())),
            queued_bytes=sum(session.outbox.size for session in sessions),
            opened=counters.opened,
            refused=counters.refused,
            received=counters.received,
            dropped=counters.dropped + sum(session.outbox.dropped for session in sessions),
            slow=counters.slow,
            malformed=counters.malformed,
            timeouts=counters.timeouts,
            faults=counters.faults,
        )
