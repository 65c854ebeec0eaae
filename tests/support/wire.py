"""A bare client of the protocol: raw Engine.IO and Socket.IO frames, nothing buffered or retried behind one's back."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import websockets

Json = dict[str, Any]


class Gone(Exception):
    """The connection ended while somebody waited."""


class Wire:
    """One socket in one namespace. `heard` holds every event in the order it came."""

    def __init__(self, socket: websockets.ClientConnection, namespace: str) -> None:
        self._socket = socket
        self._namespace = namespace
        self._ids = itertools.count(1)
        self._asked: dict[int, asyncio.Future[Json]] = {}
        self._news = asyncio.Event()
        self.heard: list[tuple[str, Json]] = []
        self.closed: str | None = None
        self._task = asyncio.create_task(self._listen())

    @classmethod
    async def connect(cls, url: str, namespace: str, auth: Json) -> "Wire":
        """Open, join the namespace, wait for `server.hello`. Raises Gone with the refusal."""
        address = url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        socket = await websockets.connect(address, compression=None, max_size=None, open_timeout=20)
        await socket.recv()
        await socket.send(f"40{namespace},{json.dumps(auth)}")
        answer = str(await socket.recv())
        while answer == "2":
            await socket.send("3")
            answer = str(await socket.recv())
        if not answer.startswith(f"40{namespace}"):
            await socket.close()
            raise Gone(answer)
        wire = cls(socket, namespace)
        await wire.event("server.hello")
        return wire

    async def ask(self, name: str, /, timeout: float = 20, **body: Any) -> Json:
        """A command and its ack."""
        number = next(self._ids)
        future = self._asked[number] = asyncio.get_running_loop().create_future()
        await self.push(f"42{self._namespace},{number}{json.dumps([name, body])}")
        return await asyncio.wait_for(future, timeout)

    async def push(self, frame: str) -> None:
        """A raw frame."""
        try:
            await self._socket.send(frame)
        except websockets.ConnectionClosed as error:
            raise Gone(str(error)) from error

    async def event(self, name: str, fits: Callable[[Json], bool] = lambda _: True, timeout: float = 8) -> Json:
        """The first event of this name that fits, past or coming."""
        async with asyncio.timeout(timeout):
            seen = 0
            while True:
                for heard, body in self.heard[seen:]:
                    if heard == name and fits(body):
                        return body
                seen = len(self.heard)
                if self.closed is not None:
                    raise Gone(self.closed)
                self._news.clear()
                await self._news.wait()

    async def stream(self) -> AsyncIterator[tuple[str, Json]]:
        """Every event, past and coming, until the connection ends."""
        seen = 0
        while True:
            while seen < len(self.heard):
                seen += 1
                yield self.heard[seen - 1]
            if self.closed is not None:
                return
            self._news.clear()
            await self._news.wait()

    def entries(self, conversation_id: str) -> list[Json]:
        """The numbered entries heard of one conversation, by number, each once."""
        found = {e["seq"]: e for _, e in self.heard if e.get("conversationId") == conversation_id and "seq" in e}
        return [found[seq] for seq in sorted(found)]

    async def close(self) -> None:
        """Leave."""
        await self._socket.close()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _listen(self) -> None:
        try:
            async for frame in self._socket:
                self._take(str(frame))
                if frame == "2":
                    await self._socket.send("3")
        except websockets.ConnectionClosed:
            pass
        finally:
            self.closed = f"{self._socket.close_code} {self._socket.close_reason}"
            for future in self._asked.values():
                if not future.done():
                    future.set_exception(Gone(self.closed))
                    future.exception()
            self._news.set()

    def _take(self, frame: str) -> None:
        kind, rest = frame[:2], frame[2:]
        if kind not in ("42", "43"):
            return
        body = rest.partition(",")[2]
        start = body.index("[")
        data = json.loads(body[start:])
        if kind == "43":
            future = self._asked.pop(int(body[:start]), None)
            if future and not future.done():
                future.set_result(data[0])
            return
        self.heard.append((data[0], data[1]))
        self._news.set()
