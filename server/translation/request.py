"""What an engine is asked for."""

from typing import Literal

from msgspec import Struct

Operation = Literal["read", "send", "preview"]


class Said(Struct, frozen=True):
    """An earlier message, its entities taken out: `who` is `customer` or `shop`."""

    who: str
    text: str


class Request(Struct, frozen=True, kw_only=True):
    """One text to translate between two languages (ISO 639-1).

    `glossary` holds (term, wanted wording) pairs; a term that must stay as it is has itself as wording.
    `formality` is `formal`, `casual` or empty for the engine's own habit. `context` are the turns before, oldest first.
    `operation`: the desk reads, the customer is about to read, or somebody looks at what would be read.
    """

    text: str
    source: str
    target: str
    html: bool = False
    formality: str = ""
    glossary: tuple[tuple[str, str], ...] = ()
    context: tuple[Said, ...] = ()
    operation: Operation = "read"

    @property
    def kept(self) -> tuple[str, ...]:
        """The glossary terms that go through untouched."""
        return tuple(term for term, wording in self.glossary if term == wording)
