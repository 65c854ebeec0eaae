"""What was said once, as far as rules look at it."""

from msgspec import Struct


class Said(Struct, frozen=True, array_like=True):
    """A stored message; `reading` is what the customer read when that was not the text, in `reading_language`."""

    conversation_id: str
    seq: int
    at: int
    author: str
    shop_id: str
    channel: str
    market: str
    text: str
    language: str
    reading: str = ""
    reading_language: str = ""
