"""The rules of each desk in this process: read from the store, made ready aside, swapped in whole within seconds."""

import asyncio
from datetime import UTC, date, datetime

import structlog
from msgspec.structs import replace

from server.app.store import Store
from server.compliance.desks import DeskRules, Desks
from server.compliance.engine import Compliance
from server.compliance.tenant import Usable, engine_of, pack_id, usable
from server.compliance.validity import in_force
from server.domain.errors import Refusal
from server.store.desk_rules import PackRow

log = structlog.get_logger()
SECONDS = 2.0


class DeskRulebooks:
    """Keeps the desks' rules as fresh as the store. A pack that cannot be used any more leaves its former text in force."""

    def __init__(self, store: Store, desks: Desks) -> None:
        self._store = store
        self._desks = desks
        self._packs = desks.house.packs
        self._day = date.min
        self._marks: dict[str, tuple[int, int, int]] = {}
        self._used: dict[str, Usable] = {}
        self._looking = asyncio.Lock()
        self._soon: asyncio.Task[None] | None = None
        self._again = False

    async def look(self) -> None:
        """Take over what changed since the last look, here or at another node. One look at a time: no older one ends last."""
        async with self._looking:
            await self._turn(datetime.fromtimestamp(self._store.clock.now() / 1000, UTC).date())
            for workspace_id, mark in (await self._store.desk_rules.marks()).items():
                if self._marks.get(workspace_id) != mark:
                    await self._take(workspace_id)
                    self._marks[workspace_id] = mark

    def look_soon(self) -> None:
        """Another node says that rules changed. Looks at once, and once more when told again meanwhile."""
        self._again = True
        if self._soon is None or self._soon.done():
            self._soon = asyncio.create_task(self._look(), name="rules-look")

    def trouble(self, workspace_id: str) -> dict[str, str]:
        """Why a pack of a desk is not used as it is kept, by its name."""
        used = self._used.get(workspace_id)
        return used.trouble if used else {}

    async def tried(self, workspace_id: str, row: PackRow | None) -> Compliance | None:
        """The engine with one more pack. Raises PackError; nothing changes yet."""
        kept = [
            each for each in await self._store.desk_rules.packs(workspace_id) if row is None or each.name != row.name
        ]
        rows = sorted((*kept, *([row] if row else ())), key=lambda each: each.name)
        return await asyncio.to_thread(engine_of, self._packs, tuple(each.source for each in rows))

    async def _look(self) -> None:
        while self._again:
            self._again = False
            try:
                await self.look()
            except Refusal as refusal:
                log.info("packs.not_compared", code=refusal.code)

    async def _turn(self, today: date) -> None:
        """Another day: some packs begin to speak, of some the time is over."""
        if today == self._day:
            return
        self._day = today
        packs = in_force(self._packs, today)
        if packs != self._desks.house.packs:
            self._desks.house = await asyncio.to_thread(Compliance, packs)
        self._marks.clear()
        self._used = {id: replace(used, asked=()) for id, used in self._used.items()}

    async def _take(self, workspace_id: str) -> None:
        rows = await self._store.desk_rules.packs(workspace_id)
        asked, was = tuple(row.source for row in rows), self._used.get(workspace_id, Usable())
        used = was
        if asked != was.asked:
            used = self._used[workspace_id] = await asyncio.to_thread(usable, self._packs, asked, was, self._day)
            for name, reason in used.trouble.items():
                log.error("packs.unusable", workspace=workspace_id, pack=name, error=reason)
        overrides = tuple(await self._store.desk_rules.overrides(workspace_id))
        self._desks.put(workspace_id, DeskRules(used.engine, overrides))
        log.info(
            "packs.taken", workspace=workspace_id, packs=sorted(map(pack_id, used.sources)), overrides=len(overrides)
        )
