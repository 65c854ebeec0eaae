"""How long callers wait for the writer: one timer for all of them, for each of its own costs as much as a statement."""

import asyncio
from collections import deque
from typing import Any

from server.domain.errors import Refusal

STEP = 0.25


class Patience:
    """Answers whoever has waited `seconds` with `unavailable`, at most STEP later."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: deque[tuple[float, asyncio.Future[Any]]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def watch(self, answer: "asyncio.Future[Any]") -> None:
        """From now on."""
        loop = asyncio.get_running_loop()
        self._forget(0.0)
        self._waiting.append((loop.time() + self._seconds, answer))
        if self._timer is None:
            self._arm(loop)

    def _arm(self, loop: asyncio.AbstractEventLoop) -> None:
        due = max(self._waiting[0][0], loop.time() + min(STEP, self._seconds))
        self._timer = loop.call_at(due, self._look)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = None
        self._forget(loop.time())
        if self._waiting:
            self._arm(loop)

    def _forget(self, now: float) -> None:
        """Let go of those who were answered; refuse those whose time is over."""
        while self._waiting and (self._waiting[0][1].done() or self._waiting[0][0] <= now):
            answer = self._waiting.popleft()[1]
            if not answer.done():
                answer.set_exception(Refusal("unavailable", "store", after_ms=1000))
