"""Tickets as they are looked at."""

from server.domain.people import Actor
from server.domain.rights import may_see
from server.fanout.views import summary
from server.protocol.ticket_commands import ListTickets, ReadTicket
from server.protocol.ticket_views import TicketLine, TicketList, TicketPage
from server.store.ticket_lists import Wanted
from server.tickets.room import TicketRoom, card


async def read_ticket(room: TicketRoom, actor: Actor, ask: ReadTicket) -> TicketPage:
    """One with all that became of it. Refuses `not_found` for foreign and absent alike."""
    named = await room.lists.one(actor, ask.ticket_id)
    lines = (
        TicketLine(version=entry.version, at=entry.at, author=entry.author, body=entry.body)
        for entry in await room.lists.history(named.ticket.id)
    )
    ids = await room.lists.linked(named.ticket.id)
    found = {c.id: c for c in await room.reads.some(ids) if may_see(actor, c)}
    shown = tuple(summary(found[id]) for id in ids if id in found)
    return TicketPage(ticket=card(named), history=tuple(lines), conversations=shown)


async def list_tickets(room: TicketRoom, actor: Actor, ask: ListTickets) -> TicketList:
    """A page of those one may see, and how many there are to be done."""
    now = room.clock.now()
    wanted = Wanted(
        statuses=ask.statuses,
        kinds=ask.kinds,
        owner=ask.owner,
        team_id=ask.team_id or "",
        overdue=ask.overdue,
        customer_id=ask.customer_id or "",
        conversation_id=ask.conversation_id or "",
        text=ask.text.strip(),
        now=now,
        cursor=ask.cursor,
        limit=ask.limit,
    )
    found, cursor = await room.lists.page(actor, wanted)
    counts = await room.lists.counts(actor, now)
    return TicketList(items=tuple(card(each) for each in found), counts=counts, cursor=cursor)
