"""What comes in: Socket.IO v5 packets read by hand, their arguments left as raw JSON for the next room.

Format: https://github.com/socketio/socket.io-protocol (revision 5), section "Packet encoding".
"""

from enum import Enum

import msgspec
from msgspec import Raw, Struct
from msgspec.json import Decoder

RESERVED = frozenset({"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"})
_LONGEST_ACK = 15  # digits; above this a JavaScript number is no longer exact
_arguments = Decoder(list[Raw]).decode
_object = Decoder(dict[str, Raw]).decode
_name = Decoder(str).decode


class MalformedError(Exception):
    """The peer does not speak the protocol; its session ends. Says what is wrong, never what was sent."""


class Kind(Enum):
    """Packet kinds a client may send, by their digit."""

    CONNECT = "0"
    DISCONNECT = "1"
    EVENT = "2"
    ACK = "3"
    BINARY_EVENT = "5"
    BINARY_ACK = "6"


_KINDS = {kind.value: kind for kind in Kind}


class Packet(Struct, frozen=True, kw_only=True, gc=False):
    """One packet; `body` is CONNECT's auth object, `args` the arguments after an event's name."""

    kind: Kind
    namespace: str
    name: str = ""
    args: tuple[Raw, ...] = ()
    body: Raw | None = None
    number: int | None = None
    awaits: int = 0
    attachments: tuple[bytes, ...] = ()
    size: int = 0


def _attachments(text: str, at: int) -> tuple[int, int]:
    dash = text.find("-", at, at + 4)
    count = text[at:dash] if dash > at else ""
    if not (count.isascii() and count.isdigit()):
        raise MalformedError("attachment count")
    return int(count), dash + 1


def _namespace(text: str, at: int) -> tuple[str, int]:
    if not text.startswith("/", at):
        return "/", at
    comma = text.find(",", at)
    return (text[at:], len(text)) if comma < 0 else (text[at:comma], comma + 1)


def _number(text: str, at: int) -> tuple[int | None, int]:
    end = at
    while end < len(text) and "0" <= text[end] <= "9":
        end += 1
    if end - at > _LONGEST_ACK:
        raise MalformedError("ack number")
    return (int(text[at:end]), end) if end > at else (None, at)


def decode(text: str, at: int = 1) -> Packet:
    """Read the packet that starts at `at` (behind the Engine.IO digit).

    Raises MalformedError for everything that the protocol does not allow a client to send.
    """
    kind = _KINDS.get(text[at : at + 1])
    if kind is None:
        raise MalformedError("packet kind")
    awaits, at = _attachments(text, at + 1) if kind in (Kind.BINARY_EVENT, Kind.BINARY_ACK) else (0, at + 1)
    namespace, at = _namespace(text, at)
    number, at = _number(text, at)
    try:
        return _complete(
            Packet(kind=kind, namespace=namespace, number=number, awaits=awaits, size=len(text)), text[at:]
        )
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise MalformedError("payload") from error


def _complete(head: Packet, payload: str) -> Packet:
    match head.kind:
        case Kind.EVENT | Kind.BINARY_EVENT:
            return _event(head, payload)
        case Kind.CONNECT if head.number is None:
            if payload:
                _object(payload)
            return msgspec.structs.replace(head, body=Raw(payload.encode()) if payload else None)
        case Kind.DISCONNECT if head.number is None and not payload:
            return head
        case Kind.ACK | Kind.BINARY_ACK if head.number is not None:
            return msgspec.structs.replace(head, args=tuple(_arguments(payload)))
    raise MalformedError("packet form")


def _event(head: Packet, payload: str) -> Packet:
    parts = _arguments(payload)
    if not parts:
        raise MalformedError("event without a name")
    name = _name(parts[0])
    if name in RESERVED:
        raise MalformedError("reserved event name")
    return Packet(
        kind=head.kind,
        namespace=head.namespace,
        name=name,
        args=tuple(parts[1:]),
        number=head.number,
        awaits=head.awaits,
        size=head.size,
    )
