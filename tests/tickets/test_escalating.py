"""What a customer's words call for becomes a ticket: once, whoever repeats, dies or races; and it never delays an ack."""

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace

from server.app import demo
from server.conversations import claim, resting
from server.conversations.clocks import start_clock
from server.conversations.erasing import erase_person
from server.domain.conversation import Conversation
from server.domain.ids import new_id
from server.domain.people import Customer
from server.domain.ticket import TicketLinked, TicketMoved, TicketOpened
from server.protocol import commands as ask
from server.protocol.ticket_commands import ListTickets
from server.protocol.ticket_views import TicketCard
from server.protocol.triage_commands import StartClock
from server.store.endings import Ending
from server.store.erasures import Erasure
from server.store.merging import Merge
from server.store.turn import Change, Needs
from server.tickets.reading import list_tickets
from tests.properties.desk import AGENTS, customer
from tests.support.people import client_id
from tests.tickets.conftest import LEGAL, SOFIA, WITHDRAWS, Office, all_of

DAY = 86_400_000
ANA, AGENT = customer("ana"), AGENTS[1]


async def tickets(office: Office) -> list[TicketCard]:
    """All there are, by number."""
    found = (await list_tickets(office.tickets, SOFIA, ListTickets())).items
    return sorted(found, key=lambda each: each.number)


async def test_a_withdrawal_opens_one_that_is_due_with_the_clock_of_the_law(office: Office) -> None:
    id = await office.asks("ana", WITHDRAWS, market="DE")
    assert await office.told(id) == ["opened #1 withdrawal"]
    (ticket,) = await tickets(office)
    c = (await office.store.reads.some([id]))[0]
    assert [due.clock for due in c.dues] == ["refund"]
    assert (ticket.due, ticket.due - office.clock.ms) == (c.dues[0].due, 14 * DAY)
    assert (ticket.priority, ticket.created_by, ticket.subject) == (3, "system", WITHDRAWS)
    assert (await office.page(ticket.id)).history[0].body == TicketOpened(conversation_id=id, ref=2)
    (line,) = await office.log(id)
    assert (line.ticket_id, line.due) == (ticket.id, ticket.due)


async def test_a_clock_that_is_set_by_hand_takes_its_ticket_along(office: Office) -> None:
    """In Britain the refund waits for the goods: until somebody says that they are back nothing is due."""
    id = await office.asks("ana", WITHDRAWS, market="GB")
    assert await office.told(id) == ["opened #1 withdrawal"]
    assert [each.due for each in await tickets(office)] == [0]
    back = StartClock(conversation_id=id, client_id=client_id(), clock="refund", since=office.clock.ms - DAY)
    await start_clock(office.room, AGENT, back)
    await office.told(id)
    assert [each.due - office.clock.ms for each in await tickets(office)] == [13 * DAY]
    other = await office.asks("ben", market="GB")
    letter = StartClock(conversation_id=other, client_id=client_id(), clock="data", since=office.clock.ms)
    await start_clock(office.room, AGENT, letter)
    assert await office.told(other) == [], "a clock alone opens nothing"


async def test_more_of_the_same_is_linked_and_another_kind_has_its_own(office: Office) -> None:
    id = await office.asks("ana", LEGAL)
    await office.writes(ANA, id, LEGAL + " tomorrow")
    await office.writes(ANA, id, WITHDRAWS)
    assert await office.told(id) == ["opened #1 legal", "linked #1 legal", "opened #2 withdrawal"]
    legal, withdrawal = await tickets(office)
    bodies = [line.body for line in (await office.page(legal.id)).history]
    assert bodies[1:] == [TicketLinked(conversation_id=id, ref=bodies[1].ref)]
    assert (legal.due, withdrawal.version) == (0, 1)
    await office.moves(legal, "solved")
    await office.writes(ANA, id, LEGAL + " today")
    assert (await office.told(id))[3:] == ["solved #1 legal", "opened #3 legal"]


async def test_a_message_that_is_sent_again_opens_nothing_more(office: Office) -> None:
    id, mark = await office.asks("ana"), client_id()
    for _ in range(3):
        await office.writes(ANA, id, LEGAL, mark)
    assert await office.told(id) == ["opened #1 legal"]
    assert [each.version for each in await tickets(office)] == [1]


async def test_two_nodes_and_a_dead_one_open_it_once(office: Office, another: Office) -> None:
    """The node that took the message dies before anything follows; then two clerks find it at once, more than once."""
    ids = [await another.asks(name, LEGAL) for name in ("ana", "ben", "cid")]
    for id, name in zip(ids, ("ana", "ben", "cid"), strict=True):
        await another.writes(customer(name), id, LEGAL + " tomorrow")
    assert await tickets(office) == []
    await all_of(office.clerk.walk(), another.clerk.walk(), office.clerk.walk(), another.clerk.walk())
    await office.clerk.walk()
    assert sorted(each.number for each in await tickets(office)) == [1, 2, 3]
    for id in ids:
        words = [body.what for body in await office.log(id)]
        assert words == ["opened", "linked"]


async def test_the_ack_waits_for_no_ticket(office: Office) -> None:
    """While somebody holds the counter the message is stored and answered. On SQLite one lock writes all anyway."""
    if office.store.database.embedded:
        pytest.skip("one writer")
    id = await office.asks("ana", LEGAL)
    await office.told(id)
    async with office.store.records.write() as connection:
        await connection.exec_driver_sql("SELECT number FROM ticket_head FOR UPDATE")
        await office.writes(ANA, id, WITHDRAWS)
        assert len(await office.store.ticket_lists.escalations(9)) == 1
    assert (await office.told(id))[-1] == "opened #2 withdrawal"


async def test_closing_the_conversation_leaves_it_open(office: Office) -> None:
    id = await office.asks("ana", LEGAL)
    await office.told(id)
    on = {"conversation_id": id, "client_id": client_id()}
    await claim.claim(office.room, AGENT, ask.Claim(**on))
    await resting.close(office.room, AGENT, ask.Close(**on | {"client_id": client_id()}))
    assert [each.status for each in await tickets(office)] == ["open"]


async def test_the_customers_word_ends_the_waiting_for_it(office: Office) -> None:
    id = await office.asks("ana")
    waits, other = await office.opens(id), await office.opens(id)
    await office.moves(waits, "pending")
    await office.moves(other, "on_hold")
    await office.told(id)
    assert [each.status for each in await tickets(office)] == ["pending", "on_hold"]
    office.clock.ms += 1000
    await claim.claim(office.room, AGENT, ask.Claim(conversation_id=id, client_id=client_id()))
    await office.writes(AGENT, id, "We wait for your photo")
    await office.told(id)
    assert [each.status for each in await tickets(office)] == ["pending", "on_hold"]
    await office.writes(ANA, id, "Here it is")
    await office.told(id)
    assert [each.status for each in await tickets(office)] == ["open", "on_hold"]
    assert (await office.page(waits.id)).history[-1].body == TicketMoved(status="open", cause="customer")


async def test_a_conversation_that_is_gone_leaves_nothing_behind(office: Office) -> None:
    row = {
        "id": "es_1",
        "workspace_id": demo.WORKSPACE,
        "conversation_id": "cv_gone",
        "seq": 1,
        "category": "legal_threat",
    }
    await office.store.writer.commit(Change(Needs(), lambda turn: turn.row("escalation", **row, due=0, at=1)))
    await office.clerk.settled()
    await office.clerk.walk()
    assert (await tickets(office), await office.store.ticket_lists.escalations(9)) == ([], [])


@pytest.mark.parametrize("late", [False, True])
async def test_who_is_forgotten_meanwhile_leaves_no_words(office: Office, another: Office, late: bool) -> None:
    """The clerk has read the words, or not yet, when the person is forgotten."""
    id = await another.asks("ana", LEGAL)
    subject = await office.clerk._subject((await office.store.reads.some([id]))[0], 2)
    assert subject == LEGAL
    asked = Erasure(id=new_id("er"), workspace_id=demo.WORKSPACE, subject="x", customer_id="cu_ana", at=office.clock.ms)
    await office.store.erasures.begin(asked)
    await erase_person(office.store.taking, asked)
    if late:
        office.clerk._subject = lambda *_: asyncio.sleep(0, subject)  # type: ignore[method-assign,assignment]
    await office.clerk.walk()
    assert [(each.kind, each.subject) for each in await tickets(office)] == [("legal", "")]


async def test_a_visitor_who_turns_out_to_be_somebody_takes_their_tickets_along(
    office: Office, another: Office
) -> None:
    first, second = await another.asks("ana", LEGAL), await another.asks("ana", WITHDRAWS)
    opened = await office.opens(first, subject="Lamp")
    c = (await office.store.reads.some([first]))[0]
    person = Customer(id="cu_maya", workspace_id=demo.WORKSPACE, name="Maya")
    ending = Ending(workspace_id=demo.WORKSPACE, ids=("x",), at=office.clock.ms, until=office.clock.ms)
    merge = Merge(visitor="cu_ana", person=person, shop_id=c.shop_id, ending=ending)
    assert sorted(await office.store.shoppers.merging.merge(merge)) == sorted([first, second])
    stale = office.store.reads.some
    office.store.reads.some = lambda ids: _as_before(stale, ids)  # type: ignore[method-assign]
    await office.clerk.walk()
    office.store.reads.some = stale  # type: ignore[method-assign]
    found = await tickets(office)
    assert {each.customer_id for each in found} == {"cu_maya"}
    assert {each.number for each in found} == {1, 2, 3}
    assert (await office.page(opened.id)).ticket.customer_name == "Maya"


async def _as_before(read: Any, ids: list[str]) -> list[Conversation]:
    """What the clerk read before the merge."""
    return [replace(c, customer_id="cu_ana") for c in await read(ids)]
