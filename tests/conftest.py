"""What all tests may ask for: a running server, shared within a worker process."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping

import pytest
import uvloop

from tests.support.running import Server


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One demo server for many tests; they must not depend on being alone there."""
    loop = asyncio.new_event_loop()
    server = Server(tmp_path_factory.mktemp("shared"))
    try:
        loop.run_until_complete(server.start())
        yield server
        loop.run_until_complete(server.stop())
    finally:
        loop.close()


@pytest.fixture
async def own_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """A demo server of the test's own, to be killed, frozen or filled."""
    server = Server(tmp_path_factory.mktemp("own"))
    await server.start()
    yield server
    await server.stop()


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop the product runs on: its clock ticks in milliseconds, and that has mattered."""
    return {"uvloop": uvloop.new_event_loop}
