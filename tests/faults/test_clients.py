"""Connections come and go, frames are lost, a shopper has two windows: everyone ends with exactly their part of the log."""

import asyncio

import pytest

from loadtest.laws.judge import judge
from tests.faults.conftest import Begin
from tests.support.laws import holds
from tests.support.people import Shopper as Person
from tests.support.running import Server
from tests.support.stored import read_store
from tests.support.traffic import traffic, until

pytestmark = pytest.mark.faults


async def test_lost_broadcasts_are_healed_while_everybody_stays_connected(begin: Begin) -> None:
    server = await begin("drop_broadcasts")
    async with traffic(server.url, shoppers=5) as desk:
        await asyncio.sleep(2)
        await desk.quiet()

        def complete() -> bool:
            return not judge(desk.history, read_store(server.database))

        await until(complete, 12)
    holds(desk.history, server.database)


async def test_dropped_connections_and_second_windows(begin: Begin) -> None:
    server = await begin()
    async with traffic(server.url, shoppers=4, agents=("sofia",)) as desk:
        await until(lambda: all(shopper.conversation for shopper in desk.shoppers), 8)
        first = desk.shoppers[0]
        second = desk.again(first)
        for _ in range(8):
            await desk.rng.choice((*desk.shoppers, *desk.agents)).drop()
            await asyncio.sleep(0.15)
        for _ in range(3):
            await second.say()
    holds(desk.history, server.database)
    one, two = (each.applied[first.conversation] for each in (first.observer, second.observer))
    assert one == two
    assert len(one) > 6


async def test_words_sent_without_waiting_for_answers_are_stored_in_order(shared_server: Server) -> None:
    shopper = await Person.arrives(shared_server.url)
    await shopper.says("Good morning, I have a list of questions")
    acks = await asyncio.gather(*(shopper.says(f"Question number {number} of the list") for number in range(30)))
    numbers = [ack["seq"] for ack in acks]
    assert numbers == list(range(numbers[0], numbers[0] + 30))
    await shopper.wire.close()
