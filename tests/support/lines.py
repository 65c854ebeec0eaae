"""A TCP line between two parts that can be cut, frozen, slowed or made deaf in one direction, while both ends are sound."""

import asyncio
from contextlib import suppress
from typing import Literal

Mode = Literal["pass", "down", "frozen", "half_open", "slow"]
CHUNK = 65_536


class Line:
    """Listens on a free port and carries to the first of its targets that answers, in turn.

    `down`: what is open is reset, what comes is refused. `frozen`: everything stays open and nothing passes. `half_open`: only
    what callers say passes. `slow`: every piece takes `delay` seconds longer.
    """

    def __init__(self, *targets: int, delay: float = 0.15) -> None:
        self._targets, self._delay, self._turn = targets, delay, 0
        self._mode: Mode = "pass"
        self._moved = asyncio.Event()
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    async def start(self) -> "Line":
        """Begin to listen."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    @property
    def mode(self) -> Mode:
        """How the line is."""
        return self._mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._mode = mode
        self._moved.set()
        self._moved = asyncio.Event()
        if mode == "down":
            for writer in list(self._open):
                writer.transport.abort()

    async def stop(self) -> None:
        """End it and everything on it."""
        self._server.close()
        self.mode = "down"
        await asyncio.gather(*self._tasks)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self._open.add(writer)
        onward: asyncio.StreamWriter | None = None
        try:
            if self._mode == "down":
                return
            back, onward = await self._reach()
            self._open.add(onward)
            if self._mode == "down":  # since then
                return
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pump(reader, onward, frozen=("frozen",)))
                both.create_task(self._pump(back, writer, frozen=("frozen", "half_open")))
        except* (OSError, _Ended):
            pass
        finally:
            for each in filter(None, (writer, onward)):
                self._open.discard(each)
                each.transport.abort()
            self._tasks.discard(task)

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Whoever answers, beginning with the next in turn."""
        self._turn += 1
        for number in range(len(self._targets)):
            with suppress(OSError):
                return await asyncio.open_connection(
                    "127.0.0.1", self._targets[(self._turn + number) % len(self._targets)]
                )
        raise OSError("nobody answers")

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, frozen: tuple[Mode, ...]) -> None:
        while data := await reader.read(CHUNK):
            while self._mode in frozen:
                await self._moved.wait()
            if self._mode == "slow":
                await asyncio.sleep(self._delay)
            if writer.is_closing():
                raise _Ended
            writer.write(data)
            await writer.drain()
        raise _Ended


class _Ended(Exception):
    """One side closed: then both do."""
