"""What goes out: one encoded packet, made once and shared by every socket that gets a copy."""

from msgspec import Raw
from msgspec.json import Encoder

from server.gateway.engine.asgi import Message

_encode = Encoder().encode


class Frame:
    """One Engine.IO message with its attachments, ready as ASGI messages; `size` counts its bytes."""

    __slots__ = ("messages", "size", "volatile")

    def __init__(self, messages: tuple[Message, ...], size: int, *, volatile: bool = False) -> None:
        self.messages = messages
        self.size = size
        self.volatile = volatile


def control(text: str) -> Frame:
    """A text packet as it is, such as a ping."""
    return Frame(({"type": "websocket.send", "text": text},), len(text.encode()))


def binary(data: bytes) -> Frame:
    """A binary message as it is."""
    return Frame(({"type": "websocket.send", "bytes": data},), len(data))


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
    return _frame(prefix, arguments, attachments, volatile=volatile)


def ack(
    namespace: str, number: int, arguments: tuple[object | Raw, ...], attachments: tuple[bytes, ...] = ()
) -> Frame:
    """ACK, or BINARY_ACK when there are attachments, for the event that carried `number`."""
    prefix = _prefix("6" if attachments else "3", namespace, len(attachments))
    return _frame(f"{prefix}{number}", arguments, attachments)


def _frame(
    prefix: str,
    arguments: tuple[object | Raw, ...],
    attachments: tuple[bytes, ...],
    *,
    volatile: bool = False,
) -> Frame:
    body = _encode(arguments)
    text: Message = {"type": "websocket.send", "text": prefix + body.decode()}
    size = len(prefix.encode()) + len(body)
    if not attachments:
        return Frame((text,), size, volatile=volatile)
    parts: list[Message] = [{"type": "websocket.send", "bytes": part} for part in attachments]
    return Frame((text, *parts), size + sum(map(len, attachments)), volatile=volatile)
