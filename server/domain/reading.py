"""A text in one language, and how it came to be."""

from msgspec import Struct

PERSON = "person"
"""The engine of a reading that somebody wrote."""


class Reading(Struct, frozen=True, kw_only=True):
    """A text as a reader of `language` sees it; `engine` names who made it (`memory`, `phrasebook`, an engine, `person`),
    `version` which model of it. `editor` is the id of the person who wrote it or agreed to it."""

    language: str
    text: str
    engine: str
    confidence: float = 1.0
    version: str = ""
    editor: str = ""
