"""Who may come in: every check that is made before a WebSocket is accepted or a poll is answered.

Codes and texts of the refusals are those of the JavaScript reference server: clients know them.
"""

from msgspec import Struct
from msgspec.json import encode

from server.gateway.engine.asgi import Request, Scope
from server.gateway.engine.hub import Hub


class Turned(Struct, frozen=True):
    """A no before the session: an HTTP status, the reference's code, a text, and seconds to stay away."""

    status: int
    code: int
    message: str
    retry_after: int | None = None

    def body(self) -> bytes:
        """The JSON body of the answer."""
        return encode({"code": self.code, "message": self.message})

    def headers(self) -> list[tuple[bytes, bytes]]:
        """The headers of the answer."""
        told = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
        if self.retry_after is not None:
            told.append((b"retry-after", str(self.retry_after).encode()))
        return told


UNKNOWN_TRANSPORT = Turned(400, 0, "Transport unknown")
UNKNOWN_SID = Turned(400, 1, "Session ID unknown")
BAD_METHOD = Turned(400, 2, "Bad handshake method")
BAD_REQUEST = Turned(400, 3, "Bad request")
FORBIDDEN = Turned(403, 4, "Forbidden")
BAD_VERSION = Turned(400, 5, "Unsupported protocol version")
TOO_LARGE = Turned(413, 3, "Payload too large")


def examine(hub: Hub, scope: Scope, request: Request) -> Turned | None:
    """Check a request in the order of the reference; None lets it through."""
    kind = "websocket" if scope["type"] == "websocket" else "polling"
    transport = request.query.get("transport")
    sid = request.query.get("sid")
    if not hub.options.allow_origin(request.origin, scope):
        return FORBIDDEN
    if transport not in hub.options.transports:
        return UNKNOWN_TRANSPORT
    if transport != kind:
        return BAD_REQUEST
    if request.query.get("EIO") != "4":
        return BAD_VERSION
    return _newcomer(hub, request) if sid is None else _returning(hub, sid)


def _newcomer(hub: Hub, request: Request) -> Turned | None:
    if request.method != "GET":
        return BAD_METHOD
    if hub.draining or len(hub.sessions) >= hub.options.max_sockets:
        hub.counters.refused += 1
        return Turned(503, 3, "Server is full or closing", hub.options.retry_after)
    return None


def _returning(hub: Hub, sid: str) -> Turned | None:
    session = hub.sessions.get(sid)
    if session is not None and session.overdue(hub.clock.monotonic()):
        session.lost()
        session = None
    if session is None:
        return UNKNOWN_SID
    if session.transport.name != "polling":
        return BAD_REQUEST
    return None
