"""Agents' corrections of translations, waiting for somebody who agrees."""

from msgspec import Struct
from sqlalchemy import delete, select

from server.domain.errors import Refusal
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records

MOST = 200


class Correction(Struct, frozen=True, kw_only=True):
    """`original` was said in `source`, `before` is what `engine` made of it, `wording` what the editor did; all in full."""

    id: str
    workspace_id: str
    conversation_id: str
    seq: int
    source: str
    target: str
    original: str
    wording: str
    before: str
    engine: str
    editor: str
    editor_name: str
    at: int


COLUMNS = tuple(t.correction.c[name] for name in Correction.__struct_fields__)


class Corrections:
    """They are made with the message, in its transaction; here they are looked at and end."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def open(self, workspace_id: str) -> list[Correction]:
        """What waits, the oldest first."""
        c = t.correction.c
        query = select(*COLUMNS).where(c.workspace_id == workspace_id).order_by(c.at, c.id).limit(MOST)
        return [Correction(**row._mapping) for row in await self._reads.rows(query)]

    async def take(self, workspace_id: str, id: str) -> Correction:
        """One correction, which then waits no more: who was first decides. Refuses `not_found`."""
        c = t.correction.c
        mine = (c.workspace_id == workspace_id, c.id == id)
        rows = await self._reads.rows(select(*COLUMNS).where(*mine))
        async with self._records.write() as connection:
            if not rows or not (await connection.execute(delete(t.correction).where(*mine))).rowcount:
                raise Refusal("not_found", "correctionId")
        return Correction(**rows[0]._mapping)
