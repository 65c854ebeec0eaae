"""What a node says: one connection that only publishes, a batch one write and one time limit."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Protocol

Frame = tuple[str, bytes]


class Line(Protocol):
    """A connection without time limits of its own."""

    async def send_packed_command(self, command: Iterable[bytes]) -> None: ...
    async def read_response(self) -> Any: ...
    async def disconnect(self) -> None: ...


class Mouth:
    """`dial` makes a connection, `verb` answers the command once one is there; `timeout` in seconds, for a batch.

    A pooled pipeline looks at its pool, its health, its retries and a clock for every answer: three times the cost of a frame.
    """

    def __init__(self, dial: Callable[[], Awaitable[Line]], verb: Callable[[], str], timeout: float) -> None:
        self._dial = dial
        self._verb = verb
        self._timeout = timeout
        self._line: Line | None = None

    async def say(self, frames: Sequence[Frame]) -> None:
        """Push them. Raises what redis-py raises, and TimeoutError; the next call then begins with a new connection."""
        line, self._line = self._line or await self._dial(), None
        try:
            async with asyncio.timeout(self._timeout):
                await line.send_packed_command((_packed(self._verb(), frames),))
                for _ in frames:
                    await line.read_response()
        except BaseException:
            await line.disconnect()
            raise
        self._line = line

    async def aclose(self) -> None:
        """Let go of the connection."""
        if self._line is not None:
            await self._line.disconnect()
            self._line = None


def _packed(verb: str, frames: Sequence[Frame]) -> bytes:
    head = b"*3\r\n$%d\r\n%b\r\n" % (len(verb), verb.encode())
    spelled = ((channel.encode(), frame) for channel, frame in frames)
    return b"".join(b"%b$%d\r\n%b\r\n$%d\r\n%b\r\n" % (head, len(c), c, len(f), f) for c, f in spelled)
