"""The past of a desk, read in pages: whole, in order, of one desk alone, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert

from server.domain.conversation import Conversation
from server.domain.people import Customer
from server.domain.workspace import Shop, Workspace
from server.store import tables as t
from server.store.database import open_database
from server.store.history import PAGE, History
from server.store.plant import Plant, plant
from server.store.reads import Reads
from server.store.records import Records

HOUR = 3_600_000
NOW = 1_800_000_000_000


class Desk:
    """A database into which a test writes what was."""

    def __init__(self, records: Records, reads: Reads) -> None:
        self.records = records
        self.history = History(reads)

    async def rows(self, table: Any, rows: list[dict[str, Any]]) -> None:
        async with self.records.write() as connection:
            await connection.execute(insert(table), rows)

    async def conversations(self, workspace: str, *ids: str, **fields: Any) -> None:
        shop = f"sh_{workspace}"
        made = [
            Conversation(id=id, workspace_id=workspace, shop_id=shop, customer_id=f"cu_{workspace}", **fields)
            for id in ids
        ]
        await self.rows(t.conversation, [msgspec.structs.asdict(c) for c in made])

    async def had(self, id: str, *times: int, workspace: str = "ws_1", **fields: Any) -> None:
        rows = [
            {"conversation_id": id, "fence": fence, "workspace_id": workspace, "agent_id": "ag_1", "started_at": at,
             "ended_at": at + 1000, "waiting_since": at - 500, "step": "exact", "decision": "{}", **fields}
            for fence, at in enumerate(times, 1)
        ]  # fmt: skip
        await self.rows(t.assignment, rows)

    async def mark(self, agent: str, at: int, availability: str, workspace: str = "ws_1") -> None:
        values = {"workspace_id": workspace, "agent_id": agent, "at": at, "availability": availability}
        await self.rows(t.attendance, [values])


@pytest.fixture
async def desk(url: str) -> AsyncIterator[Desk]:
    database = open_database(url)
    records = Records(database, asyncio.Lock())
    made = Desk(records, Reads(database))
    for id in ("ws_1", "ws_2"):
        shop = Shop(id=f"sh_{id}", workspace_id=id, key=id, name=id, market="DE", locale="de")
        await plant(records, Plant(workspace=Workspace(id=id, slug=id, name=id, epoch="e"), shops=(shop,)), 0)
        await made.rows(t.customer, [msgspec.structs.asdict(Customer(id=f"cu_{id}", workspace_id=id))])
    yield made
    await database.close()


async def test_every_page_is_read_once_the_newest_first(desk: Desk) -> None:
    await desk.conversations("ws_1", "cv_1", skills=("silver",), language="de")
    await desk.conversations("ws_2", "cv_2")
    many = 2 * PAGE + 10
    await desk.had("cv_1", *(NOW + n // 7 for n in range(many)))
    await desk.had("cv_2", NOW, workspace="ws_2")
    found = await desk.history.spells("ws_1", NOW, NOW + HOUR, 100_000)
    places = [(spell.started_at, spell.fence) for spell in found]
    assert len(places) == len(set(places)) == many
    assert places == sorted(places, reverse=True)
    assert (found[0].facts.id, found[0].facts.skills, found[0].facts.language) == ("cv_1", ("silver",), "de")
    some = await desk.history.spells("ws_1", NOW, NOW + HOUR, PAGE + 5)
    assert some == found[: PAGE + 5]


async def test_only_what_began_in_the_time_is_told(desk: Desk) -> None:
    await desk.conversations("ws_1", "cv_1")
    await desk.had("cv_1", NOW - 1, NOW, NOW + HOUR - 1, NOW + HOUR)
    found = await desk.history.spells("ws_1", NOW, NOW + HOUR, 10)
    assert [spell.started_at for spell in found] == [NOW + HOUR - 1, NOW]


async def test_a_hands_work_is_told_from_the_routers(desk: Desk) -> None:
    await desk.conversations("ws_1", "cv_1", "cv_2")
    await desk.had("cv_1", NOW)
    await desk.had("cv_2", NOW + 1, decision="", step="claim")
    found = await desk.history.spells("ws_1", NOW, NOW + HOUR, 10)
    assert [(spell.facts.id, spell.routed) for spell in found] == [("cv_2", False), ("cv_1", True)]


async def test_rows_from_before_waits_were_written_down_ask_their_conversation(desk: Desk) -> None:
    await desk.conversations("ws_1", "cv_1", waiting_since=NOW - 5000)
    await desk.conversations("ws_1", "cv_2", waiting_since=NOW + HOUR)
    await desk.had("cv_1", NOW, waiting_since=0)
    await desk.had("cv_2", NOW + 1, waiting_since=0)
    found = await desk.history.spells("ws_1", NOW, NOW + HOUR, 10)
    assert {spell.facts.id: spell.waiting_since for spell in found} == {"cv_1": NOW - 5000, "cv_2": NOW + 1}


async def test_waits_in_vain_are_those_that_nobody_ended(desk: Desk) -> None:
    waits = {"waiting_since": NOW, "last_at": NOW + 10}
    await desk.conversations("ws_1", "cv_waits", **waits)
    await desk.conversations("ws_1", "cv_left", "cv_served", **waits, status="closed")
    await desk.conversations("ws_1", "cv_before", waiting_since=NOW - 1, last_at=NOW + 10)
    await desk.conversations("ws_1", "cv_again", **waits)
    await desk.conversations("ws_2", "cv_theirs", **waits)
    await desk.had("cv_served", NOW + 1)
    await desk.had("cv_again", NOW - HOUR)
    found = await desk.history.lost("ws_1", NOW, NOW + HOUR, 10)
    told = {lost.facts.id: lost.left for lost in found}
    assert told == {"cv_waits": None, "cv_left": NOW + 10, "cv_again": None}


async def test_availability_begins_with_the_last_word_before(desk: Desk) -> None:
    for at, what in ((NOW - 2 * HOUR, "offline"), (NOW - HOUR, "online"), (NOW + 1, "away"), (NOW + HOUR, "online")):
        await desk.mark("ag_1", at, what)
    await desk.mark("ag_2", NOW + 2, "online")
    await desk.mark("ag_3", NOW + 2, "online", workspace="ws_2")
    found = await desk.history.marks("ws_1", NOW, NOW + HOUR, 10)
    assert [(mark.agent_id, mark.at, mark.availability) for mark in found] == [
        ("ag_1", NOW - HOUR, "online"),
        ("ag_1", NOW + 1, "away"),
        ("ag_2", NOW + 2, "online"),
    ]


async def test_everybody_who_had_a_conversation_is_told_in_order(desk: Desk) -> None:
    await desk.conversations("ws_1", "cv_1")
    await desk.had("cv_1", NOW, NOW + HOUR)
    assert [one.fence for one in await desk.history.given("ws_1", "cv_1")] == [1, 2]
    assert [one.fence for one in await desk.history.given("ws_1", "cv_1", limit=1)] == [2]
    assert await desk.history.given("ws_2", "cv_1") == []
