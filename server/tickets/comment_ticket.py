"""A remark at a ticket, for the desk alone; also at one that is over."""

from msgspec.structs import replace

from server.domain.errors import Refusal
from server.domain.people import Actor
from server.domain.ticket import Ticket, TicketCommented
from server.pipeline.stages import clean
from server.protocol.ticket_commands import CommentTicket
from server.protocol.ticket_views import Ticketed
from server.store.tickets import Step
from server.tickets.room import TicketRoom, cause, changed


async def comment_ticket(room: TicketRoom, actor: Actor, ask: CommentTicket) -> Ticketed:
    """Leave it; whoever sees the ticket may. Refuses `bad_request` for no words, `bad_state` where the words were erased."""
    ask = replace(ask, text=room.covered(clean(ask.text)))
    if not ask.text:
        raise Refusal("bad_request", "text")

    def decide(ticket: Ticket) -> Step:
        if ticket.erased_at:
            raise Refusal("bad_state", "erased")
        return Step(ticket=ticket, body=TicketCommented(text=ask.text))

    return await changed(room, actor, ask.ticket_id, cause(room, actor, ask.client_id, ask), decide)
