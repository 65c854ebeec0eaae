"""A house with two tenants whose HTTP door is asked without a socket: cheap, and the asker's address is the test's to choose."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2

from server.app.house import House
from server.app.serving import server
from server.settings import Settings
from tests.support.worlds import plant_worlds


class Hand:
    """A clock moved by hand; `ms` since the epoch."""

    def __init__(self, ms: int = 1_800_000_000_000) -> None:
        self.ms = ms

    def now(self) -> int:
        """Milliseconds since the epoch."""
        return self.ms

    def monotonic(self) -> float:
        """Seconds."""
        return self.ms / 1000


class Indoors:
    """The house and its clock; `app` is what a server would serve."""

    def __init__(self, house: House, clock: Hand, app: Any) -> None:
        self.house = house
        self.clock = clock
        self._app = app

    def client(self, address: str = "127.0.0.1", **headers: str) -> httpx2.AsyncClient:
        """Somebody who asks from this address."""
        transport = httpx2.ASGITransport(self._app, raise_app_exceptions=False, client=(address, 4711))
        return httpx2.AsyncClient(transport=transport, base_url="http://desk.example", headers=headers)


@asynccontextmanager
async def indoors(folder: Path, **settings: Any) -> AsyncIterator[Indoors]:
    """North and south, under these settings. Nothing runs but what a request makes run."""
    data = folder / "data"
    if not data.exists():
        await plant_worlds(data)
    clock, before = Hand(), gc.get_threshold()
    house = House(Settings(data_dir=data, **settings), clock=clock)
    app = server(house).config.app
    gc.set_threshold(*before)
    await house.store.writer.start()
    try:
        yield Indoors(house, clock, app)
    finally:
        await house.store.writer.stop()
        await house.store.intake.stop()
        house.passwords.close()
        await house.store.database.close()
        if house.redis:
            await house.redis.stop()
