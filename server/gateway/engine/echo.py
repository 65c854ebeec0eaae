"""The server of the public conformance suites, Socket.IO and bare Engine.IO.

`python -m server.gateway.engine.echo --port 3000`
"""

import argparse

import uvicorn
from msgspec import Raw

from server.domain.clock import SystemClock
from server.gateway.engine.asgi import Application, Receive, Scope, Send
from server.gateway.engine.connection import Connection, Event, Reply
from server.gateway.engine.engine import Engine
from server.gateway.engine.options import EngineOptions
from server.gateway.engine.raw_echo import RawEngine
from server.gateway.engine.uvicorn_socket import settings


class Echo:
    """Says back what it hears."""

    async def connected(self, connection: Connection, auth: Raw | None) -> None:
        """Tell the newcomer its own handshake."""
        connection.send("auth", auth if auth is not None else {})

    async def received(self, connection: Connection, event: Event) -> tuple[object, ...] | Reply | None:
        """`message` comes back as `message-back`, `message-with-ack` in its acknowledgement."""
        if event.name == "message":
            connection.send("message-back", *event.args, attachments=event.attachments)
        if event.name == "message-with-ack":
            return Reply(event.args, event.attachments)
        return None

    async def disconnected(self, connection: Connection, reason: str) -> None:
        """Nothing to forget."""


def application() -> Application:
    """Socket.IO everywhere but under `/engine.io/`."""
    echo = Echo()
    full = Engine(options(), {"/": echo, "/custom": echo}, SystemClock())
    raw = RawEngine(options(), {}, SystemClock())

    async def route(scope: Scope, receive: Receive, send: Send) -> None:
        await (raw if scope.get("path", "").startswith("/engine.io") else full)(scope, receive, send)

    return route


def options() -> EngineOptions:
    """The times and sizes that the conformance suites expect."""
    return EngineOptions(ping_interval=0.3, ping_timeout=0.2, connect_timeout=1.0, max_payload=1_000_000)


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=3000)
    arguments = parser.parse_args()
    uvicorn.run(
        application(),
        host="127.0.0.1",
        port=arguments.port,
        **settings(options()),
        lifespan="off",
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
