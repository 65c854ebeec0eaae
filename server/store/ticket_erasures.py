"""Tickets without their words: what stays is the number, the kind, the times and who did what."""

from typing import Any

from msgspec.structs import replace
from sqlalchemy import ColumnElement, bindparam, select, update

from server.domain.ticket import ACTIVE, AnyTicketBody, TicketCommented, TicketEdited
from server.store import tables as t
from server.store.hand import Writing
from server.store.records import Records

PAGE = 200
UPDATE_BODY = (
    update(t.ticket_entry)
    .where(t.ticket_entry.c.ticket_id == bindparam("the_id"), t.ticket_entry.c.version == bindparam("the_version"))
    .values(body=bindparam("body"), digest="")
)


def without_words(body: AnyTicketBody) -> AnyTicketBody:
    """The line of history as it stays."""
    match body:
        case TicketCommented():
            return TicketCommented(text="")
        case TicketEdited(subject=str()):
            return replace(body, subject="")
        case _:  # what the desk did
            return body


async def blank_tickets(connection: Writing, now: int, *which: ColumnElement[bool]) -> list[str]:
    """Take the words out of some tickets; answers whose they were."""
    c, e = t.ticket.c, t.ticket_entry.c
    query = select(c.id, c.customer_id).where(c.erased_at == 0, *which).order_by(c.id).limit(PAGE).with_for_update()
    whose = list[str]()
    while found := list(await connection.execute(query)):
        ids = [row.id for row in found]
        rows = await connection.execute(select(e.ticket_id, e.version, e.body).where(e.ticket_id.in_(ids)))
        bare: list[dict[str, Any]] = [
            {"the_id": row.ticket_id, "the_version": row.version, "body": without_words(row.body)} for row in rows
        ]
        await connection.execute(UPDATE_BODY, bare)
        await connection.execute(update(t.ticket).where(c.id.in_(ids)).values(subject="", erased_at=now))
        whose += [row.customer_id for row in found]
    return whose


class TicketErasures:
    """Whoever calls has checked the right to it."""

    def __init__(self, records: Records) -> None:
        self._records = records

    async def past(self, workspace_id: str, channels: tuple[str, ...], before: int, now: int) -> list[str]:
        """Tickets that are done, of some channels (of all but those, when the first is `*`), where nothing happened since, lose
        their words; answers whose they were."""
        c = t.ticket.c
        which = c.channel.not_in(channels[1:]) if channels[0] == "*" else c.channel.in_(channels)
        done = (c.workspace_id == workspace_id, c.status.not_in(ACTIVE), c.updated_at < before)
        async with self._records.write() as connection:
            return await blank_tickets(connection, now, which, *done)
