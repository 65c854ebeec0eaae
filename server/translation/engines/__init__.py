"""Machines that translate, one file each, behind one contract: `tests/translation/test_engines.py`."""

from typing import Protocol

from server.domain.reading import Reading
from server.translation.request import Request

Pairs = frozenset[tuple[str, str]]


class EngineError(Exception):
    """An engine gave no usable answer; `after_s` is how long it asked for (RFC 9110, Retry-After)."""

    def __init__(self, reason: str, after_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after_s = after_s


class Translator(Protocol):
    """One engine. It may fail in any way; the chain holds the deadline and judges the answer."""

    @property
    def name(self) -> str:
        """Its name in readings and health pages."""
        ...

    @property
    def inflects(self) -> bool:
        """Whether it uses the glossary it is given; for others a term's place is kept by a mark."""
        ...

    async def pairs(self) -> Pairs:
        """The (source, target) languages it translates now; raises EngineError."""
        ...

    async def translate(self, request: Request) -> Reading:
        """The text in the target language, marks such as `⟦1⟧` kept; raises EngineError."""
        ...
