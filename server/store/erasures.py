"""Whose words are to go, and the taking away of them. A person who is gone is known by a hash alone.

What stays of a conversation is its numbers, its times and what the desk did; statistics lose nothing.
"""

from collections.abc import Collection
from hashlib import sha256
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import delete, exists, func, insert, select, update

from server.domain.conversation import Conversation
from server.domain.erasing import tombstone
from server.domain.timeline import Posted
from server.store import tables as t
from server.store.bridge_erasures import owe
from server.store.flush import UPDATE_ENTRY
from server.store.hand import Writing
from server.store.load import entry_of
from server.store.reads import Reads
from server.store.records import Records
from server.store.ticket_erasures import blank_tickets

PAGE = 500
NOBODY = {"name": "", "email": "", "locale": "", "market": "", "external_id": "", "vip": False, "attributes": {}}


class Erasure(Struct, frozen=True, kw_only=True):
    """What a person asked for at a time (ms). `subject` is `subject_of` them; `customer_id` is empty once it is done."""

    id: str
    workspace_id: str
    subject: str
    customer_id: str
    at: int
    done_at: int = 0


class Reach(Struct, frozen=True):
    """The last numbers of both series at a time."""

    seq: int
    cseq: int


def subject_of(workspace_id: str, customer_id: str) -> str:
    """A person's stand-in: their id is 128 random or hashed bits, so nobody finds it again by trying."""
    return sha256(f"tradewind erasure\x1f{workspace_id}\x1f{customer_id}".encode()).hexdigest()


class Erasures:
    """Whoever calls has checked the right to it."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def noted(self) -> None:
        """Nothing is changed; where a deed is noted, it is noted."""
        async with self._records.write():
            return

    async def begin(self, erasure: Erasure) -> None:
        """It is to be done from now on, whatever happens to this process."""
        async with self._records.write() as connection:
            await connection.execute(insert(t.erasure).values(asdict(erasure)))

    async def unfinished(self, limit: int = 20) -> list[Erasure]:
        """What was begun and not ended, the oldest first."""
        c = t.erasure.c
        rows = await self._reads.rows(select(t.erasure).where(c.done_at == 0).order_by(c.at).limit(limit))
        return [Erasure(**row._mapping) for row in rows]

    async def done(self, workspace_id: str = "", limit: int = 100_000) -> list[Erasure]:
        """What was done, the latest first; of all workspaces when none is named."""
        c = t.erasure.c
        query = select(t.erasure).where(c.done_at > 0, *([c.workspace_id == workspace_id] if workspace_id else ()))
        return [Erasure(**row._mapping) for row in await self._reads.rows(query.order_by(c.at.desc()).limit(limit))]

    async def end(self, erasure: Erasure, now: int) -> Erasure:
        """Nothing is left to do: from now on the person is a hash."""
        mine = update(t.erasure).where(t.erasure.c.id == erasure.id)
        async with self._records.write() as connection:
            await connection.execute(mine.values(customer_id="", done_at=now))
        return Erasure(**asdict(erasure) | {"customer_id": "", "done_at": now})

    async def conversations(self, workspace_id: str, customer_id: str, at: int) -> list[Conversation]:
        """All that the person had begun by a time."""
        c = t.conversation.c
        query = select(t.conversation).where(c.workspace_id == workspace_id, c.customer_id == customer_id)
        return [Conversation(**row._mapping) for row in await self._reads.rows(query.where(c.created_at <= at))]

    async def reach(self, conversation_id: str, at: int) -> Reach:
        """How far both series had come by a time."""
        e = t.entry.c
        query = select(func.max(e.seq), func.max(e.cseq)).where(e.conversation_id == conversation_id, e.at <= at)
        seq, cseq = (await self._reads.rows(query))[0]
        return Reach(seq or 0, cseq or 0)

    async def empty(self, c: Conversation, upto: int, digests: Collection[str]) -> list[str]:
        """Take the words out of a conversation up to a number, and what was made of them; answers the files whose bytes go."""
        mine = t.file.c.conversation_id == c.id
        async with self._records.write() as connection:
            await _bury(connection, c.id, upto)
            await _forget_news(connection, c, upto)
            for page in _pages(sorted(digests)):
                m = t.memory.c
                await connection.execute(delete(t.memory).where(m.workspace_id == c.workspace_id, m.digest.in_(page)))
            given = update(t.file).where(mine).values(owner="", name="").returning(t.file.c.id)
            return list((await connection.execute(given)).scalars())

    async def forget(self, workspace_id: str, customer_id: str, now: int) -> list[str]:
        """Take away what is known of the person, whom bridges are to forget too; answers the files they never sent."""
        c, mine = t.customer.c, t.file.c
        async with self._records.write() as connection:
            blank = update(t.customer).where(c.id == customer_id, c.workspace_id == workspace_id)
            await connection.execute(blank.values(NOBODY | {"erased_at": now}))
            await owe(connection, workspace_id, customer_id, now)
            k = t.ticket.c
            await blank_tickets(connection, now, k.workspace_id == workspace_id, k.customer_id == customer_id)
            named = (t.searched.c.customer_id == customer_id, t.searched.c.kind == "customer")
            await connection.execute(delete(t.searched).where(t.searched.c.workspace_id == workspace_id, *named))
            for table in (t.bridge_customer, t.consent, t.profile, t.merged_customer):
                whose = (table.c.workspace_id == workspace_id, table.c.customer_id == customer_id)
                await connection.execute(delete(table).where(*whose))
            owned = (mine.workspace_id == workspace_id, mine.owner == f"customer:{customer_id}")
            given = update(t.file).where(*owned).values(owner="", name="").returning(mine.id)
            return list((await connection.execute(given)).scalars())

    async def known(self, workspace_id: str, customer_id: str) -> bool:
        """Whether a word of the person is left anywhere."""
        c = t.conversation.c
        theirs = (c.workspace_id == workspace_id, c.customer_id == customer_id, c.last_seq > c.erased_seq + 2)
        k = t.ticket.c
        about = (k.workspace_id == workspace_id, k.customer_id == customer_id, k.erased_at == 0)
        said, kept = select(c.id).where(*theirs).limit(1), select(k.id).where(*about).limit(1)
        return bool(await self._reads.rows(said) or await self._reads.rows(kept))

    async def expired(
        self, workspace_id: str, channels: tuple[str, ...], before: int, limit: int
    ) -> list[Conversation]:
        """Ended conversations of some channels (of all but those, when the first is `*`) that nothing happened in since."""
        c = t.conversation.c
        which = c.channel.not_in(channels[1:]) if channels[0] == "*" else c.channel.in_(channels)
        query = select(t.conversation).where(
            c.workspace_id == workspace_id,
            c.status == "closed",
            which,
            c.last_at < before,
            c.last_seq > c.erased_seq + 1,
        )
        return [Conversation(**row._mapping) for row in await self._reads.rows(query.order_by(c.last_at).limit(limit))]

    async def among(self, workspace_id: str, subjects: Collection[str]) -> dict[str, str]:
        """Which of these people are here, by their stand-in: all customers of the workspace are looked at."""
        last, found = "", dict[str, str]()
        while True:
            c = t.customer.c
            query = select(c.id).where(c.workspace_id == workspace_id, c.id > last).order_by(c.id).limit(PAGE)
            ids = [str(row.id) for row in await self._reads.rows(query)]
            found |= {s: id for id in ids if (s := subject_of(workspace_id, id)) in subjects}
            if len(ids) < PAGE:
                return found
            last = ids[-1]


async def _bury(connection: Writing, id: str, upto: int) -> None:
    e, last = t.entry.c, 0
    while last < upto:
        query = select(t.entry).where(e.conversation_id == id, e.seq > last, e.seq <= upto).order_by(e.seq)
        rows = list(await connection.execute(query.limit(PAGE)))
        if not rows:
            return
        left = [tombstone(entry_of(row)) for row in rows]
        values = [
            {"the_id": id, "the_seq": one.seq, "cseq": one.cseq, "body": one.body, "state": _state(one.body)}
            for one in left
        ]
        await connection.execute(UPDATE_ENTRY, values)
        last = rows[-1].seq
    mine = (e.conversation_id == id, e.seq <= upto)
    await connection.execute(update(t.entry).where(*mine).values(digest=""))
    await connection.execute(update(t.entry).where(*mine, e.author_kind == "customer").values(author_name=""))


async def _forget_news(connection: Writing, c: Conversation, upto: int) -> None:
    """What was to be told elsewhere of these words, or was, and what was answered to it."""
    event, attempt = t.webhook_event.c, t.webhook_attempt.c
    theirs = (event.conversation_id == c.id, event.seq <= upto)
    told = exists().where(event.number == attempt.event_number, *theirs)
    await connection.execute(update(t.webhook_attempt).where(told).values(answer=""))
    await connection.execute(delete(t.webhook_event).where(*theirs, event.kind == "delivery.changed"))
    await connection.execute(delete(t.delivery).where(t.delivery.c.conversation_id == c.id, t.delivery.c.seq <= upto))
    s = t.searched.c
    await connection.execute(delete(t.searched).where(s.conversation_id == c.id, s.entry_seq <= upto))
    proposed = (t.correction.c.conversation_id == c.id, t.correction.c.seq <= upto)
    await connection.execute(delete(t.correction).where(*proposed))
    await connection.execute(delete(t.draft).where(t.draft.c.conversation_id == c.id))
    await connection.execute(delete(t.rich).where(t.rich.c.conversation_id == c.id, t.rich.c.seq <= upto))
    for post in (t.letter, t.link_letter):
        await connection.execute(delete(post).where(post.c.conversation_id == c.id))
    unsealed = (t.verdict.c.conversation_id == c.id, t.verdict.c.number == 0)
    await connection.execute(update(t.verdict).where(*unsealed).values(findings=()))


def _state(body: Any) -> str:
    return body.state if isinstance(body, Posted) else ""


def _pages(values: list[str]) -> list[list[str]]:
    return [values[at : at + PAGE] for at in range(0, len(values), PAGE)]
