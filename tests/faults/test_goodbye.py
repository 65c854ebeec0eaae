"""Connections the server ends: a deploy, a reader who does not read, a caller who never says who they are."""

import asyncio
import json
from itertools import pairwise

import pytest
import websockets

from tests.faults.conftest import Begin
from tests.support.people import Shopper
from tests.support.running import Server

pytestmark = pytest.mark.faults

LONG = "Nothing but words for the one who does not read them. " * 148


async def test_a_deploy_tells_everybody_when_to_come_back_and_not_all_at_once(begin: Begin) -> None:
    server = await begin(DRAIN_SECONDS="2")
    shoppers = [await Shopper.arrives(server.url) for _ in range(12)]
    for shopper in shoppers[:3]:
        await shopper.says("Hello, where is my parcel?")
    code = asyncio.create_task(server.stop())
    byes = [await shopper.wire.event("server.bye") for shopper in shoppers]
    assert {bye["code"] for bye in byes} == {"restart"}
    times = sorted(bye["retryAfterMs"] for bye in byes)
    assert times[0] < 400
    assert 1500 < times[-1] <= 2000
    assert max(two - one for one, two in pairwise(times)) < 400
    assert await code in (0, -15)
    assert all(shopper.wire.closed for shopper in shoppers)


async def test_a_reader_who_does_not_read_is_closed_and_the_others_notice_nothing(shared_server: Server) -> None:
    shopper = await Shopper.arrives(shared_server.url)
    for number in range(30):
        await shopper.says(f"{number} {LONG}")
    deaf = await _deaf(shared_server.url, shopper)
    for number in range(20):
        async with asyncio.timeout(2):
            await shopper.says(f"I still get my answers, {number} of them")
        await asyncio.sleep(0.57)
    with pytest.raises(websockets.ConnectionClosed):
        async with asyncio.timeout(5):
            while True:
                await deaf.recv()
    await shopper.sees("I still get my answers, 19 of them")
    await shopper.wire.close()
    await deaf.wait_closed()


async def _deaf(url: str, shopper: Shopper) -> websockets.ClientConnection:
    """A second window of the shopper that asks for ten megabytes of its past and takes nothing of it."""
    address = url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    deaf = await websockets.connect(address, compression=None, max_queue=1, ping_interval=None)
    await deaf.recv()
    await deaf.send(f"40/customer,{json.dumps({'version': 1, 'token': shopper.token})}")
    ask = ["conversation.resume", {"conversationId": shopper.conversation}]
    for number in range(40):
        await deaf.send(f"42/customer,{number}{json.dumps(ask)}")
    return deaf


async def test_who_never_says_who_they_are_is_closed(shared_server: Server) -> None:
    address = shared_server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    silent = await websockets.connect(address, compression=None)
    garbled = await websockets.connect(address, compression=None)
    await garbled.send('40/customer,{"version":1,"token":"nobody"}')
    for connection in (silent, garbled):
        with pytest.raises(websockets.ConnectionClosed):
            async with asyncio.timeout(8):
                while True:
                    await connection.recv()
