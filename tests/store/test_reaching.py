"""A process that starts beside its database waits for it, and one whose database never comes says so in a line."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from server.domain.errors import Refusal
from server.store.database import Database, open_database
from tests.support.parts import Postgres
from tests.support.running import free_port


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = open_database(url)
    yield database
    await database.close()


@pytest.mark.postgres
async def test_a_database_that_comes_later_is_waited_for() -> None:
    postgres = Postgres().start()
    try:
        postgres.stop()
        async with opened(postgres.url) as database:
            waiting = asyncio.create_task(database.reached())
            await asyncio.sleep(1)
            assert not waiting.done()
            await asyncio.to_thread(postgres.again)
            await waiting
    finally:
        postgres.remove()


async def test_one_that_never_comes_is_named_without_its_password() -> None:
    port = free_port()
    async with opened(f"postgresql://tradewind:geheim@127.0.0.1:{port}/desk") as database:
        with pytest.raises(Refusal, match="does not answer") as caught:
            await database.reached(0.1)
    assert caught.value.code == "unavailable"
    assert f"127.0.0.1:{port}/desk" in str(caught.value)
    assert "geheim" not in str(caught.value)


@pytest.mark.postgres
async def test_where_waiting_is_no_use_nobody_waits(cluster: Postgres) -> None:
    async with opened(cluster.url.removesuffix("postgres") + "nowhere") as database, asyncio.timeout(20):
        with pytest.raises(Refusal, match="nowhere"):
            await database.reached(3600)
