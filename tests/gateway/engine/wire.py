"""The other end of the wire, by hand: raw HTTP, raw WebSocket frames, and the `websockets` client."""

import asyncio
import json
import os
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

PATH = "/socket.io/?EIO=4"


class Answer:
    """One HTTP answer."""

    def __init__(self, raw: bytes) -> None:
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split(" ")[1])
        self.headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines[1:])}

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


async def ask(
    port: int, target: str, method: str = "GET", body: bytes = b"", headers: dict[str, str] | None = None
) -> Answer:
    """One HTTP request on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    told = {
        "Host": "shop.example",
        "Connection": "close",
        "Content-Length": str(len(body)),
        **(headers or {}),
    }
    lines = "".join(f"{key}: {value}\r\n" for key, value in told.items())
    writer.write(f"{method} {target} HTTP/1.1\r\n{lines}\r\n".encode() + body)
    try:
        return Answer(await reader.read())
    finally:
        writer.close()


class Poller:
    """A long-polling client that does nothing by itself."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.sid = ""

    @property
    def target(self) -> str:
        return f"{PATH}&transport=polling&sid={self.sid}"

    async def open(self) -> dict[str, Any]:
        answer = await ask(self.port, f"{PATH}&transport=polling")
        assert answer.status == 200, answer.text
        greeting: dict[str, Any] = json.loads(answer.text[1:])
        self.sid = greeting["sid"]
        return greeting

    async def poll(self) -> Answer:
        return await ask(self.port, self.target)

    async def post(self, body: str | bytes) -> Answer:
        return await ask(self.port, self.target, "POST", body.encode() if isinstance(body, str) else body)


@asynccontextmanager
async def line(port: int, query: str = "", **options: Any) -> AsyncIterator[ClientConnection]:
    """A WebSocket behind its handshake; nothing is read yet."""
    url = f"ws://127.0.0.1:{port}{PATH}&transport=websocket{query}"
    async with connect(url, compression=None, ping_interval=None, max_size=None, **options) as socket:
        yield socket


@asynccontextmanager
async def joined(port: int, packet: str = "40", **options: Any) -> AsyncIterator[ClientConnection]:
    """A client in a namespace of the echo server: greeting, CONNECT and `auth` are read."""
    async with line(port, **options) as socket:
        await socket.recv()
        await socket.send(packet)
        for _ in range(2):
            await heard(socket)
        yield socket


async def heard(socket: ClientConnection, seconds: float = 15) -> str | bytes:
    """The next packet that is not a ping; pings are answered."""
    async with asyncio.timeout(seconds):
        while (packet := await socket.recv()) == "2":
            await socket.send("3")
        return packet


def masked(text: str) -> bytes:
    """A client's text frame (RFC 6455 5.2)."""
    data, mask = text.encode(), os.urandom(4)
    size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack("!H", len(data))
    return b"\x81" + size + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))


HANDSHAKE = (
    f"GET {PATH}&transport=websocket HTTP/1.1\r\nHost: shop.example\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
)


async def upgrade_answer(port: int, headers: str = "", target: str | None = None) -> Answer:
    """The HTTP answer to a WebSocket handshake that is turned away."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = HANDSHAKE.replace(f"{PATH}&transport=websocket", target or f"{PATH}&transport=websocket")
    writer.write((request + headers + "\r\n").encode())
    try:
        return Answer(await asyncio.wait_for(reader.read(), 15))
    finally:
        writer.close()
