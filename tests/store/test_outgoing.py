"""The outboxes of webhooks and bridges, over both databases."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Actor, Author, Customer
from server.domain.timeline import Posted
from server.domain.workspace import Shop, Workspace
from server.store.bridges import Bridges, Token
from server.store.database import Database, open_database
from server.store.deliveries import Deliveries, Receipt
from server.store.desk import Bridge, Desk
from server.store.plant import Plant, plant
from server.store.reads import Reads
from server.store.records import Records
from server.store.turn import Change, Needs, Turn
from server.store.webhook_events import Attempt, WebhookEvents
from server.store.webhooks import Webhook, Webhooks
from server.store.writer import Writer, WriterOptions

NOW = 1_800_000_000_000
WS = Workspace(id="ws_1", slug="one", name="One", epoch="e")
SHOP = Shop(id="sh_1", workspace_id="ws_1", key="one", name="One", market="DE", locale="de")
BRIDGE = Bridge(id="br_1", workspace_id="ws_1", shop_id="sh_1", name="Relay", channel="amazon")
ACTOR = Actor(kind="bridge", id="br_1", workspace_id="ws_1", channel="amazon")


class Still:
    """A clock that stands."""

    def now(self) -> int:
        return NOW

    def monotonic(self) -> float:
        return 0.0


class Scene:
    """The store's parts over one database."""

    def __init__(self, database: Database) -> None:
        self.writer = Writer(database, Still(), lambda _: None, WriterOptions(seconds=8))
        records, reads = Records(database, self.writer.lock), Reads(database)
        self.records, self.reads = records, reads
        self.webhooks, self.events = Webhooks(reads, records), WebhookEvents(reads, records)
        self.deliveries, self.bridges, self.desk = (
            Deliveries(reads, records),
            Bridges(reads, records),
            Desk(reads, records),
        )

    async def says(self, id: str, *texts: str) -> None:
        """Messages of a conversation, each owed to the bridge."""

        def decide(turn: Turn) -> None:
            if turn.fresh(id):
                if turn.customer("cu_1") is None:
                    turn.add_customer(Customer(id="cu_1", workspace_id="ws_1", external_id="buyer"))
                turn.open(Conversation(id=id, workspace_id="ws_1", shop_id="sh_1", customer_id="cu_1"))
            for text in texts:
                entry = turn.append(id, Author("agent", "ag_1"), f"{id}-{text}", Posted(text=text, language="en"))
                row = {"id": f"dl_{id}{entry.seq}", "workspace_id": "ws_1", "bridge_id": "br_1", "seq": entry.seq}
                turn.row(
                    "delivery",
                    **row,
                    conversation_id=id,
                    customer_id="cu_1",
                    text=text,
                    attachments=(),
                    state="waiting",
                )

        await self.writer.commit(Change(Needs(conversations=(id,), customers=("cu_1",)), decide))

    async def hook(self, id: str, *events: str) -> None:
        """A webhook."""
        await self.webhooks.add(Webhook(id=id, workspace_id="ws_1", name=id, url="https://a.example/", events=events))


@pytest.fixture
async def scene(url: str) -> AsyncIterator[Scene]:
    database = open_database(url)
    scene = Scene(database)
    planted = Plant(workspace=WS, shops=(SHOP,), bridges=(BRIDGE,), tokens={"br_1": "hash"})
    await plant(scene.records, planted, NOW)
    await scene.writer.start()
    yield scene
    await scene.writer.stop()
    await database.close()


async def test_events_are_owed_to_those_who_asked_in_order_and_one_a_conversation_is_due(scene: Scene) -> None:
    await scene.hook("wh_1", "message.posted")
    await scene.hook("wh_2", "conversation.closed")
    await scene.webhooks.change("ws_1", "wh_2", {"active": True})
    await asyncio.gather(*(scene.says(f"cv_{name}", "1", "2", "3") for name in "abc"))
    assert [hook.id for hook in await scene.webhooks.with_work(NOW)] == ["wh_1"]
    due = await scene.events.due("wh_1", NOW, 9)
    assert sorted((event.conversation_id, event.seq) for event in due) == [("cv_a", 1), ("cv_b", 1), ("cv_c", 1)]
    first = due[0]
    taken = await asyncio.gather(*(scene.events.claim(first, NOW + 60) for _ in range(3)))
    assert sorted(taken) == [False, False, True]
    await scene.events.settle(first, Attempt(at=NOW, status=200, answer="ok"), "done", 0)
    after = await scene.events.due("wh_1", NOW, 9)
    assert (first.conversation_id, 2) in {(event.conversation_id, event.seq) for event in after}
    assert [each.answer for each in await scene.events.attempts(first)] == ["ok"]
    assert len(await scene.events.page("wh_1", "done", 0, 9)) == 1
    assert await scene.events.resend_since("wh_1", NOW, NOW, delivered=True) == 1
    assert await scene.events.forget(NOW, 100) == 0
    assert await scene.events.forget(NOW + 1, 100) == 9
    await scene.webhooks.remove("ws_1", "wh_1")
    with pytest.raises(Refusal, match="not_found"):
        await scene.webhooks.one("ws_1", "wh_1")


async def test_what_becomes_of_a_delivery_is_told_once_also_after_a_replay(scene: Scene) -> None:
    await scene.hook("wh_1", "delivery.changed")
    await scene.says("cv_a", "1", "2")
    one, two = await scene.deliveries.waiting("br_1", 0, 9)
    assert (one.recipient, one.text) == ("buyer", "1")
    for state in ("sent", "sent", "delivered", "sent"):
        await scene.deliveries.settle("br_1", Receipt(id=one.id, state=state, reason="why"), NOW)
    told = await scene.events.page("wh_1", "", 0, 9)
    assert [event.about["state"] for event in told] == ["sent", "delivered"]
    assert told[0].about == {"id": one.id, "state": "sent", "externalId": "", "reason": "why"}
    assert await scene.deliveries.replay("br_1", 0, everything=True) == 2
    await scene.deliveries.settle("br_1", Receipt(id=one.id, state="sent"), NOW)
    assert len(await scene.events.page("wh_1", "", 0, 9)) == 2
    await scene.deliveries.offered(two, "dead", 0, NOW)
    assert [event.about["state"] for event in await scene.events.page("wh_1", "", 0, 9)][-1] == "dead"


async def test_due_deliveries_are_offered_once_and_a_paused_bridge_has_none(scene: Scene) -> None:
    await scene.says("cv_a", "1", "2")
    due = await scene.deliveries.due(NOW, 9)
    await asyncio.gather(*(scene.deliveries.offered(each, "waiting", NOW + 20, NOW) for each in (*due, *due)))
    assert await scene.deliveries.due(NOW, 9) == []
    await scene.deliveries.offered(due[0], "waiting", NOW + 5, NOW)
    assert await scene.deliveries.due(NOW + 5, 9) == [], "a worker that looked earlier has no say"
    assert [each.attempts for each in await scene.deliveries.due(NOW + 20, 9)] == [1, 1]
    assert [(b.waiting, b.dead) for b in await scene.bridges.all("ws_1")] == [(2, 0)]
    await scene.bridges.change("ws_1", "br_1", {"paused": True})
    assert await scene.deliveries.due(NOW + 20, 9) == []
    assert await scene.deliveries.some([each.id for each in due]) == []


async def test_tokens_names_and_requests_of_a_bridge(scene: Scene) -> None:
    token = Token(id="bt_2", workspace_id="ws_1", bridge_id="br_1", name="two", scopes=("read",), created_at=NOW)
    await scene.bridges.add_token(token, "hash two")
    holder = await scene.desk.bridge_by_token("hash two", NOW)
    assert holder is not None
    assert (holder.bridge, holder.token_id, holder.scopes) == (BRIDGE, "bt_2", ("read",))
    await scene.bridges.end_token("ws_1", "bt_2", NOW + 5)
    assert (await scene.bridges.end_token("ws_1", "bt_2", NOW + 50)).ends_at == NOW + 5
    assert await scene.bridges.good({"bt_1", "bt_2"}, NOW + 4) == {"bt_1", "bt_2"}
    assert await scene.bridges.good({"bt_1", "bt_2"}, NOW + 5) == {"bt_1"}
    assert await scene.desk.bridge_by_token("hash two", NOW + 5) is None
    assert await scene.desk.bridge_by_key("bt_2", NOW + 5) is None
    names = await asyncio.gather(*(scene.bridges.customer_of(ACTOR, "buyer", NOW) for _ in range(5)))
    assert len(set(names)) == 1
    await asyncio.gather(*(scene.bridges.asked(ACTOR, "msg_1", "digest", NOW) for _ in range(5)))
    with pytest.raises(Refusal, match="conflict"):
        await scene.bridges.asked(ACTOR, "msg_1", "another", NOW)
    await scene.bridges.forget_requests(NOW + 1)
    await scene.bridges.asked(ACTOR, "msg_1", "another", NOW)
    for number in range(3, 22):
        await scene.bridges.add_token(replace(token, id=f"bt_{number}", created_at=NOW + 9), f"hash {number}")
    with pytest.raises(Refusal, match="bad_state"):
        await scene.bridges.add_token(replace(token, id="bt_many", created_at=NOW + 9), "many")
