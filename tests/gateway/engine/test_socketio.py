"""What the protocol documents ask of a server, over real sockets: Socket.IO revision 5."""

import json

import pytest
from websockets.exceptions import ConnectionClosed

from tests.gateway.engine.wire import heard, joined, line


@pytest.mark.parametrize(
    ("packet", "prefix", "auth"),
    [
        ("40", "40", '42["auth",{}]'),
        ('40{"token":"123"}', "40", '42["auth",{"token":"123"}]'),
        ("40/custom,", "40/custom,", '42/custom,["auth",{}]'),
        ("40/custom", "40/custom,", '42/custom,["auth",{}]'),
        ('40/custom,{"token":"abc"}', "40/custom,", '42/custom,["auth",{"token":"abc"}]'),
    ],
)
async def test_namespaces_are_joined_with_their_handshake(port: int, packet: str, prefix: str, auth: str) -> None:
    async with line(port) as socket:
        await socket.recv()
        await socket.send(packet)
        connect = str(await socket.recv())
        assert connect.startswith(prefix + "{")
        assert set(json.loads(connect.removeprefix(prefix))) == {"sid"}
        assert await socket.recv() == auth


async def test_unknown_namespace_is_refused_and_the_session_lives(port: int) -> None:
    async with line(port) as socket:
        await socket.recv()
        await socket.send("40/random")
        assert await socket.recv() == '44/random,{"message":"Invalid namespace"}'
        await socket.send("40")
        assert str(await heard(socket)).startswith("40{")


async def test_leaving_the_last_namespace_keeps_the_session(port: int) -> None:
    async with joined(port) as socket:
        await socket.send("41")
        assert await socket.recv() == "2"


async def test_leaving_one_namespace_keeps_the_other(port: int) -> None:
    async with joined(port) as socket:
        await socket.send("40/custom")
        for _ in range(2):
            await heard(socket)
        await socket.send("41/custom")
        await socket.send('42["message","message to main namespace"]')
        assert await heard(socket) == '42["message-back","message to main namespace"]'


async def test_events_and_acknowledgements_come_back(port: int) -> None:
    async with joined(port) as socket:
        await socket.send('42["message",1,"2",{"3":[true]}]')
        assert await heard(socket) == '42["message-back",1,"2",{"3":[true]}]'
        await socket.send('42456["message-with-ack",1,"2",{"3":[false]}]')
        assert await heard(socket) == '43456[1,"2",{"3":[false]}]'
        await socket.send('42/custom7["message"]')


async def test_binary_events_and_acknowledgements_come_back(port: int) -> None:
    parts = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}'
    async with joined(port) as socket:
        await socket.send(f'452-["message",{parts}]')
        await socket.send(b"\x01\x02\x03")
        await socket.send(b"\x04\x05\x06")
        back = [await heard(socket) for _ in range(3)]
        assert back == [f'452-["message-back",{parts}]', b"\x01\x02\x03", b"\x04\x05\x06"]
        await socket.send(f'452-789["message-with-ack",{parts}]')
        await socket.send(b"\x01\x02\x03")
        await socket.send(b"\x04\x05\x06")
        back = [await heard(socket) for _ in range(3)]
        assert back == [f"462-789[{parts}]", b"\x01\x02\x03", b"\x04\x05\x06"]


@pytest.mark.parametrize(
    "packet",
    ["4abc", "42{}", "42[]", "42[1]", '42abc["message",1]', '42["connect"]', '42/nowhere,["message"]',
     "40{}", "44", '451-["message"]', '451-["message",1]4', "2", "5", "7", "", b"\x01"],
)  # fmt: skip
async def test_broken_packets_end_the_session(port: int, packet: str | bytes) -> None:
    async with joined(port) as socket:
        await socket.send(packet)
        if isinstance(packet, str) and packet.startswith("451-"):
            await socket.send('42["message","text where an attachment belongs"]')
        with pytest.raises(ConnectionClosed):
            while True:
                await heard(socket, 2)
    assert socket.close_reason == "malformed"
