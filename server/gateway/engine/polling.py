"""The long-polling transport: one GET waits for output, one POST brings input."""

import asyncio
from collections.abc import Awaitable, Callable

from server.gateway.engine.contract import LEFT, By, Ending
from server.gateway.engine.frames import Frame, control
from server.gateway.engine.hub import Hub
from server.gateway.engine.packets import MalformedError
from server.gateway.engine.payloads import join, split
from server.gateway.engine.session import Session

NOOP = "6"
_CLOSE = control("1")
_BATCH = 16  # packets in one answer: python-engineio takes no more, and the others do not mind
Gone = Callable[[], Awaitable[None]]
"""Returns when the client has hung up on its request."""


class OverlapError(Exception):
    """A second poll or post while one is under way: the client is broken, its session ends."""


class Polling:
    """A session's polls and posts. While a WebSocket probes (`upgrading`) polls return at once."""

    __slots__ = ("_hub", "_last", "_posting", "_session", "_waiting", "upgrading")
    name = "polling"

    def __init__(self, hub: Hub, session: Session) -> None:
        self._hub = hub
        self._session = session
        self._waiting: asyncio.Future[None] | None = None
        self._last: str | None = None
        self._posting = False
        self.upgrading = False

    def offer(self, _frame: Frame) -> bool:
        """Nothing can be written before the client asks."""
        return False

    def wake(self) -> None:
        """Let the waiting poll return: with what is in the outbox, or with a no-op."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def end(self, ending: Ending) -> None:
        """Give the last words to the waiting poll, or keep them for the next one."""
        words = [*self._session.outbox.take(), *ending.frames]
        if ending.by is not By.PEER:
            words.append(_CLOSE)
        if self._waiting is not None:
            self._last = join(words)
            self.wake()
        elif ending.by is not By.FAULT:
            self._hub.leave_farewell(self._session.sid, join(words) or NOOP)

    async def poll(self, hung_up: Gone) -> str | None:
        """The body of one poll, as soon as there is something to say; None when the client hung up.

        Raises OverlapError, and ends the session, when another poll waits already.
        """
        if self._waiting is not None:
            self._session.end(Ending("overlap"))
            raise OverlapError
        idle = not self._session.outbox and not self.upgrading
        if idle and not await self._wait(hung_up):
            return None
        if self._last is not None:
            return self._last or NOOP
        if self._session.transport is not self:  # upgraded meanwhile: the outbox is the WebSocket's
            return NOOP
        return join(self._batch()) or NOOP

    def _batch(self) -> list[Frame]:
        frames: list[Frame] = []
        packets = 0
        while packets < _BATCH and (frame := self._session.outbox.pop()) is not None:
            frames.append(frame)
            packets += 1 + len(frame.attachments)
        return frames

    async def _wait(self, hung_up: Gone) -> bool:
        self._waiting = asyncio.get_running_loop().create_future()
        watch = asyncio.ensure_future(hung_up())
        try:
            await asyncio.wait((self._waiting, watch), return_when=asyncio.FIRST_COMPLETED)
            answered = self._waiting.done() and not watch.done()
        finally:
            self._waiting = None
            watch.cancel()
        if not answered:
            self._session.end(LEFT)
        return answered

    async def post(self, body: bytes) -> None:
        """Take the packets of one POST, in order, waiting where the session is full.

        Raises MalformedError or OverlapError, and ends the session.
        """
        if self._posting:
            self._session.end(Ending("overlap"))
            raise OverlapError
        self._posting = True
        try:
            for packet in self._split(body):
                await self._session.take(packet)
        finally:
            self._posting = False
        if self._session.ending is not None and self._session.ending.by is By.FAULT:
            raise MalformedError("packet")

    def _split(self, body: bytes) -> list[str | bytes]:
        try:
            return split(body)
        except MalformedError:
            self._session.malformed()
            raise
