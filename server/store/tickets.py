"""Tickets as they are written: each change in one transaction with its line of history and with whom it is owed to.

Numbers come from one row a workspace that is held until the end of the transaction: no gaps, however many nodes open at once.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace
from sqlalchemy import insert, select, update

from server.domain.errors import Refusal
from server.domain.ids import derived_id
from server.domain.people import Actor, Author
from server.domain.ticket import (
    ACTIVE,
    AnyTicketBody,
    Noted,
    Ticket,
    TicketNoted,
    TicketOpened,
    may_see_ticket,
)
from server.store import tables as t
from server.store.hand import Writing
from server.store.records import Records, once
from server.store.webhook_outbox import note_ticket


class Cause(Struct, frozen=True, kw_only=True):
    """Who does it, under which client id, and a stand-in for what they say, to tell a repeat from a conflict."""

    author: Author
    client_id: str
    digest: str
    at: int


class Step(Struct, frozen=True, kw_only=True):
    """The ticket as it shall be, its line of history, and what conversations are told: `link` joins it, `line` to
    `only` one or all."""

    ticket: Ticket
    body: AnyTicketBody
    line: Noted | None = None
    link: str = ""
    only: str = ""


Decide = Callable[[Ticket], Step | None]
"""Refuses, or answers what is to be; None: nothing changes."""


class Tickets:
    """Whoever calls has checked the right to the conversations."""

    def __init__(self, records: Records) -> None:
        self._records = records

    async def open(self, ticket: Ticket, body: TicketOpened, cause: Cause) -> Ticket:
        """Number it and keep it; opened before under its id it is what it has become.

        Refuses `conflict` when that said something else.
        """
        async with self._records.write(brief=True) as connection:
            number = await hold_numbers(connection, ticket.workspace_id)
            before = await _held(connection, ticket.id)
            if before:
                await _repeated(connection, ticket.id, cause)
                return before
            return await _opened(connection, replace(ticket, number=number + 1), body, cause)

    async def escalate(self, id: str, ticket: Ticket, body: TicketOpened, take: tuple[Cause, Decide]) -> Ticket | None:
        """What an escalation asks for, once: a new ticket, or `take` on the one of its kind that its conversation has open.

        None when somebody has done it, or a clock (a `ref` of 0) has no ticket that could follow it.
        """
        cause, decide = take
        async with self._records.write(brief=True) as connection:
            number = await hold_numbers(connection, ticket.workspace_id)
            gone = t.escalation.delete().where(t.escalation.c.id == id).returning(t.escalation.c.id)
            if (await connection.execute(gone)).first() is None:
                return None
            found = await _active(connection, ticket, body.conversation_id)
            if found is None and not body.ref:
                return None
            if found is None:
                return await _opened(connection, replace(ticket, number=number + 1), body, cause)
            return await _stepped(connection, found, decide(found), cause)

    async def change(self, actor: Actor, id: str, cause: Cause, decide: Decide) -> Ticket:
        """The ticket after `decide`, or as it is when this client id changed it before.

        Refuses `not_found`, `conflict` for another use of the client id, and whatever `decide` refuses.
        """
        async with self._records.write(brief=True) as connection:
            before = await _held(connection, id)
            if before is None or not may_see_ticket(actor, before):
                raise Refusal("not_found", "ticketId")
            if await _repeated(connection, id, cause):
                return before
            return await _stepped(connection, before, decide(before), cause)

    async def told(self, ids: list[str]) -> None:
        """These lines stand in their conversations."""
        async with self._records.write(brief=True) as connection:
            await connection.execute(t.ticket_line.delete().where(t.ticket_line.c.id.in_(ids)))

    async def drop(self, id: str) -> None:
        """An escalation without its conversation."""
        async with self._records.write() as connection:
            await connection.execute(t.escalation.delete().where(t.escalation.c.id == id))


async def hold_numbers(connection: Writing, workspace_id: str) -> int:
    """The last number given; until the transaction's end nobody else opens a ticket."""
    head = t.ticket_head
    await connection.execute(once(connection, head, {"workspace_id": workspace_id, "number": 0}))
    query = select(head.c.number).where(head.c.workspace_id == workspace_id).with_for_update()
    return int((await connection.execute(query)).scalar_one())


async def _held(connection: Writing, id: str) -> Ticket | None:
    row = (await connection.execute(select(t.ticket).where(t.ticket.c.id == id).with_for_update())).one_or_none()
    return Ticket(**row._mapping) if row else None


async def _active(connection: Writing, ticket: Ticket, conversation_id: str) -> Ticket | None:
    c, link = t.ticket.c, t.ticket_link.c
    query = select(t.ticket).join(t.ticket_link, link.ticket_id == c.id)
    query = query.where(link.conversation_id == conversation_id, c.kind == ticket.kind, c.status.in_(ACTIVE))
    row = (await connection.execute(query.order_by(c.number).limit(1).with_for_update(of=t.ticket))).one_or_none()
    return Ticket(**row._mapping) if row else None


async def _repeated(connection: Writing, id: str, cause: Cause) -> bool:
    e = t.ticket_entry.c
    mine = (e.ticket_id == id, e.client_id == cause.client_id)
    who = (e.author_kind == cause.author.kind, e.author_id == cause.author.id)
    row = (await connection.execute(select(e.digest).where(*mine, *who))).one_or_none()
    if row and row.digest not in ("", cause.digest):  # erased words have none, and a repeat does not bring them back
        raise Refusal("conflict", "clientId")
    return row is not None


async def _opened(connection: Writing, ticket: Ticket, body: TicketOpened, cause: Cause) -> Ticket:
    head = t.ticket_head
    moved = update(head).where(head.c.workspace_id == ticket.workspace_id).values(number=ticket.number)
    await connection.execute(moved)
    ticket = await _as_known(connection, ticket, body.conversation_id)
    await connection.execute(insert(t.ticket).values(asdict(ticket)))
    step = Step(ticket=ticket, body=body, line="opened", link=body.conversation_id)
    return await _noted(connection, step, cause, "ticket.opened")


async def _as_known(connection: Writing, ticket: Ticket, conversation_id: str) -> Ticket:
    """Of the customer the conversation has now; a rule brings no words of somebody who was forgotten meanwhile.

    Their row is held, so that a forgetting comes wholly before this or wholly after.
    """
    c, v = t.customer.c, t.conversation.c
    whose = (await connection.execute(select(v.customer_id).where(v.id == conversation_id))).scalar_one()
    held = select(c.erased_at).where(c.id == whose).with_for_update(read=True)
    erased = (await connection.execute(held)).scalar_one()
    subject = "" if erased and ticket.created_by == "system" else ticket.subject
    return replace(ticket, customer_id=whose, subject=subject)


async def _stepped(connection: Writing, before: Ticket, step: Step | None, cause: Cause) -> Ticket:
    if step is None:
        return before
    ticket = replace(step.ticket, version=before.version + 1, updated_at=cause.at)
    await connection.execute(update(t.ticket).where(t.ticket.c.id == ticket.id).values(asdict(ticket)))
    return await _noted(connection, replace(step, ticket=ticket), cause, "ticket.changed")


async def _noted(connection: Writing, step: Step, cause: Cause, event: str) -> Ticket:
    """The line of history, and what follows from it: links, conversations' lines, webhooks."""
    ticket, mine = step.ticket, {"ticket_id": step.ticket.id, "workspace_id": step.ticket.workspace_id}
    entry = {"version": ticket.version, "at": cause.at, "body": step.body, "client_id": cause.client_id}
    who = {f"author_{name}": value for name, value in asdict(cause.author).items()}
    await connection.execute(insert(t.ticket_entry).values(mine | entry | who | {"digest": cause.digest}))
    if step.link:
        link = mine | {"conversation_id": step.link, "at": cause.at}
        await connection.execute(once(connection, t.ticket_link, link))
    linked = select(t.ticket_link.c.conversation_id).where(t.ticket_link.c.ticket_id == ticket.id)
    ids = list((await connection.execute(linked.order_by(t.ticket_link.c.at))).scalars())
    if step.line:
        said = TicketNoted(ticket_id=ticket.id, number=ticket.number, about=ticket.kind, what=step.line, due=ticket.due)
        told = [step.only] if step.only else ids
        await connection.execute(insert(t.ticket_line), [_line(ticket, id, said, cause.at) for id in told])
    await note_ticket(connection, ticket, ids[0], event)
    return ticket


def _line(ticket: Ticket, conversation_id: str, said: TicketNoted, at: int) -> dict[str, Any]:
    id = derived_id("tl", ticket.id, str(ticket.version), conversation_id)
    return {
        "id": id,
        "workspace_id": ticket.workspace_id,
        "conversation_id": conversation_id,
        "body": said,
        "at": at,
    }
