"""What is known of stored files; the bytes lie elsewhere."""

from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import select, update

from server.domain.errors import Refusal
from server.domain.timeline import Attachment
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records, once


class File(Struct, frozen=True, kw_only=True):
    """An announced file; `stored_at` is 0 until its bytes came. `owner` is the author's key."""

    id: str
    workspace_id: str
    owner: str
    conversation_id: str = ""
    name: str
    mime: str = ""
    size: int
    sha256: str = ""
    created_at: int
    stored_at: int = 0


class Files:
    """Announce, complete, find."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def announce(self, file: File) -> None:
        """Remember a file that is to come; announcing it again changes nothing that matters."""
        async with self._records.write() as connection:
            await connection.execute(once(connection, t.file, asdict(file)))

    async def complete(self, id: str, mime: str, sha256: str, now: int) -> None:
        """The bytes are stored durably."""
        statement = update(t.file).where(t.file.c.id == id).values(mime=mime, sha256=sha256, stored_at=now)
        async with self._records.write() as connection:
            await connection.execute(statement)

    async def bind(self, ids: tuple[str, ...], conversation_id: str) -> None:
        """The files were sent in this conversation."""
        statement = update(t.file).where(t.file.c.id.in_(ids)).values(conversation_id=conversation_id)
        async with self._records.write() as connection:
            await connection.execute(statement)

    async def find(self, id: str) -> File:
        """A file by id. Refuses `not_found`. The caller checks the right to it."""
        rows: list[Any] = await self._reads.rows(select(t.file).where(t.file.c.id == id))
        if not rows:
            raise Refusal("not_found", "fileId")
        return File(**rows[0]._mapping)

    async def attachments(self, workspace_id: str, owner: str, ids: tuple[str, ...]) -> tuple[Attachment, ...]:
        """The caller's own stored files, in the order named. Refuses `not_found` when one is missing or another's."""
        if not ids:
            return ()
        c = t.file.c
        query = select(t.file).where(c.id.in_(ids), c.workspace_id == workspace_id, c.owner == owner, c.stored_at > 0)
        found = {row.id: row for row in await self._reads.rows(query)}
        if len(found) < len(set(ids)):
            raise Refusal("not_found", "body.attachments")
        return tuple(Attachment(id=id, name=found[id].name, mime=found[id].mime, size=found[id].size) for id in ids)
