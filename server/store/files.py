"""What is known of stored files; the bytes lie elsewhere."""

from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import Text, and_, func, or_, select, type_coerce, update

from server.domain.attachment import Attachment
from server.domain.errors import Refusal
from server.domain.timeline import Posted
from server.store import tables as t
from server.store.hand import Writing
from server.store.load import entry_of
from server.store.reads import Reads
from server.store.records import Records, once

HOUR, DAY = 3_600_000, 86_400_000
UNSENT_DAYS = 7
"""So long a file waits for its message: a shopper's outbox may be without a network for days."""
PAGE = 2000


class File(Struct, frozen=True, kw_only=True):
    """An announced file; `stored_at` is 0 until its bytes came. `owner` is the author's key; empty: it is being removed.

    A file belongs to the first conversation that it is named in. `size` and `sha256` are of what is stored, which for a
    picture is not what came.
    """

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


class Allowance(Struct, frozen=True, kw_only=True):
    """How much may be announced: within a day by one person, files and bytes; in a workspace; and ever in a conversation."""

    files: int
    size: int
    conversation: int = 2 << 30
    workspace: int = 20 << 30


class Files:
    """Announce, complete, find, give up."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records
        self._seen = ""

    async def announce(self, file: File, allowed: Allowance, conversation_id: str = "") -> None:
        """Remember a file that is to come. Announcing it again changes nothing but the hour until which it is waited for.

        Refuses `rate_limited` beyond what is allowed, and `conflict` when the id was announced for another file.
        """
        c = t.file.c
        async with self._records.write(brief=True) as connection:
            known = (await connection.execute(select(t.file).where(c.id == file.id))).first()
            if known is None:
                await _allow(connection, file, allowed, conversation_id)
                await connection.execute(once(connection, t.file, asdict(file)))
            elif not known.stored_at:
                if (known.name, known.size) != (file.name, file.size):
                    raise Refusal("conflict", "clientId")
                again = update(t.file).where(c.id == file.id, c.stored_at == 0).values(created_at=file.created_at)
                await connection.execute(again)

    async def complete(self, file: File) -> bool:
        """The bytes are kept durably; False when another upload of the same file was sooner, and its bytes count."""
        c = t.file.c
        values = {name: getattr(file, name) for name in ("name", "mime", "size", "sha256", "stored_at")}
        statement = update(t.file).where(c.id == file.id, c.stored_at == 0, c.owner == file.owner).values(values)
        async with self._records.write(brief=True) as connection:
            return bool((await connection.execute(statement)).rowcount)

    async def find(self, id: str) -> File:
        """A file by id. Refuses `not_found`. The caller checks the right to it."""
        rows: list[Any] = await self._reads.rows(select(t.file).where(t.file.c.id == id, t.file.c.owner != ""))
        if not rows:
            raise Refusal("not_found", "fileId")
        return File(**rows[0]._mapping)

    async def stored(self, owner: str, ids: list[str]) -> list[Attachment]:
        """Those of these files that are the owner's and whose bytes are here."""
        if not ids:
            return []
        c = t.file.c
        query = select(c.id, c.name, c.mime, c.size).where(c.id.in_(ids), c.owner == owner, c.stored_at > 0)
        return [Attachment(**row._mapping) for row in await self._reads.rows(query)]

    async def claim(
        self, workspace_id: str, owner: str, ids: tuple[str, ...], conversation_id: str
    ) -> tuple[Attachment, ...]:
        """The caller's own stored files, in the order named, from now on this conversation's and no other's.

        Done before the message is stored: a message that was acked never loses its files. Refuses `not_found` when one is
        missing, another's or another conversation's; then none is claimed.
        """
        if not ids:
            return ()
        c = t.file.c
        mine = and_(c.id.in_(ids), c.workspace_id == workspace_id, c.owner == owner, c.stored_at > 0)
        free = c.conversation_id.in_(("", conversation_id))
        statement = update(t.file).where(mine, free).values(conversation_id=conversation_id).returning(t.file)
        async with self._records.write(brief=True) as connection:
            found = {row.id: row for row in await connection.execute(statement)}
            if len(found) < len(set(ids)):
                raise Refusal("not_found", "body.attachments")
        return tuple(Attachment(id=id, name=found[id].name, mime=found[id].mime, size=found[id].size) for id in ids)

    async def shown(self, file: File) -> bool:
        """Whether a message that has reached the customer's side names it; a note's or a held message's file is not theirs."""
        c = t.entry.c
        told = and_(c.conversation_id == file.conversation_id, c.cseq.is_not(None))
        query = select(t.entry).where(told, type_coerce(c.body, Text).contains(file.id, autoescape=True))
        bodies = [entry_of(row).body for row in await self._reads.rows(query)]
        return any(each.id == file.id for b in bodies if isinstance(b, Posted) for each in b.attachments)

    async def give_up(self, now: int) -> list[str]:
        """Look at some files, the next ones each time; answers those that nobody can name any more and whose bytes may go."""
        c = t.file.c
        page = select(c.id).where(c.id > self._seen).order_by(c.id).limit(PAGE)
        ids = [row.id for row in await self._reads.rows(page)]
        first, self._seen = self._seen, ids[-1] if len(ids) == PAGE else ""
        if not ids:
            return []
        here = and_(c.id > first, c.id <= ids[-1])
        statement = update(t.file).where(here, _lost(now)).values(owner="").returning(c.id)
        async with self._records.write() as connection:
            return list((await connection.execute(statement)).scalars())

    async def forget(self, id: str) -> None:
        """Its bytes are gone, and so is it."""
        async with self._records.write() as connection:
            await connection.execute(t.file.delete().where(t.file.c.id == id, t.file.c.owner == ""))


def _lost(now: int) -> Any:
    """Given up before; announced and never come; come and never sent; of a conversation that is no more."""
    c = t.file.c
    there = select(t.conversation.c.id).where(t.conversation.c.id == c.conversation_id).exists()
    return or_(
        c.owner == "",
        and_(c.stored_at == 0, c.created_at < now - HOUR),
        and_(c.stored_at > 0, c.conversation_id == "", c.stored_at < now - UNSENT_DAYS * DAY),
        and_(c.conversation_id != "", ~there, c.created_at < now - DAY),
    )


async def _allow(connection: Writing, file: File, allowed: Allowance, conversation_id: str) -> None:
    if connection.dialect.name != "sqlite":  # where one writer holds everything anyway
        await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(file.workspace_id))))
    c = t.file.c
    lately = c.created_at > file.created_at - DAY
    limits = (
        (and_(c.owner == file.owner, c.workspace_id == file.workspace_id, lately), allowed.files, allowed.size),
        (c.conversation_id == (conversation_id or file.id), None, allowed.conversation),
        (and_(c.workspace_id == file.workspace_id, lately), None, allowed.workspace),
    )
    for whose, most, size in limits:
        count, held = (await connection.execute(select(func.count(), func.sum(c.size)).where(whose))).one()
        if (most is not None and count >= most) or int(held or 0) + file.size > size:
            raise Refusal("rate_limited", "files", after_ms=HOUR)
