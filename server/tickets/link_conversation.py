"""One more conversation of a ticket."""

from server.domain.errors import Refusal
from server.domain.people import Actor
from server.domain.ticket import Ticket, TicketLinked, live
from server.protocol.ticket_commands import LinkConversation
from server.protocol.ticket_views import Ticketed
from server.store.tickets import Step
from server.tickets.room import TicketRoom, cause, changed


async def link_conversation(room: TicketRoom, actor: Actor, ask: LinkConversation) -> Ticketed:
    """Add it; what belongs to it already changes nothing.

    Refuses `not_found` for a foreign one, `bad_state` for another customer's or shop's, and for a ticket that is over.
    """
    about = await room.reads.conversation(actor, ask.conversation_id)
    mine = about.id in await room.lists.linked(ask.ticket_id)

    def decide(ticket: Ticket) -> Step | None:
        live(ticket)
        if (about.customer_id, about.shop_id) != (ticket.customer_id, ticket.shop_id):
            raise Refusal("bad_state", "conversationId")
        body = TicketLinked(conversation_id=about.id)
        return None if mine else Step(ticket=ticket, body=body, line="linked", link=about.id, only=about.id)

    return await changed(room, actor, ask.ticket_id, cause(room, actor, ask.client_id, ask), decide)
