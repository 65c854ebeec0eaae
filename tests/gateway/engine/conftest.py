"""A real uvicorn with the engine on a free port, inside the test's own loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import pytest
import uvicorn

from server.domain.clock import SystemClock
from server.gateway.engine import Engine, EngineOptions, Namespace
from server.gateway.engine.asgi import Application
from server.gateway.engine.echo import Echo, application, options
from server.gateway.engine.uvicorn_socket import settings


class House:
    """A running engine."""

    def __init__(self, engine: Engine, port: int) -> None:
        self.engine = engine
        self.port = port


Open = Callable[..., Awaitable[House]]
Serve = Callable[[Application, EngineOptions], Awaitable[int]]


async def _stop(server: uvicorn.Server) -> None:
    """As uvicorn's own shutdown, without its pauses."""
    for listener in server.servers:
        listener.close()
    for connection in list(server.server_state.connections):
        connection.shutdown()
    async with asyncio.timeout(15):
        await asyncio.gather(*server.server_state.tasks)
        while server.server_state.connections:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.001)


@pytest.fixture
async def open_application() -> AsyncIterator[Serve]:
    """Serves any ASGI application with the engine's settings; answers its port."""
    servers: list[uvicorn.Server] = []

    async def start(application: Application, chosen: EngineOptions) -> int:
        config = uvicorn.Config(
            application, lifespan="off", log_level="warning", log_config=None, access_log=False, **settings(chosen)
        )
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)
        door = socket.socket()
        door.bind(("127.0.0.1", 0))
        await server.startup(sockets=[door])
        servers.append(server)
        return int(door.getsockname()[1])

    yield start
    for server in servers:
        await _stop(server)


@pytest.fixture
async def open_house(open_application: Serve) -> Open:
    """Opens an engine with these options and namespaces."""

    async def start(chosen: EngineOptions | None = None, namespaces: Mapping[str, Namespace] | None = None) -> House:
        chosen = chosen or options()
        engine = Engine(chosen, namespaces or {"/": Echo(), "/custom": Echo()}, SystemClock())
        return House(engine, await open_application(engine, chosen))

    return start


@pytest.fixture
async def port(open_application: Serve) -> int:
    """The port of the conformance server."""
    return await open_application(application(), options())
