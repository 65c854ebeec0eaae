"""The server with two tenants as a fixture: one a process, whichever folders of tests ask for it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.running import Server
from tests.support.worlds import Planted, World, plant_worlds

KEPT = pytest.StashKey[Planted]()


@pytest.fixture(scope="session")
def two_worlds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """The running server; its tenants are `north` and `south`."""
    stash = request.config.stash
    if KEPT not in stash:
        runner = asyncio.Runner()
        server = Server(tmp_path_factory.mktemp("worlds"))
        request.config.add_cleanup(runner.close)
        runner.run(plant_worlds(server.folder / "data"))
        runner.run(server.start())
        request.config.add_cleanup(lambda: runner.run(server.stop()) and None)
        stash[KEPT] = Planted(server)
    return stash[KEPT]


@pytest_asyncio.fixture
async def world(two_worlds: Planted) -> AsyncIterator[World]:
    """Both tenants, for one test."""
    world = World(two_worlds)
    yield world
    await world.close()
