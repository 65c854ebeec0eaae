"""What leaves by a bridge: offered ever more rarely until a receipt, held while paused, given up at last, replayed."""

import asyncio
import random
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.app import demo
from server.app.house import House
from server.conversations import bridging, claim, opening, post_message
from server.conversations.room import Caller
from server.domain.ids import derived_id
from server.domain.people import Actor
from server.domain.scopes import EVERY
from server.fanout.bus import OneNode
from server.fanout.publisher import Publisher
from server.identity.doors import actor_of
from server.protocol import bridge_commands
from server.protocol import commands as ask
from server.store.deliveries import Receipt, Waiting
from server.worker.courier import AGAIN, Courier
from tests.properties.desk import Desk, Still
from tests.support.people import client_id

BRIDGE = Actor(
    kind="bridge",
    id=derived_id("br", demo.SLUG, "amazon"),
    workspace_id=demo.WORKSPACE,
    shop_id=demo.MARKET_SHOP,
    channel="amazon",
    scopes=EVERY,
)


class Scene:
    """A marketplace conversation, and everything its bridge was told."""

    def __init__(self, desk: Desk, clock: Still) -> None:
        store = desk._store
        self.clock = clock
        self.told: list[str] = []
        parts = {"clock": clock, "deliveries": store.deliveries, "bridges": store.bridges}
        self.room = msgspec.structs.replace(desk.room, publisher=Publisher(self, OneNode()), **parts)
        self.courier = Courier(self.room, random.Random(3))
        self.bridges = store.bridges

    def emit(self, audience: str, event: str, payload: Any, *, namespace: str, volatile: bool = False) -> int:
        """What goes out by socket."""
        if event == "delivery.requested":
            self.told.append(msgspec.json.decode(msgspec.json.encode(payload))["id"])
        return 1

    async def answered(self, thread: str, *texts: str) -> list[Waiting]:
        """A buyer asks there, Amara answers."""
        person = bridge_commands.Person(external_id=f"buyer {thread}")
        said = bridge_commands.Deliver(thread=thread, external_id=client_id(), customer=person, text="Where is it?")
        id = (await opening.deliver_message(self.room, Caller(BRIDGE), said)).conversation_id
        people = await self.room.desk.agents(demo.WORKSPACE)
        amara = Caller(actor_of(next(one for one in people if one.name.startswith("Amara"))))
        await claim.claim(self.room, amara, ask.Claim(conversation_id=id, client_id=client_id()))
        for text in texts:
            body = ask.Content(text=text)
            sent = ask.Send(conversation_id=id, client_id=client_id(), body=body, language="en")
            await post_message.post_message(self.room, amara, sent)
        return [each for each in await self.waiting() if each.thread == thread]

    async def waiting(self, state: str = "waiting") -> list[Waiting]:
        return await self.room.deliveries.waiting(BRIDGE.id, 0, 200, state)

    async def later(self, seconds: float) -> int:
        """Time passes, then a round; how many were told."""
        self.clock.ms += round(seconds * 1000)
        before = len(self.told)
        await self.courier.again()
        return len(self.told) - before


@pytest.fixture
async def scene(house: House, seeded: Path, tmp_path: Path) -> AsyncIterator[Scene]:
    shutil.copy(seeded, tmp_path / "tradewind.db")
    house.clock = clock = Still()
    desk = await Desk(house, tmp_path).open()
    yield Scene(desk, clock)
    await desk.close()


async def test_it_is_offered_on_the_announced_schedule_with_chance_and_then_given_up(scene: Scene) -> None:
    (one,) = await scene.answered("t1", "Tomorrow.")
    assert one.recipient == "buyer t1"
    assert await scene.later(0) == 1
    for number, pause in enumerate(AGAIN[1:], 1):
        assert await scene.later(AGAIN[number - 1] - 0.1) == 0
        assert await scene.later(AGAIN[number - 1] * 0.2 + 0.2) == 1, pause
    assert await scene.later(AGAIN[-1] * 1.2 + 1) == 0
    assert await scene.waiting() == []
    (dead,) = await scene.waiting("dead")
    assert (dead.id, dead.attempts) == (one.id, len(AGAIN))
    assert scene.told == [one.id] * len(AGAIN)
    assert await scene.later(9_000_000) == 0


@pytest.mark.parametrize("state", ["sent", "delivered", "read", "failed"])
async def test_a_receipt_ends_it_also_a_late_one(scene: Scene, state: str) -> None:
    early, late = await scene.answered("t1", "One.", "Two.")
    await scene.room.deliveries.settle(BRIDGE.id, Receipt(id=early.id, state=state), scene.clock.ms)
    for pause in (0, *AGAIN):
        await scene.later(pause * 1.2 + 1)
    assert early.id not in scene.told
    assert [each.id for each in await scene.waiting("dead")] == [late.id]
    await scene.room.deliveries.settle(BRIDGE.id, Receipt(id=late.id, state=state), scene.clock.ms)
    assert await scene.waiting("dead") == []


async def test_the_first_offer_does_not_wait_for_the_clock(scene: Scene) -> None:
    (one,) = await scene.answered("t1", "Tomorrow.")
    scene.courier.hurry([one.id])
    await asyncio.gather(*scene.courier._tasks)
    assert scene.told == [one.id]
    assert await scene.later(1) == 0


async def test_a_paused_bridge_is_told_nothing_and_loses_nothing(scene: Scene) -> None:
    await scene.bridges.change(demo.WORKSPACE, BRIDGE.id, {"paused": True})
    said = await scene.answered("t1", "One.", "Two.")
    assert said == []
    listed = await bridging.list_deliveries(scene.room, Caller(BRIDGE), bridge_commands.Pending())
    assert listed.items == ()
    for pause in AGAIN:
        assert await scene.later(pause * 2) == 0
    await scene.bridges.change(demo.WORKSPACE, BRIDGE.id, {"paused": False})
    assert await scene.later(0) == 2
    assert [each.attempts for each in await scene.waiting()] == [1, 1]


async def test_replay_begins_after_a_number(scene: Scene) -> None:
    one, two, three = await scene.answered("t1", "One.", "Two.", "Three.")
    for each, state in ((one, "sent"), (two, "failed"), (three, "read")):
        await scene.room.deliveries.settle(BRIDGE.id, Receipt(id=each.id, state=state, reason="x"), scene.clock.ms)
    replay = scene.room.deliveries.replay
    assert await replay(BRIDGE.id, 0, everything=False) == 1
    assert [each.id for each in await scene.waiting()] == [two.id]
    assert await replay(BRIDGE.id, one.number, everything=True) == 2
    assert [each.id for each in await scene.waiting()] == [two.id, three.id]
    assert await replay("br_another", 0, everything=True) == 0
    assert await scene.later(0) == 2


async def test_two_workers_count_an_offer_once(scene: Scene) -> None:
    (one,) = await scene.answered("t1", "Tomorrow.")
    other = Courier(scene.room, random.Random(4))
    await asyncio.gather(scene.courier.again(), other.again())
    assert [each.attempts for each in await scene.waiting()] == [1]
    assert set(scene.told) == {one.id}
