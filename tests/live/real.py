"""Real Redis servers for tests: every test that asks for `live` runs on each version that is at hand."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.domain.clock import SystemClock
from server.live.binary import _in_wheel
from server.live.client import Live
from server.live.server import RedisServer, ServerOptions

SYSTEM = next(
    (Path(hit) for folder in ("/usr/bin", "/usr/local/bin") if (hit := shutil.which("redis-server", path=folder))),
    None,
)
WHEEL = _in_wheel()
BINARIES = [
    pytest.param(path, id=name, marks=() if path else pytest.mark.skip(f"no redis-server in the {name}"))
    for name, path in (("system", SYSTEM), ("wheel", WHEEL))
]


class ShiftedClock:
    """The machine's clocks plus what a test adds."""

    def __init__(self) -> None:
        self.added = 0.0

    def advance(self, seconds: float) -> None:
        self.added += seconds

    def now(self) -> int:
        return SystemClock().now() + int(self.added * 1000)

    def monotonic(self) -> float:
        return SystemClock().monotonic() + self.added


@pytest.fixture(params=BINARIES)
def binary(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
async def redis(binary: Path, tmp_path: Path) -> AsyncIterator[RedisServer]:
    server = RedisServer(ServerOptions(data_dir=tmp_path, binary=binary))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock()


@pytest.fixture
async def live(redis: RedisServer, clock: ShiftedClock) -> AsyncIterator[Live]:
    client = Live(redis.url, clock)
    await client.ping()
    yield client
    await client.aclose()
