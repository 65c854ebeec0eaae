"""The server dies without a word, again and again: nothing acknowledged is lost, nothing is doubled."""

import asyncio
from pathlib import Path

import pytest

from tests.faults.conftest import Begin
from tests.support.laws import holds
from tests.support.people import Shopper, client_id
from tests.support.traffic import Desk, traffic
from tests.support.wire import Gone

pytestmark = pytest.mark.faults


async def test_three_kills_under_traffic_lose_and_double_nothing(begin: Begin) -> None:
    server = await begin()
    async with traffic(server.url, shoppers=6, agents=("sofia", "jonas")) as desk:
        for seconds in (1.7, 0.9, 1.3):
            await asyncio.sleep(seconds)
            await _somebody_asks(desk)
            await server.kill()
            await server.start()
        await asyncio.sleep(1)
    holds(desk.history, server.database)
    assert len(desk.history.done("ok")) > 100
    assert desk.history.done("info"), "no request met the kills"


async def _somebody_asks(desk: Desk) -> None:
    """Return in the very turn of the loop in which a request leaves; its answer cannot have come."""
    async with asyncio.timeout(20):
        while desk.history.ops[-1].what != "invoke":  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(0)


async def test_a_kill_between_commit_and_ack_answers_the_repeat_with_the_same_number(
    begin: Begin, tmp_path: Path
) -> None:
    order = tmp_path / "die"
    server = await begin("die_before_ack", DIE_AT=str(order))
    shopper = await Shopper.arrives(server.url)
    first = await shopper.says("Hello, where is my parcel?")
    order.touch()
    id = client_id()
    with pytest.raises(Gone):
        await shopper.says("It should have come on Monday", id)
    await server.start()
    again = await Shopper.arrives(server.url, token=shopper.token)
    again.conversation = shopper.conversation
    for _ in range(2):
        ack = await again.says("It should have come on Monday", id)
        assert (ack["dup"], ack["seq"]) == (True, first["seq"] + 1)
    assert (
        await again.refused(
            "message.send", conversationId=again.conversation, clientId=id, body={"text": "Something else"}
        )
        == "conflict"
    )
    assert (await again.says("And today is Friday"))["seq"] == first["seq"] + 2
