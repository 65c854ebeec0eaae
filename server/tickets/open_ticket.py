"""A ticket by hand, about a conversation one sees."""

from msgspec.structs import replace

from server.domain.conversation import Conversation
from server.domain.ids import derived_id
from server.domain.people import Actor, ActorKind
from server.domain.ticket import Kind, Ticket, TicketOpened
from server.protocol.ticket_commands import OpenTicket
from server.protocol.ticket_views import Ticketed
from server.tickets.room import TicketRoom, cause, told


async def open_ticket(room: TicketRoom, actor: Actor, ask: OpenTicket) -> Ticketed:
    """Open it; asked again under the same client id it is the same ticket. Refuses `not_found` for a foreign conversation."""
    ask = replace(ask, subject=room.covered(ask.subject.strip()))
    about = await room.reads.conversation(actor, ask.conversation_id)
    why = cause(room, actor, ask.client_id, ask)
    id = derived_id("ti", actor.workspace_id, actor.author.key, ask.client_id)
    wished = begun(id, about, ask.kind, actor.kind, why.at)
    fields = {"subject": ask.subject, "priority": ask.priority, "due": ask.due}
    ticket = await room.tickets.open(replace(wished, **fields), TicketOpened(conversation_id=about.id), why)
    return await told(room, ticket)


def begun(id: str, c: Conversation, kind: Kind, by: ActorKind, now: int) -> Ticket:
    """A new ticket about a conversation, without a number yet."""
    return Ticket(
        id=id,
        workspace_id=c.workspace_id,
        number=0,
        shop_id=c.shop_id,
        customer_id=c.customer_id,
        channel=c.channel,
        kind=kind,
        created_by=by,
        created_at=now,
        updated_at=now,
        status_at=now,
    )
