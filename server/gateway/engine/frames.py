"""What goes out: one encoded packet, made once and shared by every socket that gets a copy."""

from struct import Struct

from msgspec import Raw
from msgspec.json import Encoder

from server.gateway.engine.asgi import Message

_encode = Encoder().encode
_TEXT, _BINARY = 0x81, 0x82  # final frame of a text, of a binary message
_SHORT, _LONG = Struct("!BBH"), Struct("!BBQ")


class Frame:
    """One text packet with its attachments; either may be missing. `size` counts their bytes.

    It is shared by all who get a copy, so each form of it is made once, when the first copy needs it.
    """

    __slots__ = ("_messages", "_wire", "attachments", "size", "text", "volatile")

    def __init__(self, text: bytes | None, attachments: tuple[bytes, ...] = (), *, volatile: bool = False) -> None:
        self.text = text
        self.attachments = attachments
        self.size = len(text or b"") + sum(map(len, attachments)) if attachments else len(text or b"")
        self.volatile = volatile
        self._messages: tuple[Message, ...] | None = None
        self._wire: bytes | None = None

    @property
    def wire(self) -> bytes:
        """The finished WebSocket frames."""
        if self._wire is None:
            texts = () if self.text is None else (_websocket(_TEXT, self.text),)
            self._wire = b"".join((*texts, *(_websocket(_BINARY, part) for part in self.attachments)))
        return self._wire

    @property
    def messages(self) -> tuple[Message, ...]:
        """The same as ASGI messages."""
        if self._messages is None:
            texts: tuple[Message, ...] = ()
            if self.text is not None:
                texts = ({"type": "websocket.send", "text": self.text.decode()},)
            self._messages = (
                *texts,
                *({"type": "websocket.send", "bytes": part} for part in self.attachments),
            )
        return self._messages


def _websocket(opcode: int, data: bytes) -> bytes:
    """One unfragmented, unmasked frame (RFC 6455 5.2)."""
    size = len(data)
    if size < 126:
        return bytes((opcode, size)) + data
    if size < 65_536:
        return _SHORT.pack(opcode, 126, size) + data
    return _LONG.pack(opcode, 127, size) + data


def control(text: str) -> Frame:
    """A text packet as it is, such as a ping."""
    return Frame(text.encode())


def binary(data: bytes) -> Frame:
    """A binary message as it is."""
    return Frame(None, (data,))


def _prefix(kind: str, namespace: str, attachments: int) -> str:
    counted = f"{attachments}-" if attachments else ""
    return f"4{kind}{counted}" if namespace == "/" else f"4{kind}{counted}{namespace},"


def connect(namespace: str, sid: str) -> Frame:
    """CONNECT: the server lets the client into the namespace under this id."""
    return control(f'{_prefix("0", namespace, 0)}{{"sid":"{sid}"}}')


def connect_error(namespace: str, body: object) -> Frame:
    """CONNECT_ERROR: why the client may not join."""
    return control(_prefix("4", namespace, 0) + _encode(body).decode())


def disconnect(namespace: str) -> Frame:
    """DISCONNECT: the server takes the client out of the namespace."""
    return control(_prefix("1", namespace, 0))


def event(
    namespace: str,
    arguments: tuple[object | Raw, ...],
    *,
    attachments: tuple[bytes, ...] = (),
    volatile: bool = False,
) -> Frame:
    """EVENT, or BINARY_EVENT when there are attachments; the first argument is the name."""
    prefix = _prefix("5" if attachments else "2", namespace, len(attachments))
    return Frame(prefix.encode() + _encode(arguments), attachments, volatile=volatile)


def ack(namespace: str, number: int, arguments: tuple[object | Raw, ...], attachments: tuple[bytes, ...] = ()) -> Frame:
    """ACK, or BINARY_ACK when there are attachments, for the event that carried `number`."""
    prefix = _prefix("6" if attachments else "3", namespace, len(attachments))
    return Frame(f"{prefix}{number}".encode() + _encode(arguments), attachments)
