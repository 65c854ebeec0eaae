"""What was just translated is not asked again: a short memory of engines' answers, and one question for many who ask at once.

It holds customers' words too, so it forgets within minutes and is never written down.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec

from server.domain.clock import Clock
from server.domain.reading import Reading
from server.translation.request import Request

LIVE_S = 600.0
SIZE = 2_000
SHORT = 6
"""So few words mean the same whatever was said before."""
Translate = Callable[[Request, float], Coroutine[Any, Any, Reading | None]]


class Cached:
    """One a workspace."""

    def __init__(self, translate: Translate, clock: Clock) -> None:
        self._translate = translate
        self._clock = clock
        self._known: OrderedDict[bytes, tuple[float, Reading]] = OrderedDict()
        self._asked: dict[bytes, asyncio.Task[Reading | None]] = {}

    async def translate(self, request: Request, seconds: float) -> Reading | None:
        """As the chain says, or said within ten minutes. Who asks for the same waits for the same answer."""
        key = key_of(request)
        found = self._known.get(key)
        if found and self._clock.monotonic() < found[0]:
            self._known.move_to_end(key)
            return found[1]
        task = self._asked.get(key)
        if task is None:
            task = self._asked[key] = asyncio.create_task(self._translate(request, seconds))
            task.add_done_callback(lambda done: self._done(key, done))
        try:
            return await asyncio.wait_for(asyncio.shield(task), seconds)
        except TimeoutError:
            return None

    def _done(self, key: bytes, task: "asyncio.Task[Reading | None]") -> None:
        self._asked.pop(key, None)
        if task.cancelled() or task.exception() or (reading := task.result()) is None:
            return
        self._known[key] = (self._clock.monotonic() + LIVE_S, reading)
        while len(self._known) > SIZE:
            self._known.popitem(last=False)


def key_of(request: Request) -> bytes:
    """What makes two requests one."""
    context = () if len(request.text.split()) <= SHORT else request.context
    same = msgspec.structs.replace(request, context=context, operation="read")
    return hashlib.blake2b(repr(same).encode("utf-8", "replace"), digest_size=16).digest()
