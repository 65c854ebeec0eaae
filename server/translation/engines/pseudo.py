"""An engine for tests: visibly no translation, keeps every mark, never part of a default chain."""

from server.domain.reading import Reading
from server.translation.engines import Pairs
from server.translation.request import Request


class Pseudo:
    """Answers `[de] <the same text>` for the pairs it is given."""

    name = "pseudo"
    inflects = False

    def __init__(self, pairs: Pairs) -> None:
        self._pairs = pairs

    async def pairs(self) -> Pairs:
        """The pairs handed in."""
        return self._pairs

    async def translate(self, request: Request) -> Reading:
        """The text behind the target's name in brackets."""
        text = f"[{request.target}] {request.text}"
        return Reading(language=request.target, text=text, engine=self.name, confidence=0.0)
