"""Redis is killed, emptied and frozen: nobody's message waits for it, nobody gets two owners, nobody loses their place."""

import asyncio

import pytest

from loadtest.laws.judge import judge
from tests.faults.conftest import Begin
from tests.support.laws import holds
from tests.support.redis_tools import flush, frozen, kill, next_redis
from tests.support.running import Server
from tests.support.stored import read_store
from tests.support.traffic import Desk, traffic, until

pytestmark = pytest.mark.faults


async def test_traffic_goes_on_while_redis_is_killed_emptied_and_frozen(begin: Begin) -> None:
    server = await begin()
    async with traffic(server.url, shoppers=5, agents=("sofia", "jonas")) as desk:
        await asyncio.sleep(1)
        former = kill(server)
        await _answers(desk)
        await next_redis(server, former)
        flush(server)
        await _answers(desk)
        async with frozen(server):
            await asyncio.sleep(0.5)
            for _ in range(2):
                await _answers(desk)
            (newcomer,) = await desk.admit(1)
            assert (await newcomer.say()).ok
            await asyncio.sleep(1)
    holds(desk.history, server.database)


async def _answers(desk: Desk, within: float = 1.5) -> None:
    """Everybody who talks gets an ack from now on, soon."""
    began = asyncio.get_running_loop().time()
    talking = [shopper for shopper in desk.shoppers if shopper.conversation]
    await until(lambda: all(shopper.latest_ack > began for shopper in talking), within)


@pytest.mark.parametrize("mutant", ["", "newest_first"])
async def test_the_queue_keeps_its_order_and_nobody_two_owners_through_a_burst(begin: Begin, mutant: str) -> None:
    server = await begin(mutant)
    desk = Desk(server.url)
    for name, hurt in (("sofia", _kill_twice), ("lin", _flush_often), ("amara", _freeze)):
        for shopper in await desk.admit(4):
            assert (await shopper.say()).ok
        await asyncio.gather(desk.hire(name), hurt(server))
        await _all_owned(server, within=8)
    await desk.finish()
    found = judge(desk.history, read_store(server.database))
    assert {each.law for each in found} == ({"overtaken"} if mutant else set()), found


async def _kill_twice(server: Server) -> None:
    for _ in range(2):
        former = kill(server)
        await next_redis(server, former)


async def _flush_often(server: Server) -> None:
    for _ in range(6):
        flush(server)
        await asyncio.sleep(0.1)


async def _freeze(server: Server) -> None:
    async with frozen(server):
        await _all_owned(server, within=8)


async def _all_owned(server: Server, within: float) -> None:
    def owned() -> bool:
        return all(thread.status == "assigned" for thread in read_store(server.database).threads.values())

    await until(owned, within)
