"""What all tests may ask for: a running server, shared within a worker process."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest
import uvloop
from hypothesis import HealthCheck, settings

from tests.support.running import Server
from tests.support.shape import quick_passwords, shaped

TESTS = Path(__file__).parent

settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
"""The same examples in every build, however slow the machine; `./dev fuzz` looks for new ones."""

LONG = ("faults", "flows", "browser", "app", "properties")
"""Folders whose files take many seconds each; they begin first, so that no worker ends long after the others."""
WAITING, COMPUTING = ("faults", "flows"), "compliance"
"""The former leave a third of the machine idle, the latter nothing: their files take turns."""


def pytest_configure(config: pytest.Config) -> None:
    """Files are handed to the workers in the order below, not by how many tests they hold."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long folders first, what only computes between those that wait, then the rest in its order.

    What runs alone is looked for in `flows` only.
    """
    lost = [item.nodeid for item in items if item.get_closest_marker("serial") and item.path.parent != TESTS / "flows"]
    if lost:
        raise pytest.UsageError(f"serial tests live in tests/flows: {lost}")
    ranks = {folder: rank for rank, folder in enumerate(LONG)}
    items.sort(key=lambda item: ranks.get(_folder(item), len(LONG)))
    first = [item for item in items if _folder(item) in WAITING]
    beside = [item for item in items if _folder(item) == COMPUTING]
    turns = _shares(first) | _shares(beside)
    items.sort(key=lambda item: turns.get(item.path, 1.0))


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(TESTS).parts[0]


def _shares(items: list[pytest.Item]) -> dict[Path, float]:
    """Of each file, the share of the files that stand before it."""
    files = list(dict.fromkeys(item.path for item in items))
    return {path: at / len(files) for at, path in enumerate(files)}


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory, seeded: Path) -> Iterator[Server]:
    """One demo server for many tests; they must not depend on being alone there."""
    loop = asyncio.new_event_loop()
    server = Server(tmp_path_factory.mktemp("shared")).given(seeded)
    try:
        loop.run_until_complete(server.start())
        yield server
        loop.run_until_complete(server.stop())
    finally:
        loop.close()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a demo that nobody has used yet, to be copied: migrated once, its password hashed once."""
    from server.app import demo
    from server.app.store import Store
    from server.domain.clock import SystemClock
    from server.settings import Settings

    settings = Settings(data_dir=tmp_path_factory.mktemp("seeded"))
    database = shaped(settings.data_dir)

    async def fill() -> None:
        store, passwords = Store(settings, SystemClock(), lambda _outcome: None), quick_passwords()
        await demo.seed(store.desk, store.records, passwords, SystemClock())
        passwords.close()
        await store.database.close()

    asyncio.run(fill())
    return database


@pytest.fixture
async def own_server(tmp_path_factory: pytest.TempPathFactory, seeded: Path) -> AsyncIterator[Server]:
    """A demo server of the test's own, to be killed, frozen or filled."""
    server = Server(tmp_path_factory.mktemp("own")).given(seeded)
    await server.start()
    yield server
    await server.stop()


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop the product runs on: its clock ticks in milliseconds, and that has mattered."""
    return {"uvloop": uvloop.new_event_loop}
