"""A browser for each worker process, and a crowd of people in it for each test."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.support.browser import CHROMIUM, WHOLE, Crowd
from tests.support.running import Server

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
FAILED = pytest.StashKey[bool]()
expect.set_options(timeout=30_000)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Leave a word for the fixtures on whether the test itself failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One real browser; tests take contexts of it."""
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def noticing_crowd(
    shared_server: Server, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Crowd]:
    """People whose browser may show notices of the desktop; the headless shell never does."""
    if shutil.which(WHOLE) is None:
        pytest.skip(f"{WHOLE} is not installed")
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=WHOLE, args=[*QUIET])
        async for people in _crowd(browser, shared_server, request, tmp_path_factory):
            yield people
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory, seeded: Path) -> AsyncIterator[Server]:
    """A server for one file of tests, which may kill it as long as they start it again."""
    server = await Server(tmp_path_factory.mktemp("house")).given(seeded).start()
    yield server
    await server.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def crowd(
    chromium: Browser, shared_server: Server, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Crowd]:
    """People at the shared server."""
    async for people in _crowd(chromium, shared_server, request, tmp_path_factory):
        yield people


@pytest_asyncio.fixture(loop_scope="session")
async def house_crowd(
    chromium: Browser, house: Server, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Crowd]:
    """People at the file's own server."""
    async for people in _crowd(chromium, house, request, tmp_path_factory):
        yield people


async def _crowd(
    browser: Browser, server: Server, request: pytest.FixtureRequest, folders: pytest.TempPathFactory
) -> AsyncIterator[Crowd]:
    people = Crowd(browser, server.url)
    yield people
    if request.node.stash.get(FAILED, False):
        folder = folders.mktemp("pictures")
        await people.pictures(folder)
        told = [f"{type(tab).__name__}: {tab.errors}" for tab in people.tabs]
        request.node.add_report_section("teardown", "browsers", "\n".join([f"pictures in {folder}", *told]))
    assert not await people.leaves()
