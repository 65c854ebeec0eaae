"""Which customers are owed a letter, and who is at it: a claim in the database that runs out by itself."""

from typing import Any

from msgspec import Struct
from sqlalchemy import Select, case, exists, select, update

from server.domain.conversation import Conversation
from server.store import tables as t
from server.store.letter_tables import MAIL_WANTED
from server.store.reads import Reads
from server.store.records import Records, once


class Claim(Struct, frozen=True):
    """One worker's right to send a letter up to `number`; `tries` is how often this letter was put off."""

    number: int
    tries: int


class Letters:
    """Of all workspaces: the post is one for the house."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def due(self, now: int, quiet: tuple[int, int], limit: int) -> list[Conversation]:
        """Where the desk's words are neither read nor sent, no claim stands at `now`, and the customers' side last changed
        within `quiet` (ms, both ends included); the oldest first."""
        return [Conversation(**row._mapping) for row in await self._reads.rows(owed(now, quiet, limit))]

    async def claim(self, c: Conversation, now: int, until: int) -> Claim | None:
        """Take it until a time (ms), unless somebody else has.

        A letter that may have left before stays what it was: it never grows beyond the number it was first claimed with.
        """
        letter = t.letter.c
        begun = letter.number > max(c.mailed, c.customers_read)
        statement = (
            update(t.letter)
            .where(letter.conversation_id == c.id, letter.due_at <= now)
            .values(
                due_at=until,
                number=case((begun, letter.number), else_=c.last_cseq),
                tries=case((begun, letter.tries), else_=0),
            )
            .returning(letter.number, letter.tries)
        )
        first = {"conversation_id": c.id, "workspace_id": c.workspace_id}
        async with self._records.write(brief=True) as connection:
            await connection.execute(once(connection, t.letter, first))
            row = (await connection.execute(statement)).first()
        return Claim(*row) if row else None

    async def put_off(self, conversation_id: str, until: int, tries: int) -> None:
        """Nobody sends this conversation a letter before that time (ms)."""
        statement = update(t.letter).where(t.letter.c.conversation_id == conversation_id)
        async with self._records.write(brief=True) as connection:
            await connection.execute(statement.values(due_at=until, tries=tries))


def owed(now: int, quiet: tuple[int, int], limit: int) -> Select[Any]:
    """The question of `due`."""
    c, e, letter = t.conversation.c, t.entry.c, t.letter.c
    taken = exists().where(letter.conversation_id == c.id, letter.due_at > now)
    words = exists().where(
        e.conversation_id == c.id,
        e.cseq > c.mailed,
        e.cseq > c.customers_read,
        e.kind == "message.posted",
        e.author_kind.in_(("agent", "bot")),
    )
    query = select(t.conversation).where(MAIL_WANTED, c.bridge_id == "", c.public_at.between(*quiet))
    query = query.where(c.last_cseq > c.mailed, c.last_cseq > c.customers_read, ~taken, words)
    return query.order_by(c.public_at).limit(limit)
