"""One Engine.IO session: heartbeat, deadlines, order of output and one way to end, on any transport."""

from server.gateway.engine.asgi import Request
from server.gateway.engine.contract import LEFT, VOID, Ending, Peer, Transport
from server.gateway.engine.frames import Frame, control
from server.gateway.engine.hub import Hub
from server.gateway.engine.outbox import Fate, Outbox
from server.gateway.engine.packets import MalformedError

PING = control("2")


class Session:
    """One client's session. It outlives the change from polling to WebSocket."""

    __slots__ = (
        "_hub",
        "_ping_due",
        "_pinged",
        "_reading",
        "_visit",
        "ending",
        "join_by",
        "outbox",
        "peer",
        "request",
        "sid",
        "transport",
    )

    def __init__(self, hub: Hub, sid: str, request: Request) -> None:
        now = hub.clock.monotonic()
        self._hub = hub
        self._ping_due = now + hub.options.ping_interval
        self._pinged = False
        self._reading = True
        self._visit = now
        self.ending: Ending | None = None
        self.join_by: float | None = now + hub.options.connect_timeout
        self.outbox = Outbox(hub.options.soft_bytes, hub.options.hard_bytes)
        self.request = request
        self.sid = sid
        self.transport: Transport
        self.peer: Peer

    @property
    def over(self) -> bool:
        """Whether it has ended; `ending` says how."""
        return self.ending is not None

    def open(self, transport: Transport, peer: Peer) -> None:
        """Begin: from here on the session is known and its heart beats."""
        self.transport = transport
        self.peer = peer
        self._visit = self._due()
        self._hub.opened(self, self._visit)

    def write(self, frame: Frame) -> None:
        """Send a frame after all that were written before it. Never waits, never raises."""
        if self.over or (not self.outbox and self.transport.offer(frame)):
            return
        if self.outbox.push(frame) is Fate.OVERFLOW:
            self._hub.counters.slow += 1
            self.end(Ending("slow"))
        else:
            self.transport.wake()

    def stalled(self) -> None:
        """The peer has taken nothing for too long."""
        self._hub.counters.slow += 1
        self.end(Ending("slow"))

    def malformed(self) -> None:
        """The peer does not speak the protocol."""
        self._hub.counters.malformed += 1
        self.end(Ending("malformed", code=1002))

    def lost(self) -> None:
        """The peer does not answer pings."""
        self._hub.counters.timeouts += 1
        self.end(Ending("ping timeout"))

    async def take(self, data: str | bytes) -> None:
        """Hand one packet from the peer upwards, then wait while the layer above is full."""
        if not self.hear(data):
            await self.room()

    def hear(self, data: str | bytes) -> bool:
        """Hand one packet from the peer upwards; False when the layer above is full now."""
        if self.ending is not None:
            return True
        if self._pinged:
            self._pinged = False
            self._ping_due = self._hub.clock.monotonic() + self._hub.options.ping_interval
        try:
            self._accept(data)
        except MalformedError:
            self.malformed()
        return not self.peer.full

    async def room(self) -> None:
        """Wait while the layer above is full; meanwhile a missing pong is not the peer's fault."""
        self._reading = False
        await self.peer.room()
        self._reading = True

    def _accept(self, data: str | bytes) -> None:
        if _size(data) > self._hub.options.max_payload:
            self.end(Ending("too large", code=1009))
        elif isinstance(data, bytes):
            self.peer.attachment(data)
        elif data.startswith("4"):
            self.peer.message(data)
        elif data == "1":
            self.end(LEFT)
        elif data not in ("3", "6"):
            raise MalformedError("engine packet")

    def end(self, ending: Ending) -> None:
        """End the session; the first reason stands. Never waits for the peer."""
        if self.over:
            return
        self.ending = ending
        self.transport.end(ending)
        self.outbox.clear()
        self.peer.ended(ending)

    def let_go(self) -> None:
        """After the cleanup: who stood above and below is freed at once, and not when the collector comes by, which is seldom."""
        self.transport = self.peer = VOID

    def check(self, now: float) -> float | None:
        """The wheel's visit: ping, or notice that the pong or the CONNECT packet is overdue."""
        if self.over or now < self._visit:
            return None
        self._beat(now)
        self._visit = self._due()
        return self._visit

    def _beat(self, now: float) -> None:
        if not self._reading:  # it is we who do not read: its pong may be waiting
            self._ping_due = max(self._ping_due, now)
        if self.join_by is not None and now >= self.join_by:
            self.end(Ending("no namespace"))
        elif self.overdue(now):
            self.lost()
        elif not self._pinged and now >= self._ping_due:
            self._pinged = True
            self.write(PING)

    def await_namespace(self) -> None:
        """It is in no namespace any more: the CONNECT deadline runs again."""
        self.join_by = self._hub.clock.monotonic() + self._hub.options.connect_timeout
        if not self.over and self.join_by < self._visit:
            self._visit = self.join_by
            self._hub.wheel.at(self._visit, self)

    def overdue(self, now: float) -> bool:
        """Whether the answer to a ping is missing for longer than the time-out."""
        return self._pinged and now >= self._ping_due + self._hub.options.ping_timeout

    def _due(self) -> float:
        due = self._ping_due + self._hub.options.ping_timeout if self._pinged else self._ping_due
        return due if self.join_by is None else min(due, self.join_by)


def _size(data: str | bytes) -> int:
    return len(data) if isinstance(data, bytes) or data.isascii() else len(data.encode())
