"""Nobody is waited for for ever: heads, bodies, handshakes and frames that trickle are dropped, and honest slowness is not."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from websockets.server import ServerProtocol

from server.gateway.engine import EngineOptions
from server.gateway.engine.client import Client
from server.gateway.engine.inbox import Inbox
from server.gateway.engine.uvicorn_http import PatientHttp
from server.gateway.engine.uvicorn_socket import EngineSocket
from server.gateway.engine.websocket import WebSocket
from tests.gateway.engine.conftest import Open, Serve
from tests.gateway.engine.houses import Diary
from tests.gateway.engine.wire import joined

QUICK = EngineOptions(head_seconds=0.4, body_seconds=0.4, ping_interval=0.3, ping_timeout=0.3, connect_timeout=0.4)
SOCKET = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
)
DRIPS = {
    "silence": (b"", b""),
    "a head, letter by letter": (b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: ", b"a"),
    "half a handshake": (SOCKET, b"X"),
    "a body, letter by letter": (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", b"a"),
    "a body in chunks": (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    "a second head on the same line": (b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: ", b"a"),
}


async def reader(scope: object, receive: object, send: object) -> None:
    """An application that reads a body to its end, however long that takes."""
    more = True
    while more:
        message = await receive()  # type: ignore[operator]
        if message["type"] == "http.disconnect":
            return
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 204, "headers": []})  # type: ignore[operator]
    await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]


@asynccontextmanager
async def line(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A bare connection."""
    came, goes = await asyncio.open_connection("127.0.0.1", port)
    yield came, goes
    goes.close()


async def ended(came: asyncio.StreamReader, goes: asyncio.StreamWriter, drop: bytes, seconds: float = 15) -> bool:
    """Whether the other side lets go while we send a drop now and then."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if await asyncio.wait_for(came.read(4096), 0.1) == b"":
                return True
        except TimeoutError:
            pass
        except OSError:
            return True
        if drop:
            goes.write(drop)
    return False


@pytest.mark.parametrize("name", DRIPS)
async def test_what_trickles_is_dropped(open_application: Serve, name: str) -> None:
    port = await open_application(reader, QUICK)  # type: ignore[arg-type]
    first, drop = DRIPS[name]
    async with line(port) as (came, goes):
        goes.write(first)
        assert await ended(came, goes, drop)


@pytest.mark.parametrize("drop", [b"", b"a"])
async def test_half_a_frame_is_dropped(open_house: Open, drop: bytes) -> None:
    house = await open_house(QUICK, {"/": Diary()})
    async with line(house.port) as (came, goes):
        goes.write(SOCKET + b"\r\n")
        assert b"101" in await came.readuntil(b"\r\n\r\n")
        goes.write(b"\x81\xfe\xff\xff\x00\x00\x00\x00" + b"4")
        assert await ended(came, goes, drop)
    assert house.engine.stats().sessions == 0


async def test_what_moves_is_waited_for_and_a_slow_answer_is_no_slow_request(open_application: Serve) -> None:
    async def late(scope: object, receive: object, send: object) -> None:
        await asyncio.sleep(1)
        await reader(scope, receive, send)

    port = await open_application(late, QUICK)  # type: ignore[arg-type]
    async with line(port) as (came, goes):
        goes.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10240\r\n\r\n")
        for _ in range(10):
            goes.write(b"a" * 1024)
            await asyncio.sleep(0.1)
        assert b"204" in await asyncio.wait_for(came.readuntil(b"\r\n\r\n"), 15)
        goes.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"204" in await asyncio.wait_for(came.readuntil(b"\r\n\r\n"), 15)


@pytest.mark.parametrize("kind", [EngineSocket, WebSocket, Client, Inbox, PatientHttp, ServerProtocol])
async def test_a_socket_that_is_gone_is_freed_at_once_while_the_wheel_still_knows_its_session(
    open_house: Open, kind: type
) -> None:
    house = await open_house(EngineOptions(ping_interval=60.0))
    gc.collect()
    gc.disable()
    try:
        for cut in (False, True) * 5:
            async with joined(house.port) as socket:
                if cut:
                    socket.transport.abort()
        async with asyncio.timeout(15):
            while any(issubclass(type(one), kind) for one in gc.get_objects()):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.02)
    finally:
        gc.enable()
