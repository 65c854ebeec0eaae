"""A queue and a gate for one waiter each: asyncio's keep four empty deques a socket, three kilobytes for nothing."""

import asyncio
from typing import Any

from server.gateway.engine.leaving import leaving_of


class Queue:
    """What uvicorn asks of an asyncio.Queue."""

    __slots__ = ("_items", "_waiter")

    def __init__(self) -> None:
        self._items: list[Any] = []
        self._waiter: asyncio.Future[None] | None = None

    def put_nowait(self, item: Any) -> None:
        """Put one at the end. Who waits learns at once of what came, and in turn that the peer is gone."""
        self._items.append(item)
        if self._waiter is not None:
            if item["type"] == "websocket.disconnect":
                leaving_of(self._waiter.get_loop()).soon(self._wake)
            else:
                self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def get(self) -> Any:
        """Take the oldest one, once there is one."""
        while not self._items:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return self._items.pop(0)

    def empty(self) -> bool:
        """Whether there is none."""
        return not self._items


class Gate:
    """What uvicorn asks of an asyncio.Event; open at first."""

    __slots__ = ("_closed",)

    def __init__(self) -> None:
        self._closed: asyncio.Future[None] | None = None

    def is_set(self) -> bool:
        """Whether it is open."""
        return self._closed is None

    def clear(self) -> None:
        """Close it."""
        if self._closed is None:
            self._closed = asyncio.get_running_loop().create_future()

    def set(self) -> None:
        """Open it."""
        if self._closed is not None:
            closed, self._closed = self._closed, None
            closed.set_result(None)

    async def wait(self) -> bool:
        """Until it is open; all who wait go on."""
        while self._closed is not None:
            await asyncio.shield(self._closed)
        return True
