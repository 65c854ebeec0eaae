"""Tickets as they are read: one, a page of the list, what a conversation has; and what the clerk has left to do."""

from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from server.domain.errors import Refusal
from server.domain.people import Actor, Author
from server.domain.presets import ME, NOBODY
from server.domain.ticket import ACTIVE, Kind, Status, Ticket, TicketEntry, TicketNoted, may_see_ticket
from server.store import tables as t
from server.store.reads import Reads

FAR = 2**53 - 1
"""After every due time, and every time a ticket can have changed."""


class Wanted(Struct, frozen=True, kw_only=True):
    """What a list asks for. `owner`: `me`, `nobody` or an agent; `now` (ms) tells what is overdue; `text` is in
    subject or name."""

    statuses: tuple[Status, ...] = ()
    kinds: tuple[Kind, ...] = ()
    owner: str = ""
    team_id: str = ""
    overdue: bool = False
    customer_id: str = ""
    conversation_id: str = ""
    text: str = ""
    now: int
    cursor: str = ""
    limit: int = 50


class Named(Struct, frozen=True):
    """A ticket, and what its customer is called now."""

    ticket: Ticket
    customer_name: str


class Escalation(Struct, frozen=True, kw_only=True):
    """A customer's message that a rule of this category calls the desk's attention to. `due` (ms): by the clock it started.

    With a `seq` of 0 there is no message: somebody set that clock by hand."""

    id: str
    workspace_id: str
    conversation_id: str
    seq: int
    category: str
    due: int
    at: int


class Line(Struct, frozen=True, kw_only=True):
    """What is to stand in a conversation."""

    id: str
    workspace_id: str
    conversation_id: str
    body: TicketNoted


NAMED = select(t.ticket, func.coalesce(t.customer.c.name, "").label("customer_name")).outerjoin(
    t.customer, t.customer.c.id == t.ticket.c.customer_id
)
URGENCY = case(
    (and_(t.ticket.c.due > 0, t.ticket.c.status.in_(ACTIVE)), t.ticket.c.due), else_=FAR - t.ticket.c.updated_at
)
"""What must be done first stands first, then what changed last."""


class TicketLists:
    """Nothing foreign is handed out."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    async def one(self, actor: Actor, id: str) -> Named:
        """One ticket. Refuses `not_found` for foreign and absent alike."""
        found = await self._named(NAMED.where(t.ticket.c.id == id))
        if not found or not may_see_ticket(actor, found[0].ticket):
            raise Refusal("not_found", "ticketId")
        return found[0]

    async def some(self, ids: list[str]) -> list[Named]:
        """These tickets, for the server's own use."""
        return await self._named(NAMED.where(t.ticket.c.id.in_(ids)))

    async def history(self, id: str) -> list[TicketEntry]:
        """All that became of it, in order."""
        e = t.ticket_entry.c
        rows = await self._reads.rows(select(t.ticket_entry).where(e.ticket_id == id).order_by(e.version))
        return [
            TicketEntry(
                version=row.version,
                at=row.at,
                author=Author(row.author_kind, row.author_id, row.author_name),
                body=row.body,
            )
            for row in rows
        ]

    async def linked(self, id: str) -> list[str]:
        """Its conversations, the first one first."""
        c = t.ticket_link.c
        query = select(c.conversation_id).where(c.ticket_id == id).order_by(c.at, c.conversation_id)
        return [str(row.conversation_id) for row in await self._reads.rows(query)]

    async def page(self, actor: Actor, wanted: Wanted) -> tuple[list[Named], str]:
        """A page and the cursor of the next one (empty at the end). Refuses `bad_request` for a foreign cursor."""
        urgent, urgency = URGENCY, URGENCY.label("urgency")
        query = NAMED.add_columns(urgency).where(_seen(actor), *_narrowed(actor, wanted))
        if wanted.cursor:
            at, id = _cursor(wanted.cursor)
            query = query.where(or_(urgent > at, and_(urgent == at, t.ticket.c.id > id)))
        rows = await self._reads.rows(query.order_by(urgency, t.ticket.c.id).limit(wanted.limit + 1))
        found = [_named(row) for row in rows[: wanted.limit]]
        last = rows[wanted.limit - 1] if len(rows) > wanted.limit else None
        return found, f"{last.urgency}:{last.id}" if last else ""

    async def counts(self, actor: Actor, now: int) -> dict[str, int]:
        """How many are to be done: in all, one's own, nobody's, and too late."""
        c = t.ticket.c
        columns: list[Any] = [
            func.count().label("all"),
            func.count().filter(c.assignee_id == actor.id).label("mine"),
            func.count().filter(c.assignee_id == "").label("nobody"),
            func.count().filter(c.due > 0, c.due < now).label("overdue"),
        ]
        query = select(*columns).where(_seen(actor), c.status.in_(ACTIVE))
        return {key: int(value) for key, value in (await self._reads.rows(query))[0]._mapping.items()}

    async def escalations(self, limit: int) -> list[Escalation]:
        """What no ticket has yet, the oldest first."""
        query = select(t.escalation).order_by(t.escalation.c.at, t.escalation.c.seq, t.escalation.c.id).limit(limit)
        return [Escalation(**row._mapping) for row in await self._reads.rows(query)]

    async def lines(self, limit: int) -> list[Line]:
        """What conversations are still to be told, the oldest first."""
        c = t.ticket_line.c
        query = select(c.id, c.workspace_id, c.conversation_id, c.body).order_by(c.number).limit(limit)
        return [Line(**row._mapping) for row in await self._reads.rows(query)]

    async def answered(self, limit: int) -> list[Ticket]:
        """Tickets that wait for a customer who has written since."""
        c, link, v, e = t.ticket.c, t.ticket_link.c, t.conversation.c, t.entry.c
        said = exists().where(
            e.conversation_id == v.id, e.author_kind == "customer", e.kind == "message.posted", e.at > c.status_at
        )
        heard = exists().where(
            link.ticket_id == c.id,
            v.id == link.conversation_id,
            v.last_from == "customer",
            v.last_at > c.status_at,
            said,
        )
        query = select(t.ticket).where(c.status == "pending", heard).limit(limit)
        return [Ticket(**row._mapping) for row in await self._reads.rows(query)]

    async def _named(self, query: Select[Any]) -> list[Named]:
        return [_named(row) for row in await self._reads.rows(query)]


def _named(row: Any) -> Named:
    return Named(Ticket(**{name: getattr(row, name) for name in Ticket.__struct_fields__}), row.customer_name)


def _seen(actor: Actor) -> ColumnElement[bool]:
    """What `may_see_ticket` says, where rows are picked."""
    c = t.ticket.c
    mine = c.workspace_id == actor.workspace_id
    return and_(mine, c.shop_id.in_(actor.shop_ids)) if actor.shop_ids else mine


def _narrowed(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    c, asked = t.ticket.c, list[ColumnElement[bool]]()
    if wanted.statuses:
        asked.append(c.status.in_(wanted.statuses))
    if wanted.kinds:
        asked.append(c.kind.in_(wanted.kinds))
    if wanted.owner:
        asked.append(c.assignee_id == {ME: actor.id, NOBODY: ""}.get(wanted.owner, wanted.owner))
    if wanted.team_id:
        asked.append(c.team_id == wanted.team_id)
    if wanted.overdue:
        asked += [c.due > 0, c.due < wanted.now, c.status.in_(ACTIVE)]
    if wanted.customer_id:
        asked.append(c.customer_id == wanted.customer_id)
    if wanted.conversation_id:
        link = t.ticket_link.c
        asked.append(exists().where(link.ticket_id == c.id, link.conversation_id == wanted.conversation_id))
    if wanted.text:
        asked.append(_called(wanted.text))
    return asked


def _called(text: str) -> ColumnElement[bool]:
    """`#12` is a ticket's number; 12 may be, or an order's that somebody wrote about."""
    words, bare = text.lower(), text.removeprefix("#")
    subject, name = (func.lower(column) for column in (t.ticket.c.subject, t.customer.c.name))
    said = subject.contains(words, autoescape=True), name.contains(words, autoescape=True)
    if not (bare.isascii() and bare.isdigit() and len(bare) < 16):
        return or_(*said)
    numbered = t.ticket.c.number == int(bare)
    return numbered if bare != text else or_(numbered, *said)


def _cursor(cursor: str) -> tuple[int, str]:
    at, _, id = cursor.partition(":")
    if not (at.isascii() and at.isdigit()) or len(at) > 16 or not id:
        raise Refusal("bad_request", "cursor")
    return int(at), id
