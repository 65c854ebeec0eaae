"""Commands that take too long are cut off, each for itself, and nobody else's cancelling is taken for it."""

import asyncio

import pytest

from server.gateway.deadlines import Deadlines


async def test_what_is_done_in_time_answers() -> None:
    assert await Deadlines(5).bound(asyncio.sleep(0, "done")) == "done"


async def test_what_takes_longer_is_cancelled_and_the_task_goes_on() -> None:
    deadlines, undone = Deadlines(0.02), asyncio.Event()

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            undone.set()

    for _ in range(2):
        with pytest.raises(TimeoutError):
            await deadlines.bound(forever())
        assert undone.is_set()
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0
        await asyncio.sleep(0)


async def test_each_is_cut_off_for_itself() -> None:
    deadlines, gate = Deadlines(0.05), asyncio.Event()
    slow = asyncio.create_task(deadlines.bound(asyncio.Event().wait()))
    with pytest.raises(TimeoutError):
        await slow
    later = asyncio.create_task(deadlines.bound(gate.wait()))
    await asyncio.sleep(0)
    gate.set()
    assert await later


async def test_somebody_elses_cancelling_stays_one() -> None:
    task = asyncio.create_task(Deadlines(5).bound(asyncio.Event().wait()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_error_of_the_work_goes_through() -> None:
    async def wrong() -> None:
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        await Deadlines(5).bound(wrong())
