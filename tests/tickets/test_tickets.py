"""Tickets by hand, on both databases: numbers, history, versions, lists, who sees what, and who is forgotten."""

from collections import Counter
from typing import Any

import msgspec
import pytest

from server.app import demo
from server.conversations import claim, resting
from server.conversations.erasing import erase_person, keep_for_a_time
from server.conversations.exporting import export_person
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.ticket import TicketCommented, TicketEdited
from server.protocol.commands import Claim, Close
from server.protocol.ticket_commands import (
    AssignTicket,
    CommentTicket,
    EditTicket,
    LinkConversation,
    ListTickets,
    ReadTicket,
)
from server.store.erasures import Erasure
from server.store.webhooks import Webhook
from server.tickets.assign_ticket import assign_ticket
from server.tickets.comment_ticket import comment_ticket
from server.tickets.edit_ticket import edit_ticket
from server.tickets.link_conversation import link_conversation
from server.tickets.reading import list_tickets, read_ticket
from server.worker.webhook_payloads import payload_of
from tests.conversations.conftest import refused
from tests.conversations.planted_person import places
from tests.properties.desk import AGENTS
from tests.support.people import client_id
from tests.tickets.conftest import JONAS, LEAD, SOFIA, Office, all_of, of_shops, stranger


def on(ticket: Any, **more: Any) -> dict[str, Any]:
    """What every change says."""
    return {"ticket_id": ticket.id, "client_id": client_id(), "version": ticket.version} | more


async def test_numbers_have_no_gaps_however_many_open_at_once(office: Office, another: Office) -> None:
    """Two nodes on PostgreSQL, one with itself on SQLite; some openings are repeats, some are refused."""
    ids = [await office.asks(f"c{n}") for n in range(4)]
    marks = [client_id() for _ in range(12)]
    wishes = [(mark, ids[n % 4], node) for n, mark in enumerate(marks) for node in (office, another)]
    opened = await all_of(*(node.opens(id, client_id=mark) for mark, id, node in wishes))
    strange = await all_of(*(node.opens("cv_0000000000") for node in (office, another)))
    assert [refusal.code for refusal in strange] == ["not_found", "not_found"]
    assert Counter(ticket.number for ticket in opened) == dict.fromkeys(range(1, 13), 2)
    assert (await office.opens(ids[0])).number == 13
    with pytest.raises(Refusal, match="conflict: clientId"):
        await office.opens(ids[1], client_id=marks[0], subject="another")
    for id in ids:
        assert sorted(word.split()[0] for word in await office.told(id)) == ["opened"] * (4 if id == ids[0] else 3)


async def test_a_ticket_from_its_opening_to_its_end(office: Office) -> None:
    id = await office.asks("ana")
    ticket = await office.opens(id, subject=" Broken lamp ", kind="safety", priority=2)
    assert (ticket.number, ticket.subject, ticket.status, ticket.created_by) == (1, "Broken lamp", "open", "agent")
    given = AssignTicket(**on(ticket), agent_id=JONAS.id)
    ticket = (await assign_ticket(office.tickets, SOFIA, given)).ticket
    assert (await assign_ticket(office.tickets, SOFIA, given)).ticket == ticket, "asked again"
    again = AssignTicket(ticket_id=ticket.id, client_id=given.client_id, version=1, agent_id=SOFIA.id)
    assert (await refused(assign_ticket(office.tickets, SOFIA, again))) == ("conflict", "clientId")
    assert (await refused(office.moves(ticket, "solved")))[0] == "not_assignee"
    assert (await refused(office.moves(ticket, "solved", LEAD, version=1))) == ("bad_state", "version")
    edit = EditTicket(**on(ticket), subject="Broken lamp, cable", labels=("b2b", "b2b "), due=office.clock.ms + 5)
    ticket = (await edit_ticket(office.tickets, LEAD, edit)).ticket
    assert (ticket.version, ticket.labels) == (3, ("b2b",))
    same = EditTicket(**on(ticket), priority=2)
    assert (await edit_ticket(office.tickets, LEAD, same)).ticket.version == 3
    comment = CommentTicket(ticket_id=ticket.id, client_id=client_id(), text="Card 4111 1111 1111 1111\n")
    await comment_ticket(office.tickets, SOFIA, comment)
    assert (await comment_ticket(office.tickets, SOFIA, comment)).ticket.version == 4, "asked again"
    ticket = await office.moves((await office.page(ticket.id)).ticket, "solved", JONAS)
    assert (await refused(office.moves(ticket, "pending", JONAS))) == ("bad_state", "status")
    ticket = await office.moves(ticket, "closed", JONAS)
    assert (await refused(office.moves(ticket, "open", JONAS))) == ("bad_state", "closed")
    assert (await refused(edit_ticket(office.tickets, LEAD, EditTicket(**on(ticket), priority=5)))) == (
        "bad_state",
        "status",
    )
    ticket = await office.moves(ticket, "open", LEAD)
    page = await office.page(ticket.id)
    assert [line.version for line in page.history] == list(range(1, ticket.version + 1))
    assert [line.author.name for line in page.history][:3] == [SOFIA.name, SOFIA.name, LEAD.name]
    assert [c.id for c in page.conversations] == [id]
    (said,) = (line.body.text for line in page.history if isinstance(line.body, TicketCommented))
    assert said.startswith("Card")
    assert "4111 1111" not in said
    assert await office.told(id) == [f"{word} #1 safety" for word in ("opened", "solved", "closed", "reopened")]


async def test_of_two_supervisors_one_is_told_that_it_changed(office: Office) -> None:
    ticket = await office.opens(await office.asks("ana"))
    both = await all_of(
        office.moves(ticket, "on_hold", LEAD),
        assign_ticket(office.tickets, LEAD, AssignTicket(**on(ticket), agent_id=SOFIA.id)),
    )
    (late,) = (each for each in both if isinstance(each, Refusal))
    assert (late.code, late.detail) == ("bad_state", "version")
    assert (await office.page(ticket.id)).ticket.version == 2


async def test_another_conversation_of_the_same_customer_is_linked_once(office: Office) -> None:
    first, second, foreign = await office.asks("ana"), await office.asks("ana"), await office.asks("ben")
    ticket = await office.opens(first)
    office.clock.ms += 1
    for _ in range(2):
        ask = LinkConversation(ticket_id=ticket.id, client_id=client_id(), conversation_id=second)
        await link_conversation(office.tickets, SOFIA, ask)
    page = await office.page(ticket.id)
    assert ([c.id for c in page.conversations], page.ticket.version) == ([first, second], 2)
    assert (await office.told(first), await office.told(second)) == (["opened #1 general"], ["linked #1 general"])
    wrong = LinkConversation(ticket_id=ticket.id, client_id=client_id(), conversation_id=foreign)
    assert await refused(link_conversation(office.tickets, SOFIA, wrong)) == ("bad_state", "conversationId")


async def test_lists_show_what_must_be_done_first(office: Office) -> None:
    now, ids = office.clock.ms, [await office.asks(name) for name in ("ana", "ben")]
    late = await office.opens(ids[0], due=now - 1, subject="100% late", kind="legal")
    soon = await office.opens(ids[1], due=now + 9)
    office.clock.ms += 1
    done = await office.moves(await office.opens(ids[0], due=now - 9), "solved")
    office.clock.ms += 1
    whenever = await office.opens(ids[1], subject="whenever")
    await assign_ticket(office.tickets, SOFIA, AssignTicket(**on(soon), agent_id=SOFIA.id))

    async def listed(who: Any = SOFIA, **asked: Any) -> list[int]:
        found, cursor = [], ""
        while True:
            page = await list_tickets(office.tickets, who, ListTickets(**asked, cursor=cursor, limit=2))
            found += [each.number for each in page.items]
            if not (cursor := page.cursor):
                return found

    order = [late.number, soon.number, whenever.number, done.number]
    assert await listed() == order
    assert await listed(statuses=("open",)) == order[:3]
    assert await listed(owner="me") == [soon.number] == await listed(JONAS, owner=SOFIA.id)
    assert await listed(owner="nobody", kinds=("legal",)) == await listed(overdue=True) == [late.number]
    assert await listed(customer_id="cu_ben") == await listed(conversation_id=ids[1]) == [soon.number, whenever.number]
    assert await listed(text="100%") == [late.number] == await listed(text=f"#{late.number}")
    assert await listed(text="%") == [late.number]
    assert await listed(text="100") == [late.number]
    assert await listed(text=str(soon.number)) == [soon.number]
    assert await listed(stranger()) == await listed(of_shops(SOFIA, "sh_other")) == []
    assert await listed(of_shops(SOFIA, demo.SHOP)) == order
    counts = (await list_tickets(office.tickets, SOFIA, ListTickets())).counts
    assert counts == {"all": 3, "mine": 1, "nobody": 2, "overdue": 1}
    assert await refused(list_tickets(office.tickets, SOFIA, ListTickets(cursor="x:y"))) == ("bad_request", "cursor")


async def test_what_is_anothers_does_not_exist(office: Office) -> None:
    ticket = await office.opens(id := await office.asks("ana"))
    for who in (stranger(LEAD), of_shops(SOFIA, "sh_other")):
        assert await refused(read_ticket(office.tickets, who, ReadTicket(ticket_id=ticket.id))) == (
            "not_found",
            "ticketId",
        )
        assert await refused(office.moves(ticket, "solved", who)) == ("not_found", "ticketId")
        assert await refused(office.opens(id, who)) == ("not_found", "conversationId")
    for whom in ({"agent_id": "ag_nobody"}, {"team_id": "tm_nobody"}):
        assert (await refused(assign_ticket(office.tickets, LEAD, AssignTicket(**on(ticket), **whom))))[
            0
        ] == "not_found"


async def test_a_person_is_forgotten_with_the_words_of_their_tickets(office: Office, tmp_path: Any) -> None:
    word, id = "Zqxkanarie", await office.asks("ana", name="Ana")
    ticket = await office.opens(id, subject=f"{word} wants it", client_id=(mark := client_id()))
    other = await office.opens(await office.asks("ben"), subject="Ben")
    ticket = (await edit_ticket(office.tickets, SOFIA, EditTicket(**on(ticket), subject=f"{word} again"))).ticket
    await comment_ticket(office.tickets, SOFIA, CommentTicket(ticket_id=ticket.id, client_id=client_id(), text=word))
    store = office.store
    assert await places(store, word) == {"ticket", "ticket_entry"}
    person = await store.reads.customer(demo.WORKSPACE, "cu_ana")
    told = await store.persons.about(person)
    assert str(told["tickets"]).count(word) == 3
    assert await export_person(store.taking, store.persons, person, tmp_path / "person.zip") == 0
    asked = Erasure(id=new_id("er"), workspace_id=demo.WORKSPACE, subject="x", customer_id="cu_ana", at=office.clock.ms)
    await store.erasures.begin(asked)
    await erase_person(store.taking, asked)
    assert await places(store, word) == set()
    page = await office.page(ticket.id)
    assert (page.ticket.subject, page.ticket.customer_name, page.ticket.status) == ("", "", "open")
    assert [type(line.body).__name__ for line in page.history] == ["TicketOpened", "TicketEdited", "TicketCommented"]
    assert (page.history[1].body, page.history[2].body) == (TicketEdited(subject=""), TicketCommented(text=""))
    late = CommentTicket(ticket_id=ticket.id, client_id=client_id(), text=word)
    assert await refused(comment_ticket(office.tickets, SOFIA, late)) == ("bad_state", "erased")
    assert (await office.opens(id, subject=word, client_id=mark)).subject == "", "a repeat brings nothing back"
    assert (await office.moves((await office.page(ticket.id)).ticket, "solved")).status == "solved"
    assert (await office.page(other.id)).ticket.subject == "Ben"


async def test_what_is_done_loses_its_words_in_time_and_who_has_open_work_is_not_forgotten(office: Office) -> None:
    id, day = await office.asks("ana", name="Ana"), 86_400_000
    done, still = await office.opens(id, subject="done"), await office.opens(id, subject="open")
    await office.moves(done, "closed")
    await office.told(id)
    on_it = {"conversation_id": id, "client_id": client_id()}
    await claim.claim(office.room, AGENTS[1], Claim(**on_it))
    await resting.close(office.room, AGENTS[1], Close(**on_it | {"client_id": client_id()}))
    await office.store.admin.change_policy(demo.WORKSPACE, {"retention": {"*": 30}})

    async def known() -> list[str]:
        cards = [(await office.page(each.id)).ticket for each in (done, still)]
        return [card.subject for card in cards] + [cards[1].customer_name]

    office.clock.ms += 29 * day
    await keep_for_a_time(office.store.taking)
    assert await known() == ["done", "open", "Ana"]
    office.clock.ms += 2 * day
    assert await keep_for_a_time(office.store.taking) == 2
    assert await known() == ["", "open", "Ana"]
    await office.moves((await office.page(still.id)).ticket, "solved")
    office.clock.ms += 31 * day
    await office.told(id)
    await keep_for_a_time(office.store.taking)
    assert await known() == ["", "", ""]


async def test_other_machines_are_told_in_order_what_they_asked_for(office: Office) -> None:
    store, mine = office.store, {"workspace_id": demo.WORKSPACE, "url": "https://a.example/hook"}
    kinds = ("ticket.opened", "ticket.changed")
    await store.webhooks.add(Webhook(id="wh_1", name="all", events=kinds, **mine))
    await store.webhooks.add(Webhook(id="wh_2", name="none", events=("message.posted",), **mine))
    id = await office.asks("ana", name="Ana")
    ticket = await office.moves(await office.opens(id, subject="Lamp"), "pending")
    events = await store.webhook_events.page("wh_1", "", 0, 10)
    assert [event.kind for event in events] == list(kinds)
    assert [event.conversation_id for event in events] == [id, id]
    assert [event.kind for event in await store.webhook_events.page("wh_2", "", 0, 10)] == ["message.posted"]
    body = msgspec.json.decode(await payload_of(store.reads, events[1]) or b"")
    told = body["data"]["ticket"]
    assert (body["type"], body["data"]["conversation"]["id"]) == ("ticket.changed", id)
    assert (told["number"], told["status"], told["version"], told["subject"]) == (1, "pending", ticket.version, "Lamp")
