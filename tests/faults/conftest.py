"""Servers to be hurt."""

import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest

from tests.support.running import Server

Begin = Callable[..., Awaitable[Server]]


@pytest.fixture
async def begin(tmp_path: Path) -> AsyncIterator[Begin]:
    """`await begin("mutant", NAME="value")` starts a server, with that fault planted; without a name a sound one."""
    async with AsyncExitStack() as stack:

        async def start(mutant: str = "", **environment: str) -> Server:
            command = (mutant, "up") if mutant else ("up",)
            module = "tests.support.mutants" if mutant else "server"
            server = Server(tmp_path, command, module=module, **environment)
            stack.push_async_callback(server.kill)
            return await server.start()

        yield start


@pytest.fixture
async def impatient(tmp_path: Path) -> None:
    """The demo workspace, made before any server starts, gives a vanished agent two seconds."""
    release = await Server(tmp_path, ("release", "--demo")).start(wait=False)
    await release.dies(20)
    with closing(sqlite3.connect(release.database)) as connection, connection:
        (policy,) = connection.execute("SELECT policy FROM workspace").fetchone()
        changed = json.dumps(json.loads(policy) | {"grace_seconds": 2})
        connection.execute("UPDATE workspace SET policy = ?", (changed,))
