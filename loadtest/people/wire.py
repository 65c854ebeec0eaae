"""One socket: raw Engine.IO 4 and Socket.IO 5 frames over a WebSocket, and the types of `server.protocol` in them.

Nothing is buffered or sent again behind one's back. What the types do not know is refused with `Garbled`.
"""

import asyncio
import itertools
from collections.abc import Callable
from types import GenericAlias
from typing import Any

import msgspec
import websockets
from msgspec import Struct

from server.protocol import VERSION
from server.protocol.acks import Done, Refused
from server.protocol.catalog import BY_NAME, DOORS, EVENTS, Door
from server.protocol.commands import Command

encode = msgspec.json.Encoder().encode


class Gone(Exception):
    """The connection ended while somebody waited, or was refused; the text says why."""


class Garbled(Exception):
    """The server said what its own protocol does not know."""


class Said(Struct):
    """The part that all answers share."""

    ok: bool


Answer = Done | Refused
Hear = Callable[[str, Any, str], None]
"""Told of every event in order: its name, its value by the catalog, and the frame it came in. Must return at once."""


def _decoder(*kinds: Any) -> msgspec.json.Decoder[Any]:
    """Of a JSON array of just these."""
    return msgspec.json.Decoder(GenericAlias(tuple, kinds))


OUTCOME, REFUSED = _decoder(Said), _decoder(Refused)
HEARD = {door: {told.name: _decoder(str, told.types[door]) for told in EVENTS if door in told.types} for door in DOORS}
ANSWERED = {
    door: {row.name: _decoder(row.answers[door]) for row in BY_NAME.values() if door in row.answers} for door in DOORS
}


class Wire:
    """A connection of one person in one namespace."""

    def __init__(self, socket: websockets.ClientConnection, door: Door, hear: Hear) -> None:
        self._socket, self._door, self._hear = socket, door, hear
        self._numbers = itertools.count(1)
        self._asked: dict[int, tuple[str, asyncio.Future[Answer]]] = {}
        self._reading = asyncio.Event()
        self._reading.set()
        self.ended = asyncio.create_task(self._listen())

    @classmethod
    async def connect(cls, url: str, door: Door, proof: dict[str, str], hear: Hear) -> "Wire":
        """Open and enter; `server.hello` is the first that is heard. Raises Gone with the refusal, OSError."""
        address = f"ws{url.removeprefix('http')}/socket.io/?EIO=4&transport=websocket"
        options: dict[str, Any] = {"compression": None, "max_size": None, "open_timeout": 20, "ping_interval": None}
        socket = await websockets.connect(address, proxy=None, **options)
        try:
            await socket.recv()
            await socket.send(f"40/{door}," + encode({"version": VERSION, **proof}).decode())
            while (answer := str(await socket.recv())) == "2":
                await socket.send("3")
        except websockets.ConnectionClosed as error:
            raise Gone(str(error)) from error
        if not answer.startswith("40"):
            await socket.close()
            raise Gone(answer)
        return cls(socket, door, hear)

    async def ask(self, name: str, command: Command, patience: float) -> Answer:
        """A command and its answer. Raises Gone, Garbled, TimeoutError: then nobody knows."""
        number = next(self._numbers)
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._asked[number] = (name, future)
        try:
            frame = f"42/{self._door},{number}" + encode((name, command)).decode()
            await self._socket.send(frame)
            async with asyncio.timeout(patience):
                return await future
        except websockets.ConnectionClosed as error:
            raise Gone(str(error)) from error
        finally:
            self._asked.pop(number, None)

    def read(self, *, on: bool) -> None:
        """Stop reading, or go on: who does not read is somebody on a bad line."""
        if on:
            self._reading.set()
        else:
            self._reading.clear()

    async def close(self) -> None:
        """Leave politely."""
        self._reading.set()
        await self._socket.close()
        await asyncio.wait({self.ended})

    def cut(self) -> None:
        """Vanish without a word, as a phone in a tunnel does."""
        self._reading.set()
        self._socket.transport.abort()

    async def _listen(self) -> None:
        try:
            while True:
                frame = str(await self._socket.recv())
                if frame == "2":
                    await self._socket.send("3")
                else:
                    self._take(frame)
                if not self._reading.is_set():
                    await self._reading.wait()
        except websockets.ConnectionClosed:
            pass
        finally:
            for _, future in self._asked.values():
                if not future.done():
                    future.set_exception(Gone("closed"))
                    future.exception()  # whoever asked may have left

    def _take(self, frame: str) -> None:
        kind, body = frame[:2], frame[frame.find(",") + 1 :]
        if kind == "43":
            start = body.index("[")
            name, future = self._asked.get(int(body[:start]), ("", None))
            if future and not future.done():
                self._settle(future, name, body[start:])
        elif kind == "42":
            name = body[2 : body.index('"', 2)]
            decoder = HEARD[self._door].get(name)
            if decoder is None:
                raise Garbled(f"an event {name!r} that /{self._door} does not have")
            try:
                value = decoder.decode(body)[1]
            except msgspec.ValidationError as error:
                raise Garbled(f"{name}: {error}") from error
            self._hear(name, value, frame)

    def _settle(self, future: "asyncio.Future[Answer]", name: str, body: str) -> None:
        try:
            good = OUTCOME.decode(body)[0].ok
            future.set_result((ANSWERED[self._door][name] if good else REFUSED).decode(body)[0])
        except msgspec.ValidationError as error:
            future.set_exception(Garbled(f"answer to {name}: {error}"))
