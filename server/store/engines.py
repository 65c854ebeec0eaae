"""The translation engines of a workspace, and what they have cost."""

from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace
from sqlalchemy import delete, func, insert, select, update

from server.domain.errors import Refusal
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records, once
from server.store.sealed import ENGINE, Lock

MOST = 10


class EngineRow(Struct, frozen=True, kw_only=True):
    """An engine: `options` are its kind's, as JSON, and lie sealed; `pairs` as in `es-pt`, all when empty.

    Empty `options`: no key of this server opens them.
    """

    id: str
    workspace_id: str
    name: str
    options: str
    pairs: tuple[str, ...] = ()
    position: int = 0
    active: bool = True
    created_at: int = 0


COLUMNS = tuple(t.translation_engine.c[name] for name in EngineRow.__struct_fields__)


class Engines:
    """Plain changes; whoever calls has checked the right to them."""

    def __init__(self, reads: Reads, records: Records, lock: Lock) -> None:
        self._reads = reads
        self._records = records
        self._lock = lock

    async def all(self, workspace_id: str) -> list[EngineRow]:
        """A workspace's engines in the order they are asked."""
        c = t.translation_engine.c
        query = select(*COLUMNS).where(c.workspace_id == workspace_id).order_by(c.position, c.created_at, c.id)
        return [self._opened(EngineRow(**row._mapping)) for row in await self._reads.rows(query)]

    async def one(self, workspace_id: str, id: str) -> EngineRow:
        """One engine. Refuses `not_found`."""
        found = next((each for each in await self.all(workspace_id) if each.id == id), None)
        if found is None:
            raise Refusal("not_found", "engineId")
        return found

    async def add(self, row: EngineRow) -> None:
        """A new one. Refuses `bad_state` when there are too many."""
        c = t.translation_engine.c
        mine = select(func.count()).select_from(t.translation_engine).where(c.workspace_id == row.workspace_id)
        async with self._records.write() as connection:
            if (await connection.execute(mine)).scalar_one() >= MOST:
                raise Refusal("bad_state", "engines")
            shut = {"options": self._shut(row.id, row.options)}
            await connection.execute(insert(t.translation_engine).values(asdict(row) | shut))

    async def change(self, workspace_id: str, id: str, changes: dict[str, Any]) -> EngineRow:
        """The engine with these fields changed, as it is now. Refuses `not_found`."""
        mine = (t.translation_engine.c.id == id, t.translation_engine.c.workspace_id == workspace_id)
        if "options" in changes:
            changes = changes | {"options": self._shut(id, changes["options"])}
        if changes:
            async with self._records.write() as connection:
                await connection.execute(update(t.translation_engine).where(*mine).values(changes))
        return await self.one(workspace_id, id)

    async def order(self, workspace_id: str, ids: tuple[str, ...]) -> None:
        """All of them, in the order they are asked from now on. Refuses `bad_state` for others than those there are."""
        c = t.translation_engine.c
        async with self._records.write() as connection:
            there = (await connection.execute(select(c.id).where(c.workspace_id == workspace_id))).scalars().all()
            if sorted(there) != sorted(ids):
                raise Refusal("bad_state", "order")
            for position, id in enumerate(ids):
                one = update(t.translation_engine).where(c.id == id, c.workspace_id == workspace_id)
                await connection.execute(one.values(position=position))

    async def remove(self, workspace_id: str, id: str) -> None:
        """Let it go. Refuses `not_found`."""
        mine = (t.translation_engine.c.id == id, t.translation_engine.c.workspace_id == workspace_id)
        async with self._records.write() as connection:
            if not (await connection.execute(delete(t.translation_engine).where(*mine))).rowcount:
                raise Refusal("not_found", "engineId")

    def _shut(self, id: str, options: str) -> str:
        return self._lock.seal(options.encode(), ENGINE, id)

    def _opened(self, row: EngineRow) -> EngineRow:
        if row.options.startswith("{"):  # from before they were sealed; a start seals them
            return row
        try:
            return replace(row, options=self._lock.open(row.options, ENGINE, row.id).decode())
        except Refusal:
            return replace(row, options="")


class SpentLedger:
    """Characters by workspace, engine and day, of all nodes."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def add(self, counts: dict[tuple[str, str, int], int]) -> None:
        """Adds characters to what is there."""
        spent = t.translation_spent
        async with self._records.write() as connection:
            for (workspace, engine, day), characters in counts.items():
                values = {"workspace_id": workspace, "engine": engine, "day": day, "characters": characters}
                await connection.execute(once(connection, spent, values | {"characters": 0}))
                mine = [spent.c[name] == values[name] for name in ("workspace_id", "engine", "day")]
                more = update(spent).where(*mine).values(characters=spent.c.characters + characters)
                await connection.execute(more)

    async def since(self, workspace_id: str, day: int) -> dict[int, int]:
        """Characters by day, from that day on."""
        c = t.translation_spent.c
        query = (
            select(c.day, func.sum(c.characters)).where(c.workspace_id == workspace_id, c.day >= day).group_by(c.day)
        )
        return {int(row[0]): int(row[1]) for row in await self._reads.rows(query)}
