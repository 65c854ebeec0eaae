from collections.abc import AsyncIterator

import pytest

from server.live.client import Live
from server.live.server import RedisServer
from tests.live.real import ShiftedClock, binary, clock, live, redis
from tests.routing.world import World

__all__ = ["binary", "clock", "live", "redis", "world"]


@pytest.fixture
async def world(redis: RedisServer, live: Live, clock: ShiftedClock) -> AsyncIterator[World]:
    """A desk with two routers over one Redis."""
    other = Live(redis.url, clock)
    world = World([live, other], clock)
    await world.open()
    yield world
    await world.shut()
    await other.aclose()
