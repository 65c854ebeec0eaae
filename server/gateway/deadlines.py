"""How long commands may take: one timer for all of them, for each of its own costs as much as a statement."""

import asyncio
from collections import deque
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")
STEP = 0.25


class _Watched:
    __slots__ = ("due", "over", "task")

    def __init__(self, task: "asyncio.Task[object] | None", due: float) -> None:
        self.task = task
        self.due = due
        self.over = False


class Deadlines:
    """Lets work take `seconds`, or up to STEP more; then it is cancelled."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._watched: deque[_Watched] = deque()
        self._timer: asyncio.TimerHandle | None = None

    async def bound(self, work: Awaitable[T]) -> T:
        """What the work answers. Raises TimeoutError when its time was over."""
        loop = asyncio.get_running_loop()
        task = asyncio.current_task(loop)
        before = task.cancelling() if task else 0
        watched = _Watched(task, loop.time() + self._seconds)
        self._forget()
        self._watched.append(watched)
        if self._timer is None:
            self._arm(loop)
        try:
            return await work
        except asyncio.CancelledError:
            if watched.over and task and task.cancelling() - 1 <= before:  # else somebody else cancelled too
                raise TimeoutError from None
            raise
        finally:
            watched.task = None
            if watched.over and task:
                task.uncancel()

    def _arm(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = loop.call_at(max(self._watched[0].due, loop.time() + min(STEP, self._seconds)), self._look)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = None
        self._forget()
        for watched in self._watched:
            if watched.due > loop.time():
                break
            if watched.task is not None and not watched.over:
                watched.over = True
                watched.task.cancel()
        if self._watched:
            self._arm(loop)

    def _forget(self) -> None:
        """Let go of the oldest that are done."""
        while self._watched and self._watched[0].task is None:
            self._watched.popleft()
