"""The two servers that `bench/echo.py` compares: the same echo and the same broadcast."""

from collections.abc import Callable
from typing import Any

import socketio
from msgspec import Raw

from server.domain.clock import SystemClock
from server.gateway.engine import Connection, Engine, EngineOptions, Event
from server.gateway.engine.uvicorn_socket import settings


class Echo:
    """`message` comes back, `all` goes to everyone."""

    engine: Engine

    async def connected(self, connection: Connection, auth: Raw | None) -> None:
        connection.join("all")

    async def received(self, connection: Connection, event: Event) -> None:
        if event.name == "message":
            connection.send("message-back", *event.args)
        else:
            self.engine.emit("all", "posted", event.args[0], namespace="/")

    async def disconnected(self, connection: Connection, reason: str) -> None:
        pass


def tradewind() -> tuple[Any, dict[str, Any]]:
    """This engine."""
    options = EngineOptions()
    echo = Echo()
    echo.engine = Engine(options, {"/": echo}, SystemClock())
    return echo.engine, settings(options)


def python_socketio() -> tuple[Any, dict[str, Any]]:
    """python-socketio at its best among the settings that keep an order: uncompressed, no task an event."""
    server = socketio.AsyncServer(async_mode="asgi", async_handlers=False, cors_allowed_origins="*")

    async def message(sid: str, data: object) -> None:
        await server.emit("message-back", data, to=sid)

    async def everyone(_: str, data: object) -> None:
        await server.emit("posted", data)

    server.on("message", message)
    server.on("all", everyone)
    return socketio.ASGIApp(server), {"ws": "websockets-sansio", "ws_per_message_deflate": False}


KINDS: dict[str, Callable[[], tuple[Any, dict[str, Any]]]] = {
    "tradewind": tradewind,
    "python-socketio": python_socketio,
}
