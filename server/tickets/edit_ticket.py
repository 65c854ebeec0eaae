"""What a ticket says: its subject, kind, priority, time, labels."""

from typing import Any

from msgspec.structs import replace

from server.domain.people import Actor
from server.domain.ticket import Ticket, TicketEdited, live, may_change
from server.protocol.ticket_commands import EditTicket
from server.protocol.ticket_views import Ticketed
from server.store.tickets import Step
from server.tickets.room import TicketRoom, cause, changed

FIELDS = {"kind": "about"}
"""Where the line of history calls it otherwise."""


async def edit_ticket(room: TicketRoom, actor: Actor, ask: EditTicket) -> Ticketed:
    """Change it; what is so already changes nothing. Refuses what `live` and `may_change` refuse."""
    if ask.subject is not None:
        ask = replace(ask, subject=room.covered(ask.subject.strip()))

    def decide(ticket: Ticket) -> Step | None:
        may_change(ticket, actor, ask.version)
        live(ticket)
        changes = _changes(ticket, ask)
        if not changes:
            return None
        body = TicketEdited(**{FIELDS.get(name, name): value for name, value in changes.items()})
        return Step(ticket=replace(ticket, **changes), body=body)

    return await changed(room, actor, ask.ticket_id, cause(room, actor, ask.client_id, ask), decide)


def _changes(ticket: Ticket, ask: EditTicket) -> dict[str, Any]:
    """What is asked for and is not so already."""
    asked = {name: getattr(ask, name) for name in ("subject", "kind", "priority", "due", "labels")}
    if ask.labels is not None:
        asked["labels"] = tuple(dict.fromkeys(label.strip() for label in ask.labels if label.strip()))
    return {name: value for name, value in asked.items() if value is not None and value != getattr(ticket, name)}
