"""What may be asked of the store without changing it. Every question carries who asks; nothing foreign is handed out."""

from collections.abc import Collection
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, or_, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.domain import rights
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Actor, Customer
from server.domain.timeline import Entry
from server.store import tables as t
from server.store.database import Database
from server.store.load import entry_of

LAST = 2**31 - 1
"""Above every number of a series."""


class _Series(Struct, frozen=True):
    """The questions of one of the two series."""

    after: Select[Any]
    before: Select[Any]


def _asking(number: ColumnElement[int]) -> _Series:
    query = select(t.entry).where(t.entry.c.conversation_id == bindparam("id")).limit(bindparam("most", type_=Integer))
    return _Series(
        query.where(number > bindparam("after")).order_by(number),
        query.where(number < bindparam("before")).order_by(number.desc()),
    )


CUSTOMERS, AGENTS = _asking(t.entry.c.cseq), _asking(t.entry.c.seq)
ONE = select(t.conversation).where(t.conversation.c.id == bindparam("id"))
THEIRS = (
    select(t.conversation)
    .where(
        t.conversation.c.workspace_id == bindparam("workspace_id"),
        t.conversation.c.customer_id == bindparam("customer_id"),
    )
    .order_by(t.conversation.c.updated_at.desc())
    .limit(bindparam("most", type_=Integer))
)


class Log(Struct, frozen=True):
    """A part of one series, ascending, and whether more follows it."""

    entries: tuple[Entry, ...]
    more: bool


class Reads:
    """Questions of conversations and their logs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(self, query: Select[Any], given: dict[str, Any] | None = None, *, brief: bool = False) -> list[Any]:
        """The rows of a query, on a reading connection. Refuses `unavailable` when the database is away.

        `brief`: it finds a few rows by an index, so that nobody need be sent to look. `given` are the values of a query that
        is made once: to write what is asked with every message costs more than to answer it.
        """
        try:
            return list(await self._database.rows(query, given, brief=brief))
        except (DBAPIError, PoolTimeout, OSError) as error:
            raise Refusal("unavailable", "store", after_ms=1000) from error

    async def conversation(self, actor: Actor, id: str) -> Conversation:
        """One conversation. Refuses `not_found` for foreign and absent alike."""
        rows = await self.rows(ONE, {"id": id}, brief=True)
        return rights.see(actor, Conversation(**rows[0]._mapping) if rows else None)

    async def rich(self, actor: Actor, id: str, seq: int) -> str:
        """A message's markup. Refuses `not_found` for one that has none, foreign and absent alike."""
        await self.conversation(actor, id)
        rows = await self.rows(
            select(t.rich.c.html).where(t.rich.c.conversation_id == id, t.rich.c.seq == seq), brief=True
        )
        if not rows:
            raise Refusal("not_found", "conversationId")
        return str(rows[0].html)

    async def after(self, actor: Actor, id: str, after: int, limit: int) -> Log:
        """The actor's own series after a number."""
        given = {"id": id, "after": after, "most": limit + 1}
        rows = await self.rows(_series(actor).after, given, brief=True)
        return Log(tuple(entry_of(row) for row in rows[:limit]), len(rows) > limit)

    async def before(self, actor: Actor, id: str, before: int | None, limit: int) -> Log:
        """The newest part of the actor's own series, or the part before a number; `more` means older ones."""
        given = {"id": id, "before": LAST if before is None else before, "most": limit + 1}
        rows = await self.rows(_series(actor).before, given, brief=True)
        return Log(tuple(entry_of(row) for row in reversed(rows[:limit])), len(rows) > limit)

    async def entry(self, conversation_id: str, seq: int) -> Entry:
        """One entry by its agents' number. Refuses `not_found`."""
        c = t.entry.c
        rows = await self.rows(select(t.entry).where(c.conversation_id == conversation_id, c.seq == seq), brief=True)
        if not rows:
            raise Refusal("not_found", "seq")
        return entry_of(rows[0])

    async def exists(self, workspace_id: str, id: str) -> bool:
        """Whether there is such a conversation."""
        c = t.conversation.c
        return bool(await self.rows(select(c.id).where(c.id == id, c.workspace_id == workspace_id), brief=True))

    async def said(self, conversation_id: str, client_id: str) -> bool:
        """Whether somebody's words of this client id are stored."""
        c = t.entry.c
        query = select(c.seq).where(c.conversation_id == conversation_id, c.client_id == client_id)
        return bool(await self.rows(query.limit(1), brief=True))

    async def customers_number(self, conversation_id: str, seq: int) -> int:
        """The highest customers' number among entries up to an agents' number; 0 when customers saw nothing yet."""
        c = t.entry.c
        query = select(func.max(c.cseq)).where(c.conversation_id == conversation_id, c.seq <= seq)
        return (await self.rows(query, brief=True))[0][0] or 0

    async def of_customer(self, workspace_id: str, customer_id: str, limit: int = 50) -> list[Conversation]:
        """A customer's conversations, newest activity first."""
        given = {"workspace_id": workspace_id, "customer_id": customer_id, "most": limit}
        return [Conversation(**row._mapping) for row in await self.rows(THEIRS, given, brief=True)]

    async def customer(self, workspace_id: str, id: str) -> Customer:
        """A customer. Refuses `not_found`."""
        c = t.customer.c
        rows = await self.rows(select(t.customer).where(c.id == id, c.workspace_id == workspace_id), brief=True)
        if not rows:
            raise Refusal("not_found", "customerId")
        return Customer(**rows[0]._mapping)

    async def changed(self, since: int, limit: int = 500) -> list[Conversation]:
        """Conversations touched at or after a time, in that order: what the relay compares with what it told."""
        c = t.conversation.c
        query = select(t.conversation).where(c.updated_at >= since).order_by(c.updated_at).limit(limit)
        return [Conversation(**row._mapping) for row in await self.rows(query)]

    async def some(self, ids: list[str]) -> list[Conversation]:
        """These conversations, for the server's own use."""
        rows = await self.rows(select(t.conversation).where(t.conversation.c.id.in_(ids)), brief=True)
        return [Conversation(**row._mapping) for row in rows]

    async def owned(self, workspace_id: str, agent_id: str) -> list[Conversation]:
        """What an agent has in hand."""
        c = t.conversation.c
        query = select(t.conversation).where(
            c.workspace_id == workspace_id, c.assignee_id == agent_id, c.status.in_(("offered", "assigned"))
        )
        return [Conversation(**row._mapping) for row in await self.rows(query, brief=True)]

    async def waiting(self, workspace_id: str) -> list[Conversation]:
        """What waits in a workspace's queue."""
        c = t.conversation.c
        query = select(t.conversation).where(c.workspace_id == workspace_id, c.status == "waiting")
        return [Conversation(**row._mapping) for row in await self.rows(query.order_by(c.waiting_since))]

    async def entries(self, actor: Actor, id: str, after: int, limit: int) -> tuple[Entry, ...]:
        """A part of a series, for the relay."""
        return (await self.after(actor, id, after, limit)).entries

    async def unsettled(self, state: str, until: int, limit: int = 100) -> list[Entry]:
        """Messages that wait for a translation (`pending`) or a reviewer (`held`) since before a time, oldest first."""
        c = t.entry.c
        query = select(t.entry).where(c.state == state, c.at <= until).order_by(c.at).limit(limit)
        return [entry_of(row) for row in await self.rows(query)]

    async def due(self, now: int, limit: int = 100) -> list[Conversation]:
        """Conversations whose offer or rest has run out. A rest without an end does not."""
        c = t.conversation.c
        query = select(t.conversation).where(
            or_(
                and_(c.status == "offered", c.offer_expires_at <= now),
                and_(c.status == "snoozed", c.snoozed_until > 0, c.snoozed_until <= now),
            )
        )
        return [Conversation(**row._mapping) for row in await self.rows(query.limit(limit))]

    async def idle(self, workspace_id: str, until: int, slow: Collection[str], limit: int = 100) -> list[Conversation]:
        """Answered conversations in which nothing has happened since a time, longest idle first; not of `slow` channels."""
        c = t.conversation.c
        query = select(t.conversation).where(
            c.workspace_id == workspace_id,
            c.status == "assigned",
            c.last_at <= until,
            c.last_from == "agent",
            c.awaiting_since == 0,
            c.pending == 0,
            c.channel.not_in(sorted(slow)),
        )
        return [Conversation(**row._mapping) for row in await self.rows(query.order_by(c.last_at).limit(limit))]


def _series(actor: Actor) -> _Series:
    return CUSTOMERS if actor.kind == "customer" else AGENTS
