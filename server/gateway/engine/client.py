"""The Socket.IO layer of one session: the namespaces it is in and the handling of its packets."""

import logging
import secrets

from msgspec import Struct

from server.domain.errors import Refusal
from server.gateway.engine import frames
from server.gateway.engine.assembly import Assembly
from server.gateway.engine.audiences import Audiences
from server.gateway.engine.connection import Connection, Event, Reply
from server.gateway.engine.contract import By, Ending
from server.gateway.engine.fault import FAILURES, report, spare
from server.gateway.engine.hub import Hub
from server.gateway.engine.inbox import Inbox
from server.gateway.engine.outbox import Outbox
from server.gateway.engine.packets import Kind, MalformedError, Packet, decode
from server.gateway.engine.session import Session

log = logging.getLogger(__name__)


class _Leave(Struct, frozen=True):
    connection: Connection
    reason: str


class _Gone(Struct, frozen=True):
    reason: str


class Client:
    """One session as a Socket.IO client: everything it sends is handled in order by its inbox."""

    __slots__ = ("_assembly", "_connections", "_hub", "_inbox", "_left", "session")

    def __init__(self, hub: Hub, session: Session) -> None:
        self.session = session
        self._hub = hub
        self._connections: dict[str, Connection] = {}
        self._inbox: Inbox[Packet | _Leave | _Gone] = Inbox(
            self._handle, hub.options.inbox_events, 2 * hub.options.max_payload
        )
        self._left = False
        self._assembly: Assembly | None = None

    @property
    def full(self) -> bool:
        """Whether reading should stop for now."""
        return self._inbox.full

    async def room(self) -> None:
        """Wait while it is full."""
        await self._inbox.room()

    def message(self, text: str) -> None:
        """Take one packet, or wait for its attachments. Raises MalformedError."""
        if self._assembly is not None:
            raise MalformedError("text between attachments")
        packet = decode(text)
        if packet.awaits > self._hub.options.max_attachments:
            raise MalformedError("too many attachments")
        if packet.awaits:
            self._assembly = Assembly(packet, self._hub.options.max_payload)
        else:
            self._put(packet)

    def attachment(self, data: bytes) -> None:
        """Take one binary part. Raises MalformedError when no packet waits for it."""
        if self._assembly is None:
            raise MalformedError("attachment without a packet")
        packet = self._assembly.add(data)
        if packet is not None:
            self._assembly = None
            self._put(packet)

    def _put(self, packet: Packet) -> None:
        self._hub.counters.received += 1
        self._inbox.put(packet, packet.size)

    def audiences(self, namespace: str) -> Audiences[Connection]:
        """The audiences of a namespace."""
        return self._hub.audiences[namespace]

    def dismiss(self, connection: Connection, reason: str) -> None:
        """Take one connection out at once; with the last one the session ends."""
        self._inbox.put(_Leave(connection, reason))
        goodbye = frames.disconnect(connection.namespace)
        if any(other.open for other in self._connections.values()):
            self.session.write(goodbye)
        else:
            self.session.end(Ending(reason, By.SERVER, (goodbye,)))

    def tell(self, event: str, payload: object) -> None:
        """Send an event in every namespace it is in."""
        for connection in self._connections.values():
            connection.send(event, payload)

    def ended(self, ending: Ending) -> None:
        """Shut the connections now; the rest of the cleanup waits for its slice."""
        if ending.by is not By.PEER:
            for connection in self._connections.values():
                connection.open = False
            self._inbox.forget()
        self._hub.ended(self.session, lambda: self._inbox.put(_Gone(ending.reason)))

    async def _handle(self, step: Packet | _Leave | _Gone) -> None:
        try:
            if isinstance(step, Packet):
                await self._packet(step)
            elif isinstance(step, _Leave):
                await self._leave(step.connection, step.reason)
            else:
                for connection in tuple(self._connections.values()):
                    await self._leave(connection, step.reason)
                self._hub.left()
                self._inbox.close()
                self.session.let_go()
        except FAILURES as error:
            self._fault(error)

    async def _packet(self, packet: Packet) -> None:
        connection = self._connections.get(packet.namespace)
        if connection is None and packet.kind is Kind.CONNECT:
            await self._connect(packet)
        elif connection is None:
            if not self._left:  # otherwise it crossed with a DISCONNECT
                self.session.malformed()
        elif packet.kind in (Kind.EVENT, Kind.BINARY_EVENT):
            await self._event(connection, packet)
        elif packet.kind is Kind.DISCONNECT:
            connection.open = False
            await self._leave(connection, "client namespace disconnect")
        elif packet.kind is Kind.CONNECT:
            self.session.malformed()

    async def _connect(self, packet: Packet) -> None:
        name = packet.namespace
        namespace = self._hub.namespaces.get(name)
        if namespace is None:
            self.session.write(frames.connect_error(name, {"message": "Invalid namespace"}))
            return
        early = Outbox(self._hub.options.soft_bytes, self._hub.options.hard_bytes)
        connection = Connection(self, name, secrets.token_urlsafe(15), early)
        self._connections[name] = connection
        try:
            await namespace.connected(connection, packet.body)
        except FAILURES as error:
            self._turn_away(connection, error)
        else:
            self._hub.connections += 1
            self._admit(connection)

    def _admit(self, connection: Connection) -> None:
        if self.session.ending is not None and self.session.ending.by is not By.PEER:
            connection.open = False
        if connection.open:
            self.session.join_by = None
            self.session.write(frames.connect(connection.namespace, connection.id))
            connection.admitted()

    def _turn_away(self, connection: Connection, error: BaseException) -> None:
        connection.open = False
        del self._connections[connection.namespace]
        self.audiences(connection.namespace).drop(connection)
        if isinstance(error, Refusal):
            body: object = {"message": error.code, "data": _reasons(error)}
        else:
            self._fault(error)
            body = {"message": "internal", "data": self._hub.options.fault}
        self.session.write(frames.connect_error(connection.namespace, body))

    async def _event(self, connection: Connection, packet: Packet) -> None:
        if not connection.open:
            return
        event = Event(name=packet.name, args=packet.args, attachments=packet.attachments, ack=packet.number is not None)
        try:
            answer = await self._hub.namespaces[packet.namespace].received(connection, event)
            frame = _ack(packet, answer)
        except FAILURES as error:
            self._fault(error)
            frame = _ack(packet, (self._hub.options.fault,))
        if frame is not None and connection.open:
            self.session.write(frame)

    async def _leave(self, connection: Connection, reason: str) -> None:
        if self._connections.get(connection.namespace) is not connection:
            return
        connection.open = False
        del self._connections[connection.namespace]
        self._left = True
        self._hub.connections -= 1
        self.audiences(connection.namespace).drop(connection)
        if not self._connections:
            self.session.await_namespace()
        try:
            await self._hub.namespaces[connection.namespace].disconnected(connection, reason)
        except FAILURES as error:
            self._fault(error)

    def _fault(self, error: BaseException) -> None:
        spare(error)
        self._hub.counters.faults += 1
        report(log, f"handler failed in session {self.session.sid}", error)


def _ack(packet: Packet, answer: tuple[object, ...] | Reply | None) -> frames.Frame | None:
    if packet.number is None:
        return None
    if isinstance(answer, Reply):
        return frames.ack(packet.namespace, packet.number, answer.args, answer.attachments)
    return frames.ack(packet.namespace, packet.number, answer or ())


def _reasons(error: Refusal) -> dict[str, object]:
    told = {
        "code": error.code,
        "retry": error.retry,
        "detail": error.detail,
        "afterMs": error.after_ms,
        "data": error.data,
    }
    return {key: value for key, value in told.items() if value is not None}
