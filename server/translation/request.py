"""What an engine is asked for."""

from msgspec import Struct


class Request(Struct, frozen=True, kw_only=True):
    """One text to translate between two languages (ISO 639-1).

    `glossary` holds (term, wanted wording) pairs; a term that must stay as it is has itself as wording.
    `formality` is `formal`, `casual` or empty for the engine's own habit.
    """

    text: str
    source: str
    target: str
    html: bool = False
    formality: str = ""
    glossary: tuple[tuple[str, str], ...] = ()

    @property
    def kept(self) -> tuple[str, ...]:
        """The glossary terms that go through untouched."""
        return tuple(term for term, wording in self.glossary if term == wording)
