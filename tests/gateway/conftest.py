"""A server with two tenants, shared by the tests of a process."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.support.running import Server
from tests.support.worlds import World, plant_worlds


@pytest.fixture(scope="session")
def two_worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The running server; its tenants are `north` and `south`."""
    server = Server(tmp_path_factory.mktemp("worlds"))
    with asyncio.Runner() as runner:
        runner.run(plant_worlds(server.folder / "data"))
        runner.run(server.start())
        yield server
        runner.run(server.stop())


@pytest_asyncio.fixture
async def world(two_worlds: Server) -> AsyncIterator[World]:
    """Both tenants, for one test."""
    world = World(two_worlds)
    yield world
    await world.close()
