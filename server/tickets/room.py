"""What every verb of tickets works with."""

import hashlib
from collections.abc import Callable

import msgspec
from msgspec import Struct

from server.domain.clock import Clock
from server.domain.people import Actor, Author
from server.domain.ticket import Ticket
from server.fanout import audiences
from server.fanout.publisher import Publisher
from server.protocol.commands import Command
from server.protocol.ticket_views import TicketCard, TicketChanged, Ticketed
from server.store.desk import Desk
from server.store.reads import Reads
from server.store.ticket_lists import Named, TicketLists
from server.store.tickets import Cause, Decide, Tickets
from server.store.writer import Writer

SYSTEM = Author("system", "desk")
CARD = tuple(name for name in TicketCard.__struct_fields__ if name != "customer_name")


def system(workspace_id: str) -> Actor:
    """The house itself, acting in one workspace."""
    return Actor(kind="system", id="desk", workspace_id=workspace_id)


class TicketRoom(Struct, frozen=True, kw_only=True):
    """The verbs' tools. `hurry`: lines wait for their conversations. `covered`: a text with its payment cards covered."""

    tickets: Tickets
    lists: TicketLists
    reads: Reads
    desk: Desk
    writer: Writer
    publisher: Publisher
    clock: Clock
    hurry: Callable[[], None]
    covered: Callable[[str], str]


def card(named: Named) -> TicketCard:
    """A ticket as a line of the list."""
    fields = {name: getattr(named.ticket, name) for name in CARD}
    return TicketCard(**fields, customer_name=named.customer_name)


def cause(room: TicketRoom, actor: Actor, client_id: str, ask: Command) -> Cause:
    """Who asks, and for what."""
    digest = hashlib.blake2b(msgspec.json.encode(ask), digest_size=16).hexdigest()
    return Cause(author=actor.author, client_id=client_id, digest=digest, at=room.clock.now())


async def changed(room: TicketRoom, actor: Actor, id: str, why: Cause, decide: Decide) -> Ticketed:
    """The frame of every verb that changes a ticket: check the right, decide once for ever, tell."""
    return await told(room, await room.tickets.change(actor, id, why, decide))


async def told(room: TicketRoom, ticket: Ticket) -> Ticketed:
    """The desk hears of it, and the conversations' lines are under way; answers with the ticket as it is."""
    room.hurry()
    (named,) = await room.lists.some([ticket.id])
    shown = card(Named(ticket, named.customer_name))
    for hall in (audiences.lists(ticket.workspace_id), audiences.shop(ticket.shop_id)):
        room.publisher.passing(audiences.AGENT, hall, "ticket.changed", TicketChanged(ticket=shown))
    return Ticketed(ticket=shown)
