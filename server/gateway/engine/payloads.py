"""Long-polling bodies: Engine.IO packets separated by the record separator, binary ones in base64.

Format: https://github.com/socketio/engine.io-protocol (revision 4), section "HTTP long-polling".
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable

from server.gateway.engine.frames import Frame
from server.gateway.engine.packets import MalformedError

SEPARATOR = "\x1e"


def join(frames: Iterable[Frame]) -> str:
    """The body that carries these frames, attachments behind their packet."""
    parts: list[str] = []
    for frame in frames:
        if frame.text is not None:
            parts.append(frame.text.decode())
        parts.extend("b" + b64encode(part).decode() for part in frame.attachments)
    return SEPARATOR.join(parts)


def split(body: bytes) -> list[str | bytes]:
    """The packets of a body. Raises MalformedError when it is empty, not UTF-8, or holds broken base64."""
    try:
        parts = body.decode().split(SEPARATOR)
        return [b64decode(part[1:], validate=True) if part.startswith("b") else _packet(part) for part in parts]
    except ValueError as error:
        raise MalformedError("polling body") from error


def _packet(part: str) -> str:
    if not part:
        raise MalformedError("empty packet")
    return part
