"""The group-commit writer over real databases: order, isolation of failures, and rows that another node holds."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest
from sqlalchemy import insert, select, text, update

from server.domain.clock import SystemClock
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Actor, Author, Customer
from server.domain.timeline import Entry, Posted
from server.domain.workspace import Shop, Workspace
from server.store import tables as t
from server.store.database import Database, open_database
from server.store.plant import Plant, plant
from server.store.records import Records
from server.store.turn import Change, Key, Needs, Outcome, Turn
from server.store.writer import Writer, WriterOptions

WS = Workspace(id="ws_1", slug="one", name="One", epoch="e")
SHOP = Shop(id="sh_1", workspace_id="ws_1", key="one", name="One", market="DE", locale="de")
WHO = Author("customer", "cu_1")
ACTOR = Actor(kind="customer", id="cu_1", workspace_id="ws_1")


class Desk:
    """A writer over a fresh database, and what it announced."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.told: list[Entry] = []
        self.batches = 0
        self.writer = Writer(database, SystemClock(), self._announce, WriterOptions(seconds=8))

    def _announce(self, outcome: Outcome) -> None:
        self.batches += 1
        self.told += outcome.appended

    async def open(self, id: str) -> None:
        def decide(turn: Turn) -> None:
            if turn.customer("cu_1") is None:
                turn.add_customer(Customer(id="cu_1", workspace_id="ws_1"))
            turn.open(Conversation(id=id, workspace_id="ws_1", shop_id="sh_1", customer_id="cu_1"))

        await self.writer.commit(Change(Needs(conversations=(id,), customers=("cu_1",)), decide))

    async def say(self, id: str, client_id: str, words: str = "hello") -> Entry:
        def decide(turn: Turn) -> Entry:
            c = turn.conversation(ACTOR, id)
            body = Posted(text=words, language="en")
            return turn.repeat(c, WHO, client_id, words) or turn.append(id, WHO, client_id, body, words)

        key = Key(id, WHO.key, client_id)
        return await self.writer.commit(Change(Needs(conversations=(id,), keys=(key,)), decide))

    async def stored(self) -> list[tuple[str, int, str]]:
        async with self.database.writer.connect() as connection:
            rows = await connection.execute(
                select(t.entry.c.conversation_id, t.entry.c.seq, t.entry.c.client_id).order_by(t.entry.c.seq)
            )
            return [tuple(row) for row in rows]


@pytest.fixture
async def desk(url: str) -> AsyncIterator[Desk]:
    database = open_database(url)
    made = Desk(database)
    await plant(Records(database, made.writer.lock), Plant(workspace=WS, shops=(SHOP,)), 0)
    await made.writer.start()
    yield made
    await made.writer.stop()
    await database.close()


async def test_many_verbs_share_a_commit_and_keep_their_order(desk: Desk) -> None:
    await desk.open("cv_1")
    before = desk.batches
    entries = await asyncio.gather(*(desk.say("cv_1", f"client-{n}") for n in range(50)))
    assert [entry.seq for entry in entries] == list(range(1, 51))
    assert [entry.cseq for entry in entries] == list(range(1, 51))
    assert [entry.client_id for entry in desk.told] == [f"client-{n}" for n in range(50)]
    assert desk.batches - before < 10


async def test_a_repeat_in_the_same_batch_and_later_answers_the_first(desk: Desk) -> None:
    await desk.open("cv_1")
    first, again = await asyncio.gather(desk.say("cv_1", "same-id"), desk.say("cv_1", "same-id"))
    later = await desk.say("cv_1", "same-id")
    assert first.seq == again.seq == later.seq == 1
    with pytest.raises(Refusal, match="conflict"):
        await desk.say("cv_1", "same-id", "other words")
    assert len(await desk.stored()) == 1


async def test_what_others_write_is_seen_at_once_and_a_failed_commit_is_not_remembered(desk: Desk) -> None:
    await desk.open("cv_1")
    await desk.say("cv_1", "client-1")
    there = t.conversation.c.id == "cv_1"
    async with Records(desk.database, desk.writer.lock).write() as connection:
        await connection.execute(update(t.conversation).where(there).values(customer_name="Maya", last_seq=7))
    assert (await desk.say("cv_1", "client-2")).seq == 8

    def failing(turn: Turn) -> None:
        turn.append("cv_1", WHO, "client-3", Posted(text="never", language="en"))
        turn.row("verdict", id="half a row")

    with pytest.raises(Refusal, match="unavailable"):
        await desk.writer.commit(Change(Needs(conversations=("cv_1",)), failing))
    assert (await desk.say("cv_1", "client-4", "and now")).seq == 9

    def named(turn: Turn) -> None:
        c = turn.conversation(ACTOR, "cv_1")
        turn.save(msgspec.structs.replace(c, page_title=c.customer_name, skills=("silk",)))

    await desk.writer.commit(Change(Needs(conversations=("cv_1",)), named))
    async with desk.database.writer.connect() as connection:
        row = (await connection.execute(select(t.conversation).where(there))).one()
    assert (row.page_title, row.skills, row.last_seq, row.last_text) == ("Maya", ("silk",), 9, "")


async def test_a_refusal_leaves_no_trace_and_harms_no_neighbour(desk: Desk) -> None:
    await desk.open("cv_1")

    def half(turn: Turn) -> None:
        turn.append("cv_1", WHO, "half", Posted(text="half", language="en"))
        raise Refusal("bad_state")

    halfway = desk.writer.commit(Change(Needs(conversations=("cv_1",)), half))
    one, refused, two = await asyncio.gather(
        desk.say("cv_1", "one-one-one"), halfway, desk.say("cv_1", "two-two-two"), return_exceptions=True
    )
    assert isinstance(refused, Refusal)
    assert isinstance(one, Entry)
    assert isinstance(two, Entry)
    assert (one.seq, two.seq) == (1, 2)


async def test_what_the_database_refuses_does_not_take_its_batch_down(desk: Desk) -> None:
    await desk.open("cv_1")

    def poison(turn: Turn) -> None:
        turn.row("assignment", conversation_id="cv_nowhere", fence=1, workspace_id="ws_1", started_at=0, decision="")

    poisoned = desk.writer.commit(Change(Needs(), poison))
    results = await asyncio.gather(
        desk.say("cv_1", "before-it"), poisoned, desk.say("cv_1", "after-it-"), return_exceptions=True
    )
    assert isinstance(results[1], Refusal)
    assert results[1].code == "unavailable"
    assert [seq for _, seq, _ in await desk.stored()] == [1, 2]


async def test_foreign_and_absent_look_the_same(desk: Desk) -> None:
    await desk.open("cv_1")
    stranger = Actor(kind="customer", id="cu_2", workspace_id="ws_1")
    other_desk = Actor(kind="agent", id="ag_1", workspace_id="ws_2")
    refusals = []
    for actor, id in ((stranger, "cv_1"), (other_desk, "cv_1"), (stranger, "cv_2")):
        change = Change(Needs(conversations=(id,)), lambda turn, a=actor, i=id: turn.conversation(a, i))
        with pytest.raises(Refusal) as caught:
            await desk.writer.commit(change)
        refusals.append((caught.value.code, caught.value.detail))
    assert set(refusals) == {("not_found", "conversationId")}


async def test_a_row_that_another_node_holds_delays_nobody_else(desk: Desk) -> None:
    if desk.database.embedded:
        pytest.skip("SQLite has one writer")
    await desk.open("cv_1")
    await desk.open("cv_2")
    async with desk.database.writer.begin() as other:
        await other.execute(text("SELECT 1 FROM conversation WHERE id = 'cv_1' FOR UPDATE"))
        held = asyncio.create_task(desk.say("cv_1", "held-back"))
        behind = asyncio.create_task(desk.say("cv_1", "behind-it"))
        free = await asyncio.wait_for(desk.say("cv_2", "goes-on--"), 20)
        assert free.seq == 1
        assert not held.done()
    assert (await held).seq == 1
    assert (await behind).seq == 2


async def test_a_full_line_says_busy(desk: Desk) -> None:
    await desk.open("cv_1")
    small = Writer(desk.database, SystemClock(), lambda _outcome: None, WriterOptions(waiting=0))
    with pytest.raises(Refusal) as caught:
        await small.commit(Change(Needs(), lambda _turn: None))
    assert caught.value.retry


async def test_every_connection_is_durable(desk: Desk) -> None:
    for brief in (True, False):
        async with desk.database.writing(brief=brief) as writing:
            if desk.database.embedded:
                assert (await writing.execute(text("PRAGMA synchronous"))).scalar() == 2
                assert (await writing.execute(text("PRAGMA journal_mode"))).scalar() == "wal"
            else:
                assert (await writing.execute(text("SHOW synchronous_commit"))).scalar() == "on"
    if desk.database.inkwell:
        assert desk.database.inkwell.open().execute("PRAGMA synchronous").fetchone() == (2,)


@pytest.mark.parametrize("brief", [True, False])
async def test_a_plain_write_that_fails_leaves_nothing_and_the_next_one_works(desk: Desk, brief: bool) -> None:
    word = {"nonce": "n", "until": 1}
    with pytest.raises(RuntimeError):
        async with desk.database.writing(brief=brief) as writing:
            await writing.execute(insert(t.spent_ticket).values(word))
            raise RuntimeError
    async with desk.database.writing(brief=brief) as writing:
        await writing.execute(insert(t.spent_ticket).values(word))
    async with desk.database.writing(brief=not brief) as writing:
        assert len((await writing.execute(select(t.spent_ticket))).all()) == 1


def test_a_body_survives_its_row() -> None:
    body = Posted(text="早い 🙂 \u202e", language="ja")
    packed = t.entry.c.body.type
    assert packed.process_result_value(packed.process_bind_param(body, None), None) == body
    with pytest.raises(msgspec.ValidationError):
        packed.process_result_value('{"kind":"message.posted","text":1,"language":"ja"}', None)
