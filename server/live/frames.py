"""What travels on the bus: versioned JSON around a body that is JSON already."""

import msgspec
from msgspec import Raw, Struct

VERSION = 1


class Frame(Struct, frozen=True):
    """One push from a node to all nodes that listen to a topic."""

    v: int
    node: str
    topic: str
    body: Raw


_encode = msgspec.json.Encoder().encode
_decoder = msgspec.json.Decoder(Frame)


def pack(node: str, topic: str, body: bytes) -> bytes:
    """Make a frame; `body` must be JSON."""
    return _encode(Frame(VERSION, node, topic, Raw(body)))


def unpack(data: bytes) -> Frame | None:
    """Read a frame; None for garbage and for versions that are not ours."""
    try:
        frame = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return frame if frame.v == VERSION else None
