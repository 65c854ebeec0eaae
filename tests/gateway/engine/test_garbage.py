"""Two thousand spoiled packets: the engine lives, says nothing about them, and serves a healthy client."""

import asyncio
import random

from websockets.exceptions import ConnectionClosed

from server.gateway.engine import EngineOptions
from tests.gateway.engine.conftest import House, Open
from tests.gateway.engine.wire import Poller, heard, joined, line

GOOD = [
    b"3",
    b"6",
    b"40",
    b'40{"token":"1"}',
    b"40/custom,",
    b"41",
    b'43["late"]',
    b'42["message",1,"2",{"3":[true]}]',
    b'42/custom,7["message",{}]',
    b'4212["message-with-ack","x"]',
    b'451-["message",{"_placeholder":true,"num":0}]',
]


def _spoil(dice: random.Random, packet: bytes) -> bytes:
    data = bytearray(packet)
    for _ in range(dice.randint(0, 3)):
        at = dice.randrange(len(data) + 1)
        choice = dice.randrange(4)
        if choice == 0:
            data[at:at] = bytes([dice.randrange(256)])
        elif choice == 1:
            del data[at : at + dice.randint(1, 4)]
        elif choice == 2:
            data[at:at] = dice.choice(GOOD)
        elif data:
            data[at % len(data)] ^= 1 << dice.randrange(8)
    return bytes(data)


async def _websockets(house: House, dice: random.Random, sessions: int, packets: int) -> int:
    sent = 0
    for _ in range(sessions):
        async with line(house.port) as socket:
            try:
                for _ in range(packets):
                    data = _spoil(dice, dice.choice(GOOD))
                    binary = dice.random() < 0.1
                    await socket.send(data if binary else data.decode(errors="replace"))
                    sent += 1
                while dice.random() < 0.2:
                    await asyncio.wait_for(socket.recv(), 0.01)
            except (ConnectionClosed, TimeoutError):
                continue
            socket.transport.abort()
    return sent


async def _polls(house: House, dice: random.Random, sessions: int) -> int:
    sent = 0
    for _ in range(sessions):
        poller = Poller(house.port)
        await poller.open()
        for _ in range(3):
            packets = [_spoil(dice, dice.choice(GOOD)) for _ in range(4)]
            answer = await poller.post(b"\x1e".join(packets))
            sent += len(packets)
            assert answer.status in (200, 400)
            if answer.status == 400:
                break
    return sent


async def test_spoiled_packets_harm_only_those_who_send_them(open_house: Open) -> None:
    dice = random.Random(20261122)
    house = await open_house(EngineOptions(connect_timeout=1.0, ping_timeout=20.0, ping_interval=20.0))
    async with joined(house.port) as healthy:
        sent = await _websockets(house, dice, 120, 14) + await _polls(house, dice, 60)
        await healthy.send('42["message","still here"]')
        assert await heard(healthy) == '42["message-back","still here"]'
        assert sent > 1_900
        stats = house.engine.stats()
        assert stats.malformed > 50
        assert stats.faults == 0
        async with asyncio.timeout(15):
            while house.engine.stats().sessions > 1:
                await asyncio.sleep(0.02)
                await healthy.send("3")
        assert house.engine.stats().connections == 1
