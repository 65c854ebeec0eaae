"""A real uvicorn with the engine on a free port, inside the test's own loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import pytest
import uvicorn

from server.domain.clock import SystemClock
from server.gateway.engine import Engine, EngineOptions, Namespace
from server.gateway.engine.echo import Echo, options
from server.gateway.engine.uvicorn_socket import settings


class House:
    """A running engine."""

    def __init__(self, engine: Engine, port: int) -> None:
        self.engine = engine
        self.port = port


Open = Callable[..., Awaitable[House]]


@pytest.fixture
async def open_house() -> AsyncIterator[Open]:
    """Opens a server with these options and namespaces; all are closed after the test."""
    servers: list[uvicorn.Server] = []

    async def start(
        chosen: EngineOptions | None = None, namespaces: Mapping[str, Namespace] | None = None
    ) -> House:
        chosen = chosen or options()
        engine = Engine(chosen, namespaces or {"/": Echo(), "/custom": Echo()}, SystemClock())
        config = uvicorn.Config(
            engine, lifespan="off", log_level="critical", access_log=False, **settings(chosen)
        )
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)
        door = socket.socket()
        door.bind(("127.0.0.1", 0))
        await server.startup(sockets=[door])
        servers.append(server)
        return House(engine, door.getsockname()[1])

    yield start
    for server in servers:
        await _stop(server)


async def _stop(server: uvicorn.Server) -> None:
    """As uvicorn's own shutdown, without its pauses."""
    for listener in server.servers:
        listener.close()
    for connection in list(server.server_state.connections):
        connection.shutdown()
    async with asyncio.timeout(5):
        await asyncio.gather(*server.server_state.tasks)
        while server.server_state.connections:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.001)


@pytest.fixture
async def port(open_house: Open) -> int:
    """The port of the conformance server."""
    return (await open_house()).port
