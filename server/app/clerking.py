"""Tickets of one process: their verbs' tools, and the clerk who uses them."""

from collections.abc import Callable

from server.app.store import Store
from server.fanout.publisher import Publisher
from server.tickets.clerk import Clerk
from server.tickets.room import TicketRoom


def clerk_of(store: Store, publisher: Publisher, covered: Callable[[str], str]) -> Clerk:
    """The clerk, with the room the verbs work in too. `covered`: see TicketRoom."""
    room = TicketRoom(
        tickets=store.tickets,
        lists=store.ticket_lists,
        reads=store.reads,
        desk=store.desk,
        writer=store.writer,
        publisher=publisher,
        clock=store.clock,
        hurry=lambda: clerk.hurry(),  # noqa: PLW0108 - made after the room
        covered=covered,
    )
    clerk = Clerk(room)
    return clerk
