"""What all bodies of the log share."""

from msgspec import Struct


class Body(Struct, frozen=True, kw_only=True, tag_field="kind", rename="camel"):
    """What happened; the tag is the event's name on the wire."""
