"""The translation memory's rows."""

from msgspec import Struct
from sqlalchemy import select

from server.domain.clock import Clock
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records, upsert


class Kept(Struct, frozen=True, kw_only=True):
    """A remembered translation: a template in `target`, whoever made it."""

    digest: str
    target: str
    template: str
    engine: str
    confidence: float


COLUMNS = tuple(t.memory.c[name] for name in Kept.__struct_fields__)


class Memories:
    """Exact memory, a workspace's own."""

    def __init__(self, reads: Reads, records: Records, clock: Clock) -> None:
        self._reads = reads
        self._records = records
        self._clock = clock

    async def find(self, workspace_id: str, digests: tuple[str, ...]) -> list[Kept]:
        """What is known of these digests."""
        c = t.memory.c
        query = select(*COLUMNS).where(c.workspace_id == workspace_id, c.digest.in_(digests))
        return [Kept(**row._mapping) for row in await self._reads.rows(query)]

    async def keep(self, workspace_id: str, kept: Kept) -> None:
        """Keep a translation; a later one of the same digest replaces it."""
        values = {
            "workspace_id": workspace_id,
            "digest": kept.digest,
            "source": "",
            "target": kept.target,
            "template": kept.template,
            "engine": kept.engine,
            "confidence": kept.confidence,
            "at": self._clock.now(),
        }
        async with self._records.write() as connection:
            await connection.execute(upsert(connection, t.memory, values, "workspace_id", "digest"))
