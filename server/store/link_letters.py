"""Links asked for by e-mail: who is owed one, how many there may be, and who is at it. A claim runs out by itself."""

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import and_, delete, func, insert, select, update

from server.domain.errors import Refusal
from server.store import tables as t
from server.store.hand import Writing
from server.store.reads import Reads
from server.store.records import Records

HOUR_MS = 3_600_000
AN_HOUR = 3
"""So many a conversation, and so many an address."""


class Wish(Struct, frozen=True, kw_only=True):
    """A link somebody asked for; times are milliseconds. `tries` is how often it was put off, `done_at` 0 while it is owed."""

    id: str
    workspace_id: str
    conversation_id: str
    email: str
    asked_at: int
    due_at: int
    tries: int = 0
    done_at: int = 0


class LinkLetters:
    """Of all workspaces: the post is one for the house."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def ask(self, wish: Wish) -> None:
        """Write it down, once. Refuses `rate_limited` when the conversation has had enough within an hour.

        When the address has, whoever asked for it, nothing is sent and nothing is said: a stranger shall not learn by asking
        that somebody else uses it.
        """
        w = t.link_letter.c
        since = wish.asked_at - HOUR_MS
        async with self._records.write() as connection:
            await connection.execute(
                select(t.conversation.c.id).where(t.conversation.c.id == wish.conversation_id).with_for_update()
            )
            lately = select(w.id, w.asked_at).where(w.conversation_id == wish.conversation_id, w.asked_at > since)
            mine = (await connection.execute(lately.order_by(w.asked_at))).all()
            if any(row.id == wish.id for row in mine):
                return
            if len(mine) >= AN_HOUR:
                raise Refusal("rate_limited", after_ms=mine[-AN_HOUR].asked_at - since)
            had_enough = await _sent(connection, wish, since) >= AN_HOUR
            row = asdict(wish) | ({"done_at": wish.asked_at} if had_enough else {})
            await connection.execute(insert(t.link_letter).values(row))

    async def due(self, now: int, limit: int) -> list[Wish]:
        """What is owed and nobody is at, the oldest first."""
        w = t.link_letter.c
        query = select(t.link_letter).where(w.done_at == 0, w.due_at <= now).order_by(w.due_at).limit(limit)
        return [Wish(**row._mapping) for row in await self._reads.rows(query)]

    async def claim(self, wish: Wish, now: int, until: int) -> bool:
        """Take it until a time, unless somebody else has."""
        w = t.link_letter.c
        mine = and_(w.id == wish.id, w.done_at == 0, w.due_at <= now)
        async with self._records.write(brief=True) as connection:
            taken = update(t.link_letter).where(mine).values(due_at=until).returning(w.id)
            return (await connection.execute(taken)).first() is not None

    async def put_off(self, wish: Wish, until: int) -> None:
        """Nobody tries again before that time."""
        async with self._records.write(brief=True) as connection:
            statement = update(t.link_letter).where(t.link_letter.c.id == wish.id)
            await connection.execute(statement.values(due_at=until, tries=wish.tries + 1))

    async def done(self, wish: Wish, now: int) -> None:
        """It was sent, or never will be. The address stays until the hour is over that it counts in."""
        async with self._records.write(brief=True) as connection:
            await connection.execute(update(t.link_letter).where(t.link_letter.c.id == wish.id).values(done_at=now))

    async def forget(self, now: int) -> None:
        """Nothing is kept of those that count no more."""
        w = t.link_letter.c
        async with self._records.write(brief=True) as connection:
            await connection.execute(delete(t.link_letter).where(w.done_at > 0, w.asked_at < now - HOUR_MS))


async def _sent(connection: Writing, wish: Wish, since: int) -> int:
    """How many links went to this address of late, from whatever conversation."""
    w = t.link_letter.c
    same = (w.workspace_id == wish.workspace_id, func.lower(w.email) == wish.email.lower(), w.asked_at > since)
    rows = await connection.execute(select(w.id).where(*same).limit(AN_HOUR))
    return len(rows.all())
