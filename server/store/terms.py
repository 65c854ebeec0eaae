"""A desk's glossary."""

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import delete, func, select

from server.domain.errors import Refusal
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records, upsert

MOST = 5000


class Term(Struct, frozen=True, kw_only=True):
    """`term` in `source` is `wording` in `target`; the same word twice: a name that stays. An empty language, market or shop
    means any."""

    id: str
    workspace_id: str
    shop_id: str = ""
    market: str = ""
    source: str = ""
    target: str = ""
    term: str
    wording: str
    at: int = 0


COLUMNS = tuple(t.term.c[name] for name in Term.__struct_fields__)
SAME = ("workspace_id", "shop_id", "market", "source", "target", "term")


class Terms:
    """Plain changes; whoever calls has checked the right to them."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def all(self, workspace_id: str) -> list[Term]:
        """The whole glossary, by term."""
        c = t.term.c
        query = select(*COLUMNS).where(c.workspace_id == workspace_id).order_by(c.term, c.target, c.id)
        return [Term(**row._mapping) for row in await self._reads.rows(query)]

    async def keep(self, workspace_id: str, *terms: Term) -> None:
        """New terms; one that is known for the same place gets the new wording. Refuses `bad_state` when there are too many."""
        async with self._records.write() as connection:
            for term in terms:
                await connection.execute(upsert(connection, t.term, asdict(term), *SAME))
            mine = t.term.c.workspace_id == workspace_id
            count = (await connection.execute(select(func.count()).select_from(t.term).where(mine))).scalar_one()
            if count > MOST:
                raise Refusal("bad_state", "terms")

    async def remove(self, workspace_id: str, id: str) -> None:
        """Let one go. Refuses `not_found`."""
        c = t.term.c
        async with self._records.write() as connection:
            gone = await connection.execute(delete(t.term).where(c.workspace_id == workspace_id, c.id == id))
            if not gone.rowcount:
                raise Refusal("not_found", "termId")
