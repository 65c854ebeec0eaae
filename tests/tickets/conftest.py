"""The verbs of tickets over a database of either kind, beside the verbs that conversations are made with."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from server.app import demo
from server.app.clerking import clerk_of
from server.app.house import House
from server.app.store import Store
from server.conversations import opening, post_message
from server.conversations.room import Caller, Room, system
from server.domain.people import Actor
from server.protocol import commands as ask
from server.protocol.ticket_commands import MoveTicket, OpenTicket, ReadTicket
from server.protocol.ticket_views import TicketCard, TicketPage
from server.settings import Settings
from server.store.turn import Outcome
from server.tickets.clerk import Clerk
from server.tickets.move_ticket import move_ticket
from server.tickets.open_ticket import open_ticket
from server.tickets.reading import read_ticket
from server.tickets.room import TicketRoom
from tests.conversations.conftest import cluster, house, room_over, seeded, settings
from tests.properties.desk import AGENTS, Still, customer
from tests.support.people import client_id

__all__ = ["cluster", "house", "settings"]

SOFIA, JONAS = (caller.actor for caller in AGENTS[1:3])
LEAD = next(caller.actor for caller in AGENTS if caller.actor.leads)
LEGAL = "My lawyer will sue you"
WITHDRAWS = "I hereby withdraw from my contract and want my money back"


class Office:
    """One node."""

    def __init__(self, house: House, store: Store, clock: Still) -> None:
        self.store, self.clock = store, clock
        self.room: Room = room_over(house, store, clock)
        self.clerk: Clerk = clerk_of(store, house.publisher, self.room.pipeline.tools.compliance.covered)
        self.tickets: TicketRoom = self.clerk.room

    async def asks(self, who: str, text: str = "Hello", **more: Any) -> str:
        """A customer's first word; answers the conversation."""
        command = ask.Open(client_id=client_id(), body=ask.Content(text=text), **more)
        return (await opening.open_conversation(self.room, customer(who), command)).conversation_id

    async def writes(self, who: Caller, id: str, text: str, mark: str = "") -> None:
        """Anybody's next word."""
        self.clock.ms += 1
        said = {"conversation_id": id, "client_id": mark or client_id(), "body": ask.Content(text=text)}
        await post_message.post_message(self.room, who, ask.Send(**said, language="en"))

    async def opens(self, id: str, by: Actor = SOFIA, **more: Any) -> TicketCard:
        """A ticket by hand."""
        wish = OpenTicket(**{"conversation_id": id, "client_id": client_id()} | more)
        return (await open_ticket(self.tickets, by, wish)).ticket

    async def moves(self, ticket: TicketCard, status: Any, by: Actor = SOFIA, **more: Any) -> TicketCard:
        """Another status."""
        how = {"ticket_id": ticket.id, "client_id": client_id(), "version": ticket.version, "status": status} | more
        return (await move_ticket(self.tickets, by, MoveTicket(**how))).ticket

    async def page(self, id: str, by: Actor = SOFIA) -> TicketPage:
        """A ticket with its history."""
        return await read_ticket(self.tickets, by, ReadTicket(ticket_id=id))

    async def log(self, id: str) -> list[Any]:
        """The bodies of what happened in a conversation, the ones about tickets."""
        entries = await self.store.reads.entries(system(demo.WORKSPACE), id, 0, 100)
        return [entry.body for entry in entries if entry.kind == "ticket.noted"]

    async def told(self, id: str) -> list[str]:
        """What agents read of tickets in a conversation, once the clerk is done."""
        await self.clerk.settled()
        await self.clerk.walk()
        await self.clerk.settled()
        return [f"{body.what} #{body.number} {body.about}" for body in await self.log(id)]

    async def close(self) -> None:
        """Nothing more is written."""
        await self.clerk.settled()
        await self.store.writer.stop()
        await self.store.database.close()


async def office_of(house: House, settings: Settings, clock: Still, *, hurries: bool = True) -> Office:
    """One more node over the same database; without `hurries` it dies before what follows of a commit."""
    made: list[Office] = []

    def committed(outcome: Outcome) -> None:
        if hurries and any(table == "escalation" for table, _ in outcome.rows):
            made[0].clerk.hurry()

    store = Store(settings, clock, committed)
    await store.writer.start()
    made.append(Office(house, store, clock))
    return made[0]


@pytest.fixture
async def office(house: House, settings: Settings) -> AsyncIterator[Office]:
    """The demo desk."""
    clock = Still()
    office = await office_of(house, settings, clock)
    await seeded(office.store, clock)
    yield office
    await office.close()


@pytest.fixture
async def another(house: House, settings: Settings, office: Office) -> AsyncIterator[Office]:
    """A second node over the same PostgreSQL, which dies before what follows of a commit; SQLite has one node alone."""
    if not settings.database_url:
        office.clerk.hurry = lambda: None  # type: ignore[method-assign]
        yield office
        return
    node = await office_of(house, settings, office.clock, hurries=False)
    yield node
    await node.close()


def stranger(actor: Actor = SOFIA) -> Actor:
    """The same person at another tenant."""
    return msgspec.structs.replace(actor, workspace_id="ws_other")


def of_shops(actor: Actor, *ids: str) -> Actor:
    """The same person, who serves some shops alone."""
    return msgspec.structs.replace(actor, shop_ids=ids)


async def all_of(*work: Any) -> list[Any]:
    """What each answers, or refuses, all begun at once."""
    return await asyncio.gather(*work, return_exceptions=True)
