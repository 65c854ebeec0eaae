"""Servers to be hurt."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.support.policies import set_policy
from tests.support.running import Server

Begin = Callable[..., Awaitable[Server]]


@pytest.fixture
async def begin(tmp_path: Path, seeded: Path) -> AsyncIterator[Begin]:
    """`await begin("mutant", NAME="value")` starts a server, with that fault planted; without a name a sound one."""
    async with AsyncExitStack() as stack:

        async def start(mutant: str = "", **environment: str) -> Server:
            command = (mutant, "up") if mutant else ("up",)
            module = "tests.support.mutants" if mutant else "server"
            server = Server(tmp_path, command, module=module, **environment)
            if not server.database.exists():
                server.given(seeded)
            stack.push_async_callback(server.kill)
            return await server.start()

        yield start


@pytest.fixture
async def impatient(tmp_path: Path, seeded: Path) -> None:
    """The demo workspace, made before any server starts, gives a vanished agent two seconds."""
    set_policy(Server(tmp_path).given(seeded), grace_seconds=2)
