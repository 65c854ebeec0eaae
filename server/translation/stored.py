"""What survives of translations, in the shapes the chain knows: memory, glossary, the engines of a workspace."""

from collections.abc import Mapping

import msgspec
import structlog

from server.domain.clock import Clock
from server.store.engines import Engines
from server.store.memories import Kept, Memories
from server.store.terms import Term, Terms
from server.translation.engines.kinds import AnyOptions
from server.translation.memory import Remembered
from server.translation.workshop import SetUp

log = structlog.get_logger()
FRESH_S = 5.0


class StoredMemory:
    """Memory over the store."""

    def __init__(self, memories: Memories) -> None:
        self._memories = memories

    async def get(self, workspace_id: str, digests: tuple[str, ...]) -> Mapping[str, Remembered]:
        """What is known of these digests."""
        return {kept.digest: remembered(kept) for kept in await self._memories.find(workspace_id, digests)}

    async def put(self, workspace_id: str, digest: str, entry: Remembered) -> None:
        """Keep an entry; what a person wrote is not replaced by an engine."""
        await self._memories.keep(workspace_id, kept(digest, entry))

    async def newest(self, workspace_id: str, pair: tuple[str, str], most: int) -> list[Remembered]:
        """The newest entries of a pair."""
        return [remembered(each) for each in await self._memories.newest(workspace_id, pair, most)]


class StoredTerms:
    """The glossaries, as they were at most five seconds ago."""

    def __init__(self, terms: Terms, clock: Clock) -> None:
        self._terms = terms
        self._clock = clock
        self._kept: dict[str, tuple[float, list[Term]]] = {}

    async def of(self, workspace_id: str, place: tuple[str, str], pair: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        """(term, wording) for a (shop, market) and a (source, target); of two for one term the closer one."""
        kept = self._kept.get(workspace_id)
        if kept is None or self._clock.monotonic() - kept[0] > FRESH_S:
            kept = self._kept[workspace_id] = (self._clock.monotonic(), await self._terms.all(workspace_id))
        found: dict[str, tuple[int, str]] = {}
        for each in kept[1]:
            wanted = ((each.shop_id, place[0]), (each.market, place[1]), (each.source, pair[0]), (each.target, pair[1]))
            if all(own in ("", there) for own, there in wanted):
                close = sum(2 ** (3 - n) for n, (own, _) in enumerate(wanted) if own)
                found[each.term] = max(found.get(each.term, (-1, "")), (close, each.wording))
        return tuple((term, wording) for term, (_, wording) in found.items())

    def forget(self, workspace_id: str) -> None:
        """It was changed: look again."""
        self._kept.pop(workspace_id, None)


class StoredEngines:
    """Shelf over the store."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    async def engines(self, workspace_id: str) -> tuple[SetUp, ...]:
        """A workspace's own engines that are switched on; one that cannot be read any more is left out and logged."""
        found: list[SetUp] = []
        for row in await self._engines.all(workspace_id):
            try:
                options = msgspec.json.decode(row.options, type=AnyOptions)
            except msgspec.DecodeError:
                log.error("engine.unreadable", id=row.id)
                continue
            if row.active:
                found.append(SetUp(row.id, options, pairs_of(row.pairs)))
        return tuple(found)


def pairs_of(words: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """`es-pt` as a pair."""
    split = (word.partition("-") for word in words)
    return frozenset((source, target) for source, _, target in split)


def remembered(kept: Kept) -> Remembered:
    """A row as the memory knows it."""
    return Remembered(
        language=kept.target,
        template=kept.template,
        engine=kept.engine,
        confidence=kept.confidence,
        source=kept.source,
        original=kept.original,
        version=kept.version,
        editor=kept.editor,
    )


def kept(digest: str, entry: Remembered) -> Kept:
    """An entry as a row."""
    return Kept(
        digest=digest,
        source=entry.source,
        target=entry.language,
        original=entry.original,
        template=entry.template,
        engine=entry.engine,
        version=entry.version,
        editor=entry.editor,
        confidence=entry.confidence,
    )
