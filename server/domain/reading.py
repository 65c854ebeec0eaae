"""A text in one language, and how it came to be."""

from msgspec import Struct


class Reading(Struct, frozen=True, kw_only=True):
    """A text as a reader of `language` sees it; `engine` names who made it (`memory`, `phrasebook`, an engine, `person`)."""

    language: str
    text: str
    engine: str
    confidence: float = 1.0
