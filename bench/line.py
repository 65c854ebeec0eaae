"""The one client that drives every server: a Socket.IO client over a bare TCP protocol, as light as Python allows.

Its WebSocket frames are masked with zeros (RFC 6455 5.3 asks for a mask, not for which), so masking costs it nothing; what
comes in is cut into frames and handed on as bytes. One per socket; it answers pings and nothing else by itself.
"""

import asyncio
import base64
import os
from collections.abc import Callable
from typing import Any

import msgspec

_JSON = msgspec.json.Encoder().encode
_SIZES = {126: 2, 127: 8}


class Gone(Exception):
    """The server closed the socket, or refused it."""


class Line(asyncio.Protocol):
    """One socket. `heard` is called with each event packet, from its `[` on."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._upgraded = False
        self._transport: asyncio.Transport | None = None
        self._packets: asyncio.Queue[bytes] | None = asyncio.Queue()
        self._asked: dict[bytes, asyncio.Future[bytes]] = {}
        self._number = 0
        self._prefix = b""
        self.heard: Callable[[bytes], None] = lambda _: None
        self.closed = asyncio.get_running_loop().create_future()

    @classmethod
    async def join(cls, port: int, namespace: str = "/", auth: Any = None) -> "Line":
        """A socket in a namespace. Raises Gone with the server's words when it is refused."""
        _, line = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        key = base64.b64encode(os.urandom(16)).decode()
        line._write(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        line._prefix = b"" if namespace == "/" else namespace.encode() + b","
        await line._until(b"0")
        line.send(b"40" + line._prefix + (_JSON(auth) if auth is not None else b""))
        answer = await line._until(b"4")
        if not answer.startswith(b"40"):
            raise Gone(answer.decode())
        line._packets = None
        return line

    def send(self, packet: bytes) -> None:
        """One text packet."""
        size = len(packet)
        head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
        self._write(head + b"\0\0\0\0" + packet)

    def say(self, name: str, *body: object) -> None:
        """An event without an ack."""
        self.send(b"42" + self._prefix + _JSON((name, *body)))

    def ask(self, name: str, *body: object) -> "asyncio.Future[bytes]":
        """An event with one; the answer is its arguments as JSON."""
        self._number += 1
        number = b"%d" % self._number
        self.send(b"42" + self._prefix + number + _JSON((name, *body)))
        future = self._asked[number] = asyncio.get_running_loop().create_future()
        return future

    def cut(self) -> None:
        """Be gone without a word."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: Any) -> None:
        """Asyncio's call."""
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Asyncio's call."""
        for future in self._asked.values():
            if not future.done():
                future.set_exception(Gone("closed"))
        if self._packets is not None:
            self._packets.put_nowait(b"")
        if not self.closed.done():
            self.closed.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Asyncio's call: cut into frames."""
        buffer = self._buffer
        buffer += data
        if not self._upgraded:
            end = buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if b" 101 " not in buffer[:20] and self._packets is not None:
                self._packets.put_nowait(bytes(buffer))
                return
            self._upgraded = True
            del buffer[: end + 4]
        at = 0
        while (cut := _frame(buffer, at)) is not None:
            start, stop = cut
            if buffer[at] & 0x0F == 1:
                self._take(bytes(buffer[start:stop]))
            at = stop
        if at:
            del buffer[:at]

    def _take(self, packet: bytes) -> None:
        if packet == b"2":
            self.send(b"3")
        elif self._packets is not None:
            self._packets.put_nowait(packet)
        elif packet.startswith(b"42"):
            self.heard(packet[2 + len(self._prefix) :])
        elif packet.startswith(b"43"):
            number, _, body = packet[2 + len(self._prefix) :].partition(b"[")
            future = self._asked.pop(number, None)
            if future is not None and not future.done():
                future.set_result(b"[" + body)

    async def _until(self, kind: bytes) -> bytes:
        assert self._packets is not None
        async with asyncio.timeout(20):
            packet = await self._packets.get()
        if not packet.startswith(kind):
            raise Gone(packet.decode(errors="replace"))
        return packet

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)


def _frame(buffer: bytearray, at: int) -> tuple[int, int] | None:
    """Where the payload of the frame at `at` starts and stops; None while it is not all there."""
    if len(buffer) < at + 2:
        return None
    size, start = buffer[at + 1], at + 2
    if size in _SIZES:
        start += _SIZES[size]
        if len(buffer) < start:
            return None
        size = int.from_bytes(buffer[at + 2 : start], "big")
    return (start, start + size) if len(buffer) >= start + size else None
