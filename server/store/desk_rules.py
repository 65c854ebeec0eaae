"""A desk's own packs and overrides. Nothing is deleted: what ended is still there to be read."""

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import func, insert, select, union_all, update

from server.domain.errors import Refusal
from server.domain.overrides import Override
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records

MOST = 500
"""Overrides of one desk that count at once."""


class PackRow(Struct, frozen=True, kw_only=True):
    """A pack as somebody brought it; `name` is the id it says it has. Of two with one name the newer counts."""

    id: str
    workspace_id: str
    name: str
    source: str
    created_by: str = ""
    created_at: int = 0


class DeskRules:
    """Plain changes; whoever calls has checked the right to them, and that a pack can be used."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def packs(self, workspace_id: str) -> list[PackRow]:
        """The packs that count, by name."""
        c = t.rule_pack.c
        columns = [c[name] for name in PackRow.__struct_fields__]
        query = select(*columns).where(c.workspace_id == workspace_id, c.ended_at == 0).order_by(c.name)
        return [PackRow(**row._mapping) for row in await self._reads.rows(query)]

    async def keep_pack(self, pack: PackRow) -> None:
        """In the place of the one with its name."""
        c = t.rule_pack.c
        mine = (c.workspace_id == pack.workspace_id, c.name == pack.name, c.ended_at == 0)
        turn = select(t.workspace.c.id).where(t.workspace.c.id == pack.workspace_id).with_for_update()
        async with self._records.write() as connection:
            await connection.execute(turn)  # two nodes at once: one after the other, and one pack of the name is left
            await connection.execute(update(t.rule_pack).where(*mine).values(ended_at=pack.created_at))
            await connection.execute(insert(t.rule_pack).values(asdict(pack) | {"ended_at": 0}))

    async def end_pack(self, workspace_id: str, id: str, now: int) -> None:
        """Let it go. Refuses `not_found`."""
        c = t.rule_pack.c
        mine = (c.workspace_id == workspace_id, c.id == id, c.ended_at == 0)
        async with self._records.write() as connection:
            if not (await connection.execute(update(t.rule_pack).where(*mine).values(ended_at=now))).rowcount:
                raise Refusal("not_found", "packId")

    async def overrides(self, workspace_id: str) -> list[Override]:
        """Those that nobody ended, the newest first; whether their time is over the clock says."""
        c = t.rule_override.c
        columns = [c[name] for name in Override.__struct_fields__]
        query = select(*columns).where(c.workspace_id == workspace_id, c.ended_at == 0)
        return [Override(**row._mapping) for row in await self._reads.rows(query.order_by(c.created_at.desc(), c.id))]

    async def keep_override(self, override: Override) -> None:
        """In the place of the one about the same in the same shop. Refuses `bad_state` when there are too many."""
        c = t.rule_override.c
        mine = (c.workspace_id == override.workspace_id, c.ended_at == 0)
        same = (c.shop_id == override.shop_id, c.about == override.about)
        async with self._records.write() as connection:
            await connection.execute(update(t.rule_override).where(*mine, *same).values(ended_at=override.created_at))
            count = (
                await connection.execute(select(func.count()).select_from(t.rule_override).where(*mine))
            ).scalar_one()
            if count >= MOST:
                raise Refusal("bad_state", "overrides")
            await connection.execute(insert(t.rule_override).values(asdict(override) | {"ended_at": 0}))

    async def end_override(self, workspace_id: str, id: str, now: int) -> None:
        """Let it go. Refuses `not_found`."""
        c = t.rule_override.c
        mine = (c.workspace_id == workspace_id, c.id == id, c.ended_at == 0)
        async with self._records.write() as connection:
            if not (await connection.execute(update(t.rule_override).where(*mine).values(ended_at=now))).rowcount:
                raise Refusal("not_found", "overrideId")

    async def marks(self) -> dict[str, tuple[int, int, int]]:
        """Of each workspace that ever had rules of its own what changes with every change of them."""
        marks = union_all(*(
            select(table.c.workspace_id, table.c.created_at, table.c.ended_at) for table in (t.rule_pack, t.rule_override)
        )).subquery()  # fmt: skip
        c = marks.c
        query = select(c.workspace_id, func.count(), func.max(c.created_at), func.sum(c.ended_at))
        rows = await self._reads.rows(query.group_by(c.workspace_id))
        return {str(row[0]): (int(row[1]), int(row[2]), int(row[3])) for row in rows}
