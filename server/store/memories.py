"""The translation memory's rows."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import bindparam, delete, select

from server.domain.clock import Clock
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records, upsert

FEW, PAGE = 16, 500


class Kept(Struct, frozen=True, kw_only=True):
    """A remembered translation: `original` in `source` and `template` in `target`, both with marks for what varies.

    `engine` made it, or `person` did; `editor` is the id of who wrote it or agreed to it, `at` when (ms).
    """

    digest: str
    source: str
    target: str
    original: str
    template: str
    engine: str
    version: str = ""
    editor: str = ""
    confidence: float = 1.0
    at: int = 0


COLUMNS = tuple(t.memory.c[name] for name in Kept.__struct_fields__)

THESE = select(*COLUMNS).where(
    t.memory.c.workspace_id == bindparam("workspace_id"), t.memory.c.digest.in_(bindparam("digests", expanding=True))
)


class Memories:
    """Exact memory, a workspace's own."""

    def __init__(self, reads: Reads, records: Records, clock: Clock) -> None:
        self._reads = reads
        self._records = records
        self._clock = clock

    async def find(self, workspace_id: str, digests: tuple[str, ...]) -> list[Kept]:
        """What is known of these digests."""
        given = {"workspace_id": workspace_id, "digests": digests}
        return [Kept(**row._mapping) for row in await self._reads.rows(THESE, given, brief=len(digests) <= FEW)]

    async def keep(self, workspace_id: str, *entries: Kept) -> None:
        """Keep translations; a later one of the same digest replaces it, but no engine replaces a person."""
        people: set[str] = set()
        for start in range(0, len(entries), PAGE):
            some = tuple(each.digest for each in entries[start : start + PAGE])
            people |= {each.digest for each in await self.find(workspace_id, some) if each.editor}
        async with self._records.write(brief=len(entries) <= FEW) as connection:
            for entry in entries:
                if entry.editor or entry.digest not in people:
                    values = asdict(entry) | {"workspace_id": workspace_id, "at": entry.at or self._clock.now()}
                    await connection.execute(upsert(connection, t.memory, values, "workspace_id", "digest"))

    async def newest(self, workspace_id: str, pair: tuple[str, str], most: int) -> list[Kept]:
        """The newest entries of a pair whose original is known."""
        c = t.memory.c
        mine = (c.workspace_id == workspace_id, c.source == pair[0], c.target == pair[1], c.original != "")
        query = select(*COLUMNS).where(*mine).order_by(c.at.desc()).limit(most)
        return [Kept(**row._mapping) for row in await self._reads.rows(query)]

    async def all(self, workspace_id: str, pair: tuple[str, str] = ("", "")) -> AsyncIterator[Kept]:
        """Every entry that can be read by people, page by page; of one pair, or of all."""
        c = t.memory.c
        last = ""
        while True:
            mine: list[Any] = [c.workspace_id == workspace_id, c.digest > last, c.original != ""]
            mine += [column == code for column, code in zip((c.source, c.target), pair, strict=True) if code]
            rows = await self._reads.rows(select(*COLUMNS).where(*mine).order_by(c.digest).limit(PAGE))
            for row in rows:
                yield Kept(**row._mapping)
            if len(rows) < PAGE:
                return
            last = rows[-1].digest

    async def forget(self, workspace_id: str, digests: Iterable[str]) -> None:
        """Let entries go."""
        c = t.memory.c
        async with self._records.write() as connection:
            await connection.execute(
                delete(t.memory).where(c.workspace_id == workspace_id, c.digest.in_(tuple(digests)))
            )
