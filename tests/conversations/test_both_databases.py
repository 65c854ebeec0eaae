"""What the clock and the hands do to agents and customers is written alike by both databases."""

from collections.abc import AsyncIterator

import msgspec
import pytest
from sqlalchemy import delete, update

from server.app import demo
from server.app.house import House
from server.app.store import Store
from server.conversations import (
    claim,
    drafts,
    finding,
    note,
    opening,
    passing,
    post_message,
    presets,
    reading,
    resting,
    triage,
)
from server.conversations.forgetting import forget_attendance
from server.conversations.idling import rest_idle
from server.conversations.room import Caller, Room
from server.domain.presets import Filter, SavedView
from server.protocol import commands as ask
from server.protocol.aid_commands import DropPreset, SaveDraft, SavePreset, SeeMentions
from server.protocol.find_commands import Find, ListConversations
from server.protocol.triage_commands import Triage
from server.settings import Settings
from server.store import tables as t
from server.store.indexing import tenant
from tests.conversations.conftest import refused, room_over, seeded
from tests.properties.desk import AGENTS, Still, customer
from tests.support.people import client_id

SOFIA, JONAS, ANA = AGENTS[1], AGENTS[2], customer("ana")


class Opened:
    """A desk over an empty database of either kind, with its clock."""

    def __init__(self, store: Store, room: Room, clock: Still) -> None:
        self.store, self.room, self.clock = store, room, clock

    async def finds(self, query: str, who: Caller = SOFIA) -> list[tuple[str, str]]:
        """Kind and text of what is found."""
        found = await finding.find(self.room, who, Find(query=query))
        return [(match.kind, match.text) for match in found.items]


@pytest.fixture
async def opened(house: House, settings: Settings) -> AsyncIterator[Opened]:
    clock = Still()
    store = Store(settings, clock, lambda _: None)
    await seeded(store, clock)
    await store.writer.start()
    yield Opened(store, room_over(house, store, clock), clock)
    await store.writer.stop()
    await store.database.close()


async def test_what_was_said_is_found(opened: Opened) -> None:
    room, store = opened.room, opened.store
    text = "注文した傘がまだ届きません。注文番号 A-10293"
    first = ask.Open(client_id=client_id(), body=ask.Content(text=text), name="佐藤 花", email="hana@shop.example")
    id = (await opening.open_conversation(room, ANA, first)).conversation_id
    on = {"conversation_id": id}
    noted = ask.Content(text="Ask the warehouse about gate 7")
    await note.post_note(room, SOFIA, ask.Note(**on, client_id=client_id(), body=noted))
    for query in ("傘", "届きません", "a-10293", "102", "花", "HANA@shop"):
        assert [text for _, text in await opened.finds(query)], query
    assert (await opened.finds("wareh gate"))[0] == ("note", noted.text)
    assert [kind for kind, _ in await opened.finds("佐藤")] == ["customer"]
    for query in ("傘届", "warehouses", '" OR "', "'傘' & !x:*", "?", "傘 nobody"):
        assert await opened.finds(query) == [], query
    stranger = msgspec.structs.replace(SOFIA, actor=msgspec.structs.replace(SOFIA.actor, workspace_id="ws_other"))
    assert await opened.finds("傘", stranger) == []
    async with store.records.write() as connection:
        await connection.execute(delete(t.searched).where(t.searched.c.customer_id == "cu_ana"))
    assert await opened.finds("傘") == [], "what is erased is not found"
    while not store.past._done:
        await store.past.walk()
    assert await opened.finds("傘"), "the past is made findable"
    async with store.records.write() as connection:
        again = {"terms": ["dragon", tenant(demo.WORKSPACE)]}
        await connection.execute(update(t.searched).where(t.searched.c.kind == "note").values(again))
    assert await opened.finds("dragon")
    assert not await opened.finds("warehouse")


async def test_what_agents_made_for_themselves_is_kept(opened: Opened) -> None:
    room = opened.room
    first = ask.Open(client_id=client_id(), body=ask.Content(text="Hello, where is my parcel?"))
    id = (await opening.open_conversation(room, ANA, first)).conversation_id
    on = {"conversation_id": id}
    await drafts.save_draft(room, SOFIA, SaveDraft(**on, text="Su paquete"))
    await drafts.save_draft(room, SOFIA, SaveDraft(**on, text="Su paquete llega", note=True))
    [kept] = (await drafts.list_drafts(room, SOFIA, ask.Command())).items
    assert (kept.text, kept.note) == ("Su paquete llega", True)
    assert (await drafts.list_drafts(room, JONAS, ask.Command())).items == ()
    await drafts.save_draft(room, SOFIA, SaveDraft(**on))
    assert (await drafts.list_drafts(room, SOFIA, ask.Command())).items == ()

    marks = {"labels": ("refund", "refund ", "b2b"), "attributes": {"order": "A-1", "gone": " "}}
    changed = await triage.triage(room, SOFIA, Triage(**on, client_id=client_id(), **marks))
    assert (changed.conversation.labels, changed.conversation.attributes) == (("refund", "b2b"), {"order": "A-1"})
    body = ask.Content(text="Please have a look")
    calls = (JONAS.actor.id, SOFIA.actor.id, "ag_nobody")
    await note.post_note(room, SOFIA, ask.Note(**on, client_id=client_id(), body=body, mentions=calls))

    async def listed(who: Caller = SOFIA, **asked: object) -> int:
        page = ListConversations(filter=Filter(**asked))  # type: ignore[arg-type]
        return len((await reading.list_desk(room, who, page)).items)

    assert await listed(labels=("b2b",)) == await listed(labels=("refund", "b2b"), owner="nobody", unanswered=True) == 1
    assert await listed(labels=("b2",)) == await listed(labels=("%",)) == await listed(priority=1) == 0
    assert (await listed(mentioned=True), await listed(JONAS, mentioned=True)) == (0, 1)
    await presets.see_mentions(room, JONAS, SeeMentions(**on, seq=99))
    assert await listed(JONAS, mentioned=True) == 0

    view = SavedView(filter=Filter(labels=("b2b",), owner="me"))
    [card] = (await presets.save_preset(room, SOFIA, SavePreset(name="B2B", body=view))).items
    [card] = (await presets.save_preset(room, SOFIA, SavePreset(name="Big", body=view, id=card.id))).items
    assert (card.name, card.body, card.shared) == ("Big", view, False)
    assert (await presets.list_presets(room, JONAS, ask.Command())).items == ()
    theirs = presets.save_preset(room, JONAS, SavePreset(name="Mine", body=view, id=card.id))
    assert (await refused(theirs))[0] == "not_found"
    assert (await refused(presets.drop_preset(room, JONAS, DropPreset(id=card.id))))[0] == "not_found"
    shared = presets.save_preset(room, JONAS, SavePreset(name="All", body=view, shared=True))
    assert (await refused(shared))[0] == "forbidden"
    assert (await presets.drop_preset(room, SOFIA, DropPreset(id=card.id))).items == ()


async def test_a_day_of_an_agent(house: House, settings: Settings) -> None:
    clock = Still()
    store = Store(settings, clock, lambda _: None)
    await seeded(store, clock)
    room = room_over(house, store, clock)
    await store.writer.start()
    try:
        await passing.set_presence(room, SOFIA, ask.Presence(availability="online", reason=""))
        first = ask.Open(client_id=client_id(), body=ask.Content(text="Hello, where is my parcel?"))
        id = (await opening.open_conversation(room, ANA, first)).conversation_id
        on = lambda: {"conversation_id": id, "client_id": client_id()}  # noqa: E731
        await claim.claim(room, SOFIA, ask.Claim(**on()))
        await triage.triage(room, SOFIA, Triage(**on(), vip=True, skills=("refunds",)))
        assert (await store.reads.customer(demo.WORKSPACE, "cu_ana")).vip
        said = ask.Send(**on(), body=ask.Content(text="We are looking at it"), language="en")
        await post_message.post_message(room, SOFIA, said)
        sofia = await store.desk.agent(demo.WORKSPACE, SOFIA.actor.id)
        assert (sofia.load, sofia.loads, sofia.since) == (2, {"live": 1}, clock.ms)
        clock.ms += 900_000
        assert await rest_idle(room) == 1
        assert await store.reads.due(clock.ms) == [], "a rest without an end is never due"
        sofia = await store.desk.agent(demo.WORKSPACE, SOFIA.actor.id)
        assert (sofia.load, sofia.loads) == (0, {})
        await resting.reopen(room, SOFIA, ask.Reopen(**on()))
        await resting.close(room, SOFIA, ask.Close(**on()))
        sofia = await store.desk.agent(demo.WORKSPACE, SOFIA.actor.id)
        assert (sofia.load, sofia.rests_until) == (0, clock.ms + 30_000)
        again = claim.claim(room, SOFIA, ask.Claim(**on()))
        assert (await refused(again))[0] == "bad_state"
        assert len(await store.history.marks(demo.WORKSPACE, 0, clock.ms + 1, 10)) == 1
        clock.ms += 401 * 86_400_000
        await forget_attendance(room)
        assert await store.history.marks(demo.WORKSPACE, 0, clock.ms, 10) == []
    finally:
        await store.writer.stop()
        await store.database.close()
