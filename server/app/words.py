"""What judges and translates words in this process: the pipeline, and the engines in their order."""

from collections.abc import Iterator
from pathlib import Path

import httpx2

from server.compliance import Compliance, load_packs
from server.domain.clock import Clock
from server.domain.reading import Reading
from server.pipeline.run import Pipeline
from server.pipeline.stages import Instruments
from server.settings import Settings
from server.translation.chain import Chain
from server.translation.detect import Detector
from server.translation.engines import Pairs, Translator
from server.translation.engines.libretranslate import LibreTranslate, LibreTranslateOptions
from server.translation.engines.pseudo import Pseudo
from server.translation.instant import Instant
from server.translation.meanings import LANGUAGES
from server.translation.phrasebook import Phrasebook
from server.translation.request import Request

PACKS = Path(__file__).parents[1] / "compliance" / "packs"


class Words:
    """The pipeline and the chain, and what they hold open. Without engines every text stays as it was typed."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        detector = Detector(LANGUAGES)
        instruments = Instruments(detector, Compliance(load_packs(PACKS)), Instant(Phrasebook.load()))
        self.pipeline = Pipeline(instruments, clock)
        self._client = httpx2.AsyncClient(timeout=5.0, trust_env=False)
        judge = None if settings.pseudo_translation else detector
        self.chain = Chain(tuple(engines(settings, self._client, clock)), judge, clock)

    async def ask(self, request: Request, seconds: float) -> Reading | None:
        """A translation that can be believed, or None."""
        answer = await self.chain.translate(request, seconds)
        return answer if isinstance(answer, Reading) else None

    async def close(self) -> None:
        """Let the connections go."""
        await self._client.aclose()


def engines(settings: Settings, client: httpx2.AsyncClient, clock: Clock) -> Iterator[Translator]:
    """The engines that are set up, the first first."""
    if settings.libretranslate_url:
        options = LibreTranslateOptions(url=settings.libretranslate_url, api_key=settings.libretranslate_key)
        yield LibreTranslate(options, client, clock)
    if settings.pseudo_translation:
        yield Pseudo(frozenset((a, b) for a in LANGUAGES for b in LANGUAGES if a != b))


async def translated_pairs(settings: Settings, clock: Clock) -> Pairs:
    """What machines translate now, asked without making anything else."""
    async with httpx2.AsyncClient(timeout=5.0, trust_env=False) as client:
        return await Chain(tuple(engines(settings, client, clock)), None, clock).pairs()
