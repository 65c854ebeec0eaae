"""What the owner of a namespace sees: one client in it, its events, and the contract to answer them."""

from typing import TYPE_CHECKING, Protocol

from msgspec import Raw, Struct

from server.gateway.engine import frames
from server.gateway.engine.asgi import Request
from server.gateway.engine.frames import Frame
from server.gateway.engine.outbox import Fate, Outbox

if TYPE_CHECKING:
    from server.gateway.engine.client import Client


class Event(Struct, frozen=True, kw_only=True, gc=False):
    """One event of a client: its arguments as raw JSON, so that the next room decodes them strictly.

    `attachments` are the binary parts; an argument refers to one as `{"_placeholder": true, "num": n}`.
    `ack` says whether the client waits for an answer.
    """

    name: str
    args: tuple[Raw, ...] = ()
    attachments: tuple[bytes, ...] = ()
    ack: bool = False


class Reply(Struct, frozen=True):
    """An acknowledgement with binary parts; without them a handler simply returns a tuple."""

    args: tuple[object, ...]
    attachments: tuple[bytes, ...] = ()


class Namespace(Protocol):
    """The owner of a namespace. Calls of one connection come one after another, in the client's order."""

    async def connected(self, connection: "Connection", auth: Raw | None) -> object | None:
        """Judge a newcomer; raise Refusal to turn it away. What is sent meanwhile follows CONNECT."""
        ...

    async def received(self, connection: "Connection", event: Event) -> tuple[object, ...] | Reply | None:
        """Handle an event; answer the arguments of its acknowledgement."""
        ...

    async def disconnected(self, connection: "Connection", reason: str) -> None:
        """Called once for every connection that `connected` let in, after its last event."""
        ...


class Connection:
    """One client in one namespace. `state` is the owner's slot, for instance the actor."""

    __slots__ = ("_client", "_early", "id", "names", "namespace", "open", "request", "state")

    def __init__(self, client: "Client", namespace: str, sid: str, early: Outbox) -> None:
        self._client = client
        self._early: Outbox | None = early
        self.id = sid
        self.namespace = namespace
        self.request: Request = client.session.request
        self.state: object | None = None
        self.names: set[str] | None = None
        self.open = True

    def send(
        self, event: str, *payload: object | Raw, volatile: bool = False, attachments: tuple[bytes, ...] = ()
    ) -> None:
        """Send an event. Never waits; a connection that is gone swallows it. `volatile` ones may be dropped.

        Raises TypeError when the payload cannot be JSON: that is a fault of the caller, not of the peer.
        """
        arguments = (event, *payload)
        self.deliver(frames.event(self.namespace, arguments, attachments=attachments, volatile=volatile))

    def deliver(self, frame: Frame) -> None:
        """Send a frame that is encoded already."""
        if not self.open:
            return
        if self._early is None:
            self._client.session.write(frame)
        elif self._early.push(frame) is Fate.OVERFLOW:
            self._client.session.stalled()

    def close(self, reason: str) -> None:
        """Say goodbye and go, at once. The client does not come back by itself (Socket.IO DISCONNECT)."""
        if self.open:
            self.open = False
            self._client.dismiss(self, reason)

    def join(self, name: str) -> None:
        """Hear this audience; nothing happens once the connection is closed."""
        if self.open:
            self._client.audiences(self.namespace).join(self, name)

    def leave(self, name: str) -> None:
        """Stop hearing this audience."""
        self._client.audiences(self.namespace).leave(self, name)

    def admitted(self) -> None:
        """The CONNECT packet is out: let what was sent meanwhile follow it."""
        early, self._early = self._early, None
        for frame in early.take() if early else ():
            self.deliver(frame)
