"""The steps of one session in strict order, one at a time, with room for only so many."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

S = TypeVar("S")


class Inbox(Generic[S]):
    """Bounded by count and bytes: `full` asks the reader to stop. A worker runs only while there is work.

    `handle` must not raise; what it awaits never holds up the reader, so heartbeats go on meanwhile.
    """

    __slots__ = ("_bytes", "_handle", "_most", "_most_bytes", "_room", "_steps", "_worker")

    def __init__(self, handle: Callable[[S], Awaitable[None]], most: int, most_bytes: int) -> None:
        self._handle = handle
        self._most = most
        self._most_bytes = most_bytes
        self._steps: deque[tuple[S, int]] | None = None
        self._bytes = 0
        self._room: asyncio.Future[None] | None = None
        self._worker: asyncio.Task[None] | None = None

    @property
    def full(self) -> bool:
        """Whether reading should stop until the handlers catch up."""
        return self._steps is not None and (len(self._steps) >= self._most or self._bytes > self._most_bytes)

    async def room(self) -> None:
        """Wait while it is full."""
        while self.full:
            self._room = asyncio.get_running_loop().create_future()
            await self._room

    def put(self, step: S, size: int = 0) -> None:
        """Add a step; `size` counts for the bound and is zero for our own steps."""
        if self._steps is None:
            self._steps = deque()
        self._steps.append((step, size))
        self._bytes += size
        if self._worker is None:
            self._worker = asyncio.get_running_loop().create_task(self._work())

    def forget(self) -> None:
        """Drop what the peer sent and nobody has begun to handle; our own steps stay."""
        self._steps = deque((step, size) for step, size in self._steps or () if not size)
        self._bytes = 0
        self._make_room()

    def close(self) -> None:
        """Handle nothing more: whoever handled is let go."""
        self._handle = _unheard

    async def _work(self) -> None:
        while self._steps:
            step, size = self._steps.popleft()
            self._bytes = max(0, self._bytes - size)
            self._make_room()
            await self._handle(step)
        self._steps = None
        self._worker = None

    def _make_room(self) -> None:
        if self._room is not None and not self._room.done() and not self.full:
            self._room.set_result(None)


async def _unheard(_step: object) -> None:
    """What comes after the last step."""
