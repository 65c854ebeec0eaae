"""What a session asks of its carrier below and of the layer above, and how it tells both that it is over."""

from enum import Enum, auto
from typing import Protocol

from msgspec import Struct

from server.gateway.engine.frames import Frame


class By(Enum):
    """Who ends a session: the peer (its last events still count), we in good order, or we for a fault."""

    PEER = auto()
    SERVER = auto()
    FAULT = auto()


class Ending(Struct, frozen=True):
    """How a session ends. `frames` are the last words; `code` is the WebSocket's (RFC 6455 7.4)."""

    reason: str
    by: By = By.FAULT
    frames: tuple[Frame, ...] = ()
    code: int = 1000


LEFT = Ending("transport close", By.PEER)
"""The peer is gone."""


class Transport(Protocol):
    """The carrier of a session at this moment."""

    name: str

    def offer(self, frame: Frame) -> bool:
        """Write at once if nothing is in the way; False when the frame has to wait in the outbox."""
        ...

    def wake(self) -> None:
        """There is something in the outbox."""
        ...

    def end(self, ending: Ending) -> None:
        """Let go of the peer without waiting for it."""
        ...


class Peer(Protocol):
    """The layer above: what a session's messages are handed to."""

    @property
    def full(self) -> bool:
        """Whether reading should stop for now."""
        ...

    def message(self, text: str) -> None:
        """A text message, still with its Engine.IO digit. Raises MalformedError."""
        ...

    def attachment(self, data: bytes) -> None:
        """A binary message. Raises MalformedError."""
        ...

    async def room(self) -> None:
        """Wait until there is room for another message, or the session ended."""
        ...

    def tell(self, event: str, payload: object) -> None:
        """Send an event to everyone behind this session."""
        ...

    def ended(self, ending: Ending) -> None:
        """The session is over; called once."""
        ...


class Void:
    """What a session that was cleaned up has above and below it: nothing that hears or says anything."""

    name = "void"
    full = False

    def offer(self, _frame: Frame) -> bool:
        """Nobody takes it."""
        return True

    def wake(self) -> None:
        """Nothing is sent."""

    def end(self, _ending: Ending) -> None:
        """It has ended."""

    def message(self, _text: str) -> None:
        """Nobody hears it."""

    def attachment(self, _data: bytes) -> None:
        """Nobody hears it."""

    async def room(self) -> None:
        """There is room."""

    def tell(self, _event: str, _payload: object) -> None:
        """Nobody is behind it."""

    def ended(self, _ending: Ending) -> None:
        """It is known."""


VOID = Void()
