"""Nobody waits for the writer longer than promised, and one timer serves all."""

import asyncio
from typing import Any

import pytest

from server.domain.errors import Refusal
from server.store.patience import Patience


async def test_who_waited_too_long_is_told_to_come_back() -> None:
    patience = Patience(0.0)
    loop = asyncio.get_running_loop()
    slow: list[asyncio.Future[Any]] = [loop.create_future() for _ in range(3)]
    answered: asyncio.Future[int] = loop.create_future()
    patience.watch(slow[0])
    patience.watch(answered)
    answered.set_result(7)
    patience.watch(slow[1])
    for future in slow[:2]:
        with pytest.raises(Refusal) as caught:
            await asyncio.wait_for(future, 20)
        assert (caught.value.code, caught.value.retry) == ("unavailable", True)
    patience.watch(slow[2])
    with pytest.raises(Refusal):
        await asyncio.wait_for(slow[2], 20)
    assert await answered == 7


async def test_who_may_wait_is_left_alone() -> None:
    patience = Patience(60.0)
    future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    patience.watch(future)
    await asyncio.sleep(0)
    assert not future.done()
    future.set_result(1)
