"""What an owner of the engine may choose. Seconds and bytes throughout."""

from collections.abc import Callable

from msgspec import Struct, field

from server.gateway.engine.asgi import Scope


def any_origin(_origin: str | None, _scope: Scope) -> bool:
    """Let every page in: for tests and for servers that only take tokens."""
    return True


class EngineOptions(Struct, frozen=True, kw_only=True):
    """The bounds of the engine; each one closes a way to exhaust the process."""

    ping_interval: float = 10.0
    ping_timeout: float = 10.0
    connect_timeout: float = 5.0
    """A session without a joined namespace is closed after this long."""
    max_payload: int = 131_072
    """One message in, one POST body, and all attachments of one event together."""
    max_attachments: int = 16
    inbox_events: int = 64
    """Events waiting for their handler before reading stops (TCP back pressure)."""
    soft_bytes: int = 262_144
    """Above this much waiting output, volatile frames of this socket are dropped."""
    hard_bytes: int = 1_048_576
    """Above this much waiting output, the socket is closed as slow."""
    stall_seconds: float = 10.0
    """A socket that takes nothing for this long is closed as slow."""
    head_seconds: float = 10.0
    """The head of a request must be whole within this."""
    body_seconds: float = 10.0
    """A body that does not move for this long is not waited for."""
    max_sockets: int = 5_000
    retry_after: int = 5
    """Seconds told to those who are turned away (Retry-After, RFC 9110 10.2.3)."""
    transports: tuple[str, ...] = ("websocket", "polling")
    allow_origin: Callable[[str | None, Scope], bool] = any_origin
    fault: object = field(default_factory=lambda: {"ok": False, "code": "internal", "retry": True})
    """The acknowledgement a client gets when a handler fails."""
