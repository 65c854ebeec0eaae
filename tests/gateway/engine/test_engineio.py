"""What the protocol documents ask of a server, over real sockets: Engine.IO revision 4."""

import asyncio
import json

import pytest
from websockets.asyncio.client import connect

from tests.gateway.engine.wire import PATH, Poller, ask, heard, joined, line, upgrade_answer

RAW = "/engine.io/?EIO=4"
POLL = f"{PATH}&transport=polling"


async def test_polling_greets_with_times_sizes_and_the_upgrade(port: int) -> None:
    greeting = await Poller(port).open()
    assert len(greeting.pop("sid")) == 20
    assert greeting == {
        "upgrades": ["websocket"],
        "pingInterval": 300,
        "pingTimeout": 200,
        "maxPayload": 1_000_000,
    }


async def test_websocket_greets_without_upgrades(port: int) -> None:
    async with line(port) as socket:
        first = await socket.recv()
    assert isinstance(first, str)
    greeting = json.loads(first.removeprefix("0"))
    assert set(greeting) == {"sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"}
    assert greeting["upgrades"] == []


@pytest.mark.parametrize(
    ("method", "target", "code", "message"),
    [
        ("GET", "/socket.io/?EIO=4", 0, "Transport unknown"),
        ("GET", "/socket.io/?EIO=4&transport=abc", 0, "Transport unknown"),
        ("GET", f"{POLL}&sid=nobody", 1, "Session ID unknown"),
        ("POST", POLL, 2, "Bad handshake method"),
        ("PUT", POLL, 2, "Bad handshake method"),
        ("GET", f"{PATH}&transport=websocket", 3, "Bad request"),
        ("GET", "/socket.io/?transport=polling", 5, "Unsupported protocol version"),
        ("GET", "/socket.io/?EIO=3&transport=polling", 5, "Unsupported protocol version"),
        ("GET", "/socket.io/?EIO=abc&transport=polling", 5, "Unsupported protocol version"),
    ],
)
async def test_wrong_requests_get_the_codes_of_the_reference(
    port: int, method: str, target: str, code: int, message: str
) -> None:
    answer = await ask(port, target, method)
    assert (answer.status, answer.json()) == (400, {"code": code, "message": message})


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("/socket.io/?EIO=4", 0),
        ("/socket.io/?EIO=4&transport=abc", 0),
        (f"{PATH}&transport=websocket&sid=nobody", 1),
        (POLL, 3),
        ("/socket.io/?EIO=abc&transport=websocket", 5),
    ],
)
async def test_wrong_websocket_handshakes_are_answered_in_http(port: int, target: str, code: int) -> None:
    answer = await upgrade_answer(port, target=target)
    assert (answer.status, answer.json()["code"]) == (400, code)


async def test_websocket_is_pinged_and_lives_while_it_answers(port: int) -> None:
    async with joined(port) as socket:
        for _ in range(3):
            assert await socket.recv() == "2"
            await socket.send("3")


async def test_polling_is_pinged_and_lives_while_it_answers(port: int) -> None:
    poller = Poller(port)
    await poller.open()
    await poller.post("40")
    await poller.poll()
    for _ in range(3):
        assert (await poller.poll()).text == "2"
        assert (await poller.post("3")).text == "ok"


async def test_websocket_that_does_not_answer_is_closed(port: int) -> None:
    async with joined(port) as socket, asyncio.timeout(15):
        assert await socket.recv() == "2"
        await socket.wait_closed()
    assert socket.close_reason == "ping timeout"


async def test_polling_that_does_not_answer_is_unknown_after_interval_and_timeout(port: int) -> None:
    poller = Poller(port)
    await poller.open()
    await asyncio.sleep(0.5)
    assert (await poller.poll()).status == 400


async def test_client_ends_its_websocket_session(port: int) -> None:
    async with joined(port) as socket, asyncio.timeout(15):
        await socket.send("1")
        await socket.wait_closed()


async def test_client_ends_its_polling_session_and_the_waiting_poll_goes_home(port: int) -> None:
    poller = Poller(port)
    await poller.open()
    waiting = asyncio.create_task(poller.poll())
    await asyncio.sleep(0.05)
    assert (await poller.post("1")).text == "ok"
    assert (await waiting).text == "6"
    assert (await poller.poll()).status == 400


async def test_two_polls_at_once_end_the_session(port: int) -> None:
    poller = Poller(port)
    await poller.open()
    first = asyncio.create_task(poller.poll())
    await asyncio.sleep(0.05)
    assert (await poller.poll()).status == 400
    assert ((await first).status, (await first).text) == (200, "1")
    assert (await poller.poll()).status == 400


@pytest.mark.parametrize("body", [b"abc", b"", b"4\xff", b"b%%%", b'42["message"]\x1e', b"5", b"2", b"4"])
async def test_broken_bodies_end_the_polling_session(port: int, body: bytes) -> None:
    poller = Poller(port)
    await poller.open()
    assert (await poller.post(body)).status == 400
    assert (await poller.poll()).status == 400


async def test_polling_carries_many_packets_and_binary(port: int) -> None:
    poller = Poller(port)
    await poller.open()
    body = '40\x1e42["message","a"]\x1e451-["message",{"_placeholder":true,"num":0}]\x1ebAQIDBA=='
    assert (await poller.post(body)).text == "ok"
    packets: list[str] = []
    while len(packets) < 5:
        packets += (await poller.poll()).text.split("\x1e")
    assert packets[0].startswith('40{"sid":"')
    assert packets[1:] == [
        '42["auth",{}]',
        '42["message-back","a"]',
        '451-["message-back",{"_placeholder":true,"num":0}]',
        "bAQIDBA==",
    ]


async def test_polling_upgrades_to_websocket(port: int) -> None:
    poller = Poller(port)
    await poller.open()
    await poller.post("40")
    async with line(port, f"&sid={poller.sid}") as socket:
        await socket.send("2probe")
        assert await socket.recv() == "3probe"
        packets = (await poller.poll()).text.split("\x1e")
        assert packets[1] == '42["auth",{}]'
        assert (await poller.poll()).text == "6"
        await socket.send("5")
        await socket.send('42["message","over the new way"]')
        assert await heard(socket) == '42["message-back","over the new way"]'
        assert (await poller.poll()).json()["code"] == 3
        assert (await poller.post("3")).json()["code"] == 3


async def test_probe_sends_the_waiting_poll_home(port: int) -> None:
    poller = Poller(port)
    await poller.open()
    waiting = asyncio.create_task(poller.poll())
    await asyncio.sleep(0.05)
    async with line(port, f"&sid={poller.sid}") as socket:
        await socket.send("2probe")
        assert await socket.recv() == "3probe"
        assert (await waiting).text == "6"


async def test_upgraded_session_takes_no_second_websocket(port: int) -> None:
    poller = Poller(port)
    await poller.open()
    async with line(port, f"&sid={poller.sid}") as socket:
        await socket.send("2probe")
        await socket.recv()
        await socket.send("5")
        await socket.send("40")
        assert str(await heard(socket)).startswith("40{")
        answer = await upgrade_answer(port, target=f"{PATH}&transport=websocket&sid={poller.sid}")
        assert answer.json() == {"code": 3, "message": "Bad request"}
        await heard(socket)
        await socket.send('42["message","still here"]')
        assert await heard(socket) == '42["message-back","still here"]'


async def test_failed_probe_leaves_the_polling_session_alone(port: int) -> None:
    poller = Poller(port)
    await poller.open()
    async with line(port, f"&sid={poller.sid}") as socket:
        await socket.send("4what")
        await asyncio.wait_for(socket.wait_closed(), 15)
    assert (await poller.post("40")).text == "ok"


async def test_waiting_output_moves_to_the_websocket_in_order(port: int) -> None:
    poller = Poller(port)
    await poller.open()
    async with line(port, f"&sid={poller.sid}") as socket:
        await poller.post('40\x1e42["message",1]\x1e42["message",2]')
        await socket.send("2probe")
        await socket.send("5")
        await socket.send('42["message",3]')
        assert await socket.recv() == "3probe"
        packets = [await heard(socket) for _ in range(5)]
    assert packets[2:] == [f'42["message-back",{n}]' for n in (1, 2, 3)]


async def test_bare_engine_sends_texts_and_binary_back(port: int) -> None:
    async with connect(f"ws://127.0.0.1:{port}{RAW}&transport=websocket", compression=None) as socket:
        await socket.recv()
        for packet in ("4hello", b"\x01\x02\x03\x04", "4"):
            await socket.send(packet)
            assert await heard(socket) == packet


async def test_bare_engine_sends_polling_bodies_back(port: int) -> None:
    sid = json.loads((await ask(port, f"{RAW}&transport=polling")).text[1:])["sid"]
    target = f"{RAW}&transport=polling&sid={sid}"
    for body in ("4hello", "4test1\x1e4test2\x1e4test3", "4hello\x1ebAQIDBA=="):
        assert (await ask(port, target, "POST", body.encode())).text == "ok"
        assert (await ask(port, target)).text == body


async def test_poll_that_comes_after_the_goodbye_is_answered_once(port: int) -> None:
    poller = Poller(port)
    await poller.open()
    await poller.post("1")
    assert (await poller.poll()).text == "6"
    assert (await poller.poll()).status == 400
