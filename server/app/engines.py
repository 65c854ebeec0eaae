"""Which translation engines this process asks, and in which order."""

import httpx2

from server.domain.clock import Clock
from server.domain.reading import Reading
from server.settings import Settings
from server.translation.chain import Chain
from server.translation.detect import Detector
from server.translation.engines import Translator
from server.translation.engines.libretranslate import LibreTranslate, LibreTranslateOptions
from server.translation.engines.pseudo import Pseudo
from server.translation.phrasebook import LANGUAGES
from server.translation.request import Request


class Engines:
    """The chain, and what it holds open. Without engines every text stays as it was typed."""

    def __init__(self, settings: Settings, detector: Detector, clock: Clock) -> None:
        self._client = httpx2.AsyncClient(timeout=5.0, trust_env=False)
        judge = None if settings.pseudo_translation else detector
        self.chain = Chain(tuple(self._chosen(settings, clock)), judge, clock)

    def _chosen(self, settings: Settings, clock: Clock) -> list[Translator]:
        found: list[Translator] = []
        if settings.libretranslate_url:
            options = LibreTranslateOptions(url=settings.libretranslate_url, api_key=settings.libretranslate_key)
            found.append(LibreTranslate(options, self._client, clock))
        if settings.pseudo_translation:
            pairs = frozenset((a, b) for a in LANGUAGES for b in LANGUAGES if a != b)
            found.append(Pseudo(pairs))
        return found

    async def ask(self, request: Request, seconds: float) -> Reading | None:
        """A translation that can be believed, or None."""
        answer = await self.chain.translate(request, seconds)
        return answer if isinstance(answer, Reading) else None

    async def close(self) -> None:
        """Let the connections go."""
        await self._client.aclose()
