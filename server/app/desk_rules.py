"""The rules of each desk in this process: read from the store, made ready aside, swapped in whole within seconds."""

import asyncio

import structlog

from server.app.store import Store
from server.compliance.desks import DeskRules, Desks
from server.compliance.engine import Compliance
from server.compliance.loading import PackError
from server.compliance.tenant import engine_of
from server.store.desk_rules import PackRow

log = structlog.get_logger()
SECONDS = 2.0


class DeskRulebooks:
    """Keeps the desks' rules as fresh as the store. A pack that cannot be used any more leaves the rules as they were."""

    def __init__(self, store: Store, desks: Desks) -> None:
        self._store = store
        self._desks = desks
        self._marks: dict[str, tuple[int, int, int]] = {}
        self._sources: dict[str, tuple[str, ...]] = {}

    async def look(self) -> None:
        """Take over what changed since the last look, here or at another node."""
        for workspace_id, mark in (await self._store.desk_rules.marks()).items():
            if self._marks.get(workspace_id) != mark:
                await self._take(workspace_id)
                self._marks[workspace_id] = mark

    async def tried(self, workspace_id: str, row: PackRow | None) -> Compliance | None:
        """The engine with one more pack. Raises PackError; nothing changes yet."""
        kept = [
            each for each in await self._store.desk_rules.packs(workspace_id) if row is None or each.name != row.name
        ]
        rows = sorted((*kept, *([row] if row else ())), key=lambda each: each.name)
        return await asyncio.to_thread(engine_of, self._desks.house.packs, tuple(each.source for each in rows))

    async def _take(self, workspace_id: str) -> None:
        rows = await self._store.desk_rules.packs(workspace_id)
        sources = tuple(row.source for row in rows)
        own = self._desks.of(workspace_id).own
        if self._sources.get(workspace_id, ()) != sources:
            try:
                own = await asyncio.to_thread(engine_of, self._desks.house.packs, sources)
                self._sources[workspace_id] = sources
            except PackError as error:
                log.error("packs.unusable", workspace=workspace_id, error=str(error))
        overrides = tuple(await self._store.desk_rules.overrides(workspace_id))
        self._desks.put(workspace_id, DeskRules(own, overrides))
