"""A file that hangs on a message."""

from msgspec import Struct


class Attachment(Struct, frozen=True, kw_only=True):
    """A file that was stored before it was sent. `size` is bytes."""

    id: str
    name: str
    mime: str
    size: int
