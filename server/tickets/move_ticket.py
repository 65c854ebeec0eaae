"""How far a ticket is."""

from server.domain.people import Actor
from server.domain.ticket import Status, Ticket, TicketMoved, may_change, moved, noted
from server.protocol.ticket_commands import MoveTicket
from server.protocol.ticket_views import Ticketed
from server.store.tickets import Step
from server.tickets.room import TicketRoom, cause, changed


async def move_ticket(room: TicketRoom, actor: Actor, ask: MoveTicket) -> Ticketed:
    """Change its status; solved, closed or reopened, its conversations are told. Refuses what `moved` and `may_change` refuse."""
    why = cause(room, actor, ask.client_id, ask)

    def decide(ticket: Ticket) -> Step:
        may_change(ticket, actor, ask.version)
        return step_to(ticket, ask.status, why.at, leads=actor.leads)

    return await changed(room, actor, ask.ticket_id, why, decide)


def step_to(ticket: Ticket, status: Status, now: int, *, leads: bool, by: str = "") -> Step:
    """From a status to another. `by`: why, when nobody of the desk did it."""
    after = moved(ticket, status, now, leads=leads)
    return Step(ticket=after, body=TicketMoved(status=status, cause=by), line=noted(ticket.status, status))
