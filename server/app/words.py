"""What judges and translates words in this process: the pipeline, and the engines in their order."""

import asyncio
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import httpx2
import msgspec

from server.app.desk_rules import DeskRulebooks
from server.app.engines import chosen, first
from server.app.outgoing import outside_limits
from server.app.store import Store
from server.compliance import Compliance, load_packs
from server.compliance.clocks import Clocks
from server.compliance.desks import Desks
from server.conversations.known import Known
from server.domain.clock import Clock
from server.outside.fetch import SafeFetch
from server.pipeline.run import Pipeline
from server.pipeline.stages import Instruments
from server.settings import Settings
from server.translation.chain import Chain, ChainOptions
from server.translation.detect import Detector
from server.translation.engines import Pairs, Translator
from server.translation.engines.kinds import AnyOptions, engine
from server.translation.engines.model_folder import ModelFolder, ModelFolderOptions
from server.translation.engines.pseudo import Pseudo
from server.translation.engines.wire import LARGEST, Post, by_client, by_fetch
from server.translation.instant import Instant
from server.translation.meanings import LANGUAGES
from server.translation.phrasebook import Phrasebook
from server.translation.spending import Caps, Spending
from server.translation.stored import StoredEngines
from server.translation.workshop import Tools, Workshop

PACKS = Path(__file__).parents[1] / "compliance" / "packs"


@cache
def read_once() -> tuple[Detector, Compliance, Phrasebook]:
    """Languages, rules and phrases: some seconds of reading for a process, and nothing that use changes."""
    return Detector(LANGUAGES), Compliance(load_packs(PACKS)), Phrasebook.load()


class Words:
    """The pipeline and the engines, and what they hold open. Without engines every text stays as it was typed."""

    def __init__(self, settings: Settings, store: Store, known: Known, clock: Clock) -> None:
        detector, rules, phrases = read_once()
        instruments = Instruments(detector, Desks(rules, clock), Instant(phrases))
        self.pipeline = Pipeline(instruments, clock)
        self.clocks = Clocks(rules.packs)
        self.rulebooks = DeskRulebooks(store, instruments.compliance)
        self._client = httpx2.AsyncClient(timeout=5.0, trust_env=False)
        self._fetch = SafeFetch(msgspec.structs.replace(outside_limits(settings), total=5.0, size=LARGEST))
        theirs, house = by_fetch(self._fetch), Caps(settings.translate_day, settings.translate_month)

        async def caps(workspace_id: str) -> Caps:
            policy = (await known.workspace(workspace_id)).policy
            return house.stricter(Caps(policy.translate_day, policy.translate_month))

        tools = Tools(
            shelf=StoredEngines(store.engines),
            judge=None if settings.pseudo_translation else detector,
            spending=Spending(store.spent, clock),
            make=lambda options: engine(options, theirs, clock),
            caps=caps,
            options=ChainOptions(first=first(settings)),
        )
        self.workshop = Workshop(tuple(engines(settings, by_client(self._client), clock)), tools, clock)

    async def get_ready(self) -> None:
        """Beside other work, one language after another: else its first texts would stop everybody for as long."""
        rules = self.pipeline.tools.compliance.house
        for language in LANGUAGES:
            await asyncio.to_thread(rules.get_ready, language)

    async def pairs(self) -> Pairs:
        """What the house's engines translate."""
        return frozenset().union(*[await each.pairs() for each in self.workshop.own])

    async def close(self) -> None:
        """Let the connections go; what was spent is written down."""
        await self._client.aclose()
        await self._fetch.aclose()


def engines(settings: Settings, post: Post, clock: Clock) -> Iterator[Translator]:
    """The house's engines, the first first. Raises ValueError for settings that make no sense."""
    for options in chosen(settings):
        yield _engine(options, post, clock)
    if settings.pseudo_translation:
        yield Pseudo(frozenset((a, b) for a in LANGUAGES for b in LANGUAGES if a != b))


def _engine(options: AnyOptions | ModelFolderOptions, post: Post, clock: Clock) -> Translator:
    return ModelFolder(options) if isinstance(options, ModelFolderOptions) else engine(options, post, clock)


async def translated_pairs(settings: Settings, clock: Clock) -> Pairs:
    """What machines translate now, asked without making anything else."""
    async with httpx2.AsyncClient(timeout=5.0, trust_env=False) as client:
        return await Chain(tuple(engines(settings, by_client(client), clock)), None, clock).pairs()
