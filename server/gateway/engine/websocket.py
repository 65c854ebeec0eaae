"""The WebSocket transport: writes straight to the server while the socket is free, else through a pump."""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from types import coroutine
from typing import Any, cast

from server.gateway.engine.asgi import Message, Receive, Scope, Send
from server.gateway.engine.contract import LEFT, Ending
from server.gateway.engine.frames import Frame
from server.gateway.engine.session import Session

EXTENSION = "tradewind.socket"
"""ASGI extension of our uvicorn protocol.

`abort()` drops the TCP connection at once. `write(frames)` takes finished WebSocket frames while nothing is
in the way, else it answers False and the message has to go through `send`. `listen(listener)` hands over whole text messages
as they come instead of queueing them for `receive`; a listener that answers False has enough until `resume()`.
"""

_Step = Coroutine[Any, Any, None]


@coroutine
def _resume(step: _Step, waiting: object) -> Generator[Any, Any, None]:
    """Carry on in a task with a coroutine that was begun by hand and now waits for something."""
    try:
        yield waiting
    except BaseException:
        step.close()
        raise
    yield from step


class WebSocket:
    """One accepted WebSocket, first bare, then the transport of a session."""

    __slots__ = (
        "_abort",
        "_dropped",
        "_fast",
        "_listen",
        "_pump",
        "_receive",
        "_rest",
        "_resume",
        "_send",
        "_stall",
        "_task",
        "gone",
        "session",
    )
    name = "websocket"

    def __init__(self, scope: Scope, receive: Receive, send: Send, stall: float) -> None:
        extension = (scope.get("extensions") or {}).get(EXTENSION, {})
        self._abort: Callable[[], None] | None = extension.get("abort")
        self._fast: Callable[[bytes], bool] | None = extension.get("write")
        self._listen: Callable[[Callable[[str], bool]], None] | None = extension.get("listen")
        self._pump: asyncio.Task[None] | None = None
        self._receive = receive
        self._resume: Callable[[], None] | None = extension.get("resume")
        self._rest: asyncio.Task[None] | None = None
        self._send = send
        self._stall = stall
        self._task = asyncio.current_task()
        self._dropped = False
        self.gone = False
        self.session: Session | None = None

    async def next(self) -> str | bytes | None:
        """The next message; None when the socket is closed."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            self.gone = True
            return None
        text: str | None = message.get("text")
        return text if text is not None else bytes(message["bytes"])

    async def carry(self, session: Session) -> None:
        """Read for a session until one side ends it."""
        if self._listen is not None:
            self._listen(self._hear)
        try:
            while not session.over and (data := await self.next()) is not None:
                await session.take(data)
        except asyncio.CancelledError:
            if not self._dropped or self._task is None:
                raise
            self._task.uncancel()  # it was `drop` that woke us
        finally:
            session.end(LEFT)
            self._let_go()

    def _let_go(self) -> None:
        """What is below is freed now: the wheel knows the session until its next visit, and circles wait for the collector."""
        self.gone = True
        self._abort = self._fast = self._listen = self._resume = self._task = None
        self._receive, self._send = _over, _nowhere

    def _hear(self, text: str) -> bool:
        """Take a message as it comes; False when the layer above is full, and reading goes on once it is not."""
        session = self.session
        if session is None or session.hear(text):
            return True
        if self._rest is None:
            self._rest = asyncio.get_running_loop().create_task(self._breathe(session))
        return False

    async def _breathe(self, session: Session) -> None:
        await session.room()
        self._rest = None
        if self._resume is not None:
            self._resume()

    def offer(self, frame: Frame) -> bool:
        """Write at once, or say that the frame has to wait."""
        if self._pump is not None:
            return False
        if self.gone or (self._fast is not None and self._fast(frame.wire)):
            return True
        for at, message in enumerate(frame.messages):
            begun = self._write(message)
            if begun is not None:
                self._pump = asyncio.get_running_loop().create_task(self._drain(*begun, frame.messages[at + 1 :]))
                return True
        return True

    def wake(self) -> None:
        """Send what waits in the outbox, unless the pump is at it already."""
        outbox = self.session.outbox if self.session else None
        while outbox and self._pump is None:
            frame = outbox.pop()
            if frame is not None:
                self.offer(frame)

    def end(self, ending: Ending) -> None:
        """Say goodbye if the socket takes it at once, else drop it."""
        if self._pump is not None:
            self._pump.cancel()
            self.drop()
            return
        if self.gone:
            return
        last = (*(message for frame in ending.frames for message in frame.messages), _close(ending))
        for message in last:
            begun = self._write(message)
            if begun is not None:
                begun[0].close()
                self.drop()
                return

    def drop(self) -> None:
        """Cut the connection without a word; never waits."""
        self.gone = True
        if self._abort is not None:
            self._abort()
        elif self._task is not None and self._task is not asyncio.current_task():
            self._dropped = self._task.cancel()

    def _write(self, message: Message) -> tuple[_Step, object] | None:
        """Drive `send` by hand: None when it is done, else where it got stuck."""
        step = cast(_Step, self._send(message))
        try:
            return step, step.send(None)
        except StopIteration:
            return None
        except Exception:
            self.gone = True
            return None

    async def _drain(self, step: _Step, waiting: object, rest: tuple[Message, ...]) -> None:
        """Send the begun message, the rest of its frame, then the outbox, as fast as the peer takes it."""
        session = self.session
        try:
            async with asyncio.timeout(self._stall):
                await _resume(step, waiting)
            for message in rest:
                await self._patiently(message)
            while session is not None and (frame := session.outbox.pop()) is not None:
                for message in frame.messages:
                    await self._patiently(message)
        except TimeoutError:
            if session is not None:
                session.stalled()
            self.drop()
        except Exception:
            self.gone = True
        finally:
            self._pump = None

    async def _patiently(self, message: Message) -> None:
        async with asyncio.timeout(self._stall):
            await self._send(message)


async def _over() -> Message:
    return {"type": "websocket.disconnect", "code": 1005}


async def _nowhere(_message: Message) -> None:
    return None


def _close(ending: Ending) -> Message:
    return {"type": "websocket.close", "code": ending.code, "reason": ending.reason}
