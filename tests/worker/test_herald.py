"""Listeners that refuse, fall silent, vanish and come back: each is told what happened, signed, in order, at least once."""

import asyncio
import base64
import hashlib
import hmac
import json
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from sqlalchemy import select

from server.app.store import Store
from server.domain.conversation import Conversation
from server.domain.people import Author, Customer
from server.domain.timeline import Noted, Opened, Posted
from server.domain.workspace import Shop, Workspace
from server.identity.webhook_signatures import Secrets
from server.outside.fetch import SafeFetch
from server.settings import Settings
from server.store import tables as t
from server.store.plant import Plant, plant
from server.store.turn import Change, Needs, Turn
from server.store.webhooks import Webhook
from server.worker.herald import RETRIES, Herald, HeraldOptions, Outbox, Telling
from tests.support.shape import shaped
from tests.support.web import LIMITS, SECRET, Place, Web, said

WS = Workspace(id="ws_1", slug="one", name="One", epoch="e")
SHOP = Shop(id="sh_1", workspace_id="ws_1", key="one", name="One", market="DE", locale="de")
MAYA, ANN = Author("customer", "cu_1", "Maya"), Author("agent", "ag_1", "Ann")
KEYS = (b"the server's own key",)
START = 1_800_000_000_000
ALL = ("message.posted", "conversation.opened", "delivery.changed")


class Hand(Struct):
    """A clock that is moved by hand."""

    ms: int = START

    def now(self) -> int:
        return self.ms

    def monotonic(self) -> float:
        return self.ms / 1000


class Scene:
    """A store, a herald, and listeners."""

    def __init__(self, store: Store, web: Web, clock: Hand) -> None:
        self.store, self.web, self.clock = store, web, clock
        self.herald = self.another()

    def another(self, **options: Any) -> Herald:
        """One more worker."""
        outbox = Outbox(self.store.webhooks, self.store.webhook_events, self.store.reads)
        fetch = SafeFetch(LIMITS, self.web.resolve, self.web.trust)
        return Herald(outbox, Telling(fetch, Secrets(KEYS), HeraldOptions(**options)), self.clock, random.Random(1))

    async def listens(self, place: Place, id: str = "wh_1", events: tuple[str, ...] = ALL) -> Webhook:
        """A webhook at this place."""
        url = f"http://{place.address}:{place.port}/hook"
        hook = Webhook(id=id, workspace_id="ws_1", name=id, url=url, events=events, generation="g_1")
        await self.store.webhooks.add(hook)
        return hook

    async def happens(self, id: str, *bodies: Any, author: Author = MAYA) -> None:
        """Entries of a conversation."""

        def decide(turn: Turn) -> None:
            if turn.fresh(id):
                if turn.customer("cu_1") is None:
                    turn.add_customer(Customer(id="cu_1", workspace_id="ws_1"))
                turn.open(Conversation(id=id, workspace_id="ws_1", shop_id="sh_1", customer_id="cu_1"))
            for number, body in enumerate(bodies):
                turn.append(id, author, f"{self.clock.ms}-{number}-{random.random()}", body)

        await self.store.writer.commit(Change(Needs(conversations=(id,), customers=("cu_1",)), decide))

    async def says(self, id: str, *texts: str) -> None:
        """The customer's words."""
        await self.happens(id, *(Posted(text=text, language="en") for text in texts))

    async def goes_on(self, seconds: float = 0, herald: Herald | None = None) -> None:
        """Time passes, and all that is due is tried."""
        self.clock.ms += round(seconds * 1000)
        await (herald or self.herald).walk()
        await (herald or self.herald).settled()

    async def states(self, id: str = "wh_1") -> list[tuple[str, int]]:
        """Of all events: state and tries."""
        return [(e.state, e.attempts) for e in await self.store.webhook_events.page(id, "", 0, 200)]


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    web = Web()
    yield web
    await web.close()


@pytest.fixture
async def scene(tmp_path: Path, web: Web) -> AsyncIterator[Scene]:
    clock = Hand()
    shaped(tmp_path)
    store = Store(Settings(data_dir=tmp_path), clock, lambda _: None)
    await plant(store.records, Plant(workspace=WS, shops=(SHOP,)), clock.now())
    await store.writer.start()
    scene = Scene(store, web, clock)
    yield scene
    await scene.herald.aclose()
    await store.writer.stop()
    await store.database.close()


class Listener:
    """Answers with the next of `statuses`, the last for ever."""

    def __init__(self, *statuses: str) -> None:
        self.statuses = list(statuses)

    async def __call__(self, writer: asyncio.StreamWriter) -> None:
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        writer.write(said(b"the answer", status))
        await writer.drain()


def heads(place: Place) -> list[dict[str, str]]:
    """The headers of every request."""
    return [dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line) for head in place.heads]


def texts(place: Place) -> list[str]:
    """The words that were told, in order."""
    return [json.loads(body)["data"]["entry"]["body"].get("text", "") for body in place.bodies]


def mac(secret: bytes, head: str, body: bytes) -> str:
    """The signature as the specification says, made without the code under test."""
    lines = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
    lines = {name.lower(): value for name, value in lines.items()}
    said_ = f"{lines['webhook-id']}.{lines['webhook-timestamp']}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(secret, said_, hashlib.sha256).digest()).decode()


async def test_what_customers_see_is_told_signed_and_nothing_else(scene: Scene, web: Web) -> None:
    place = await web.place(Listener("204 No Content"))
    hook = await scene.listens(place)
    await scene.happens("cv_1", Opened(), Posted(text="Hello", language="en"))
    await scene.happens("cv_1", Noted(text="secret note", language="en"), author=ANN)
    await scene.happens("cv_1", Posted(text="waits", language="en", state="pending"), author=ANN)
    await scene.goes_on()
    told = [json.loads(body) for body in place.bodies]
    assert [each["type"] for each in told] == ["conversation.opened", "message.posted"]
    assert told[1]["data"]["entry"]["body"]["text"] == "Hello"
    assert told[1]["data"]["conversation"]["customerId"] == "cu_1"
    assert told[1]["timestamp"] == "2027-01-15T08:00:00.000+00:00"
    assert "secret note" not in str(place.bodies)
    (secret,) = Secrets(KEYS).of("out", hook.id, hook.generation)
    for head, body, fields in zip(place.heads, place.bodies, heads(place), strict=True):
        assert mac(secret, head, body).lower() == fields["webhook-signature"]
        assert fields["content-type"] == "application/json"
    assert len({fields["webhook-id"] for fields in heads(place)}) == 2
    assert await scene.states() == [("done", 1)] * 2


async def test_a_message_that_waited_is_told_when_customers_get_it(scene: Scene, web: Web) -> None:
    place = await web.place(Listener("200 OK"))
    await scene.listens(place)
    await scene.happens("cv_1", Posted(text="waits", language="en", state="pending"), author=ANN)
    await scene.says("cv_1", "first")

    def release(turn: Turn) -> None:
        turn.amend(turn._world.entries["cv_1", 1], Posted(text="waits", language="en"))

    await scene.store.writer.commit(Change(Needs(conversations=("cv_1",), entries=(("cv_1", 1),)), release))
    await scene.goes_on()
    assert texts(place) == ["first", "waits"]
    assert [json.loads(body)["data"]["entry"]["seq"] for body in place.bodies] == [1, 2]


async def test_what_was_refused_by_the_verb_is_not_told(scene: Scene, web: Web) -> None:
    place = await web.place(Listener("200 OK"))
    await scene.listens(place)

    def decide(turn: Turn) -> None:
        turn.append("cv_1", MAYA, "x", Posted(text="never", language="en"))
        raise RuntimeError("the verb failed")

    await scene.says("cv_1", "hello")
    with pytest.raises(RuntimeError):
        await scene.store.writer.commit(Change(Needs(conversations=("cv_1",)), decide))
    await scene.goes_on()
    assert texts(place) == ["hello"]


async def test_a_failure_is_tried_again_on_the_announced_schedule_with_chance(scene: Scene, web: Web) -> None:
    place = await web.place(Listener("500 No", "301 Moved", "404 No", "200 OK"))
    await scene.listens(place)
    await scene.says("cv_1", "hello")
    await scene.goes_on()
    for number in (0, 1, 2):
        (event,) = await scene.store.webhook_events.page("wh_1", "", 0, 9)
        assert (event.state, event.attempts) == ("waiting", number + 1)
        pause = (event.next_at - scene.clock.ms) / 1000
        assert RETRIES[number] <= pause <= RETRIES[number] * 1.2
        assert pause != RETRIES[number]
        await scene.goes_on(pause - 0.1)
        assert len(place.bodies) == number + 1
        await scene.goes_on(0.2)
    assert await scene.states() == [("done", 4)]
    ids = {fields["webhook-id"] for fields in heads(place)}
    assert len(ids) == 1
    stamps = [int(fields["webhook-timestamp"]) for fields in heads(place)]
    assert stamps == sorted(set(stamps))
    assert place.bodies == [place.bodies[0]] * 4
    (event,) = await scene.store.webhook_events.page("wh_1", "", 0, 9)
    tries = await scene.store.webhook_events.attempts(event)
    assert [each.status for each in tries] == [200, 404, 301, 500]
    assert {each.answer for each in tries} == {"the answer"}


async def test_after_a_day_it_is_given_up_and_can_be_sent_again(scene: Scene, web: Web) -> None:
    listener = Listener("500 No")
    place = await web.place(listener)
    await scene.listens(place)
    await scene.says("cv_1", "hello", "again")
    for pause in (0, *RETRIES):
        await scene.goes_on(pause * 1.2 + 1)
    assert sum(RETRIES) < 86_400 < sum(RETRIES) * 1.2
    assert await scene.states() == [("dead", 10), ("waiting", 1)]
    first, second = await scene.store.webhook_events.page("wh_1", "", 0, 9)
    listener.statuses = ["200 OK"]
    await scene.goes_on(10)
    assert await scene.states() == [("dead", 10), ("done", 2)]
    await scene.store.webhook_events.resend(first, scene.clock.ms)
    await scene.goes_on()
    assert await scene.states() == [("done", 1), ("done", 2)]
    assert await scene.store.webhook_events.resend_since("wh_1", 0, scene.clock.ms, delivered=False) == 0
    assert await scene.store.webhook_events.resend_since("wh_1", START + 1, scene.clock.ms, delivered=True) == 0
    assert await scene.store.webhook_events.resend_since("wh_1", START, scene.clock.ms, delivered=True) == 2
    await scene.goes_on()
    assert texts(place)[-2:] == ["hello", "again"]
    assert heads(place)[-1]["webhook-id"] == second.id


async def test_one_conversations_failure_holds_back_itself_alone_and_in_order(scene: Scene, web: Web) -> None:
    refused = ["b1"]

    place: Place

    async def picky(writer: asyncio.StreamWriter) -> None:
        text = json.loads(place.bodies[-1])["data"]["entry"]["body"]["text"]
        writer.write(said(b"", "500 No" if text in refused else "200 OK"))
        await writer.drain()

    place = await web.place(picky)
    scene.herald = scene.another(at_once=1)
    await scene.listens(place)
    for number in (1, 2, 3):
        await scene.says("cv_a", f"a{number}")
        await scene.says("cv_b", f"b{number}")
    await scene.goes_on()
    assert [text for text in texts(place) if text[0] == "a"] == ["a1", "a2", "a3"]
    assert [text for text in texts(place) if text[0] == "b"] == ["b1"]
    refused.clear()
    await scene.goes_on(10)
    assert [text for text in texts(place) if text[0] == "b"] == ["b1", "b1", "b2", "b3"]


async def test_a_slow_listener_delays_nobody_else(scene: Scene, web: Web) -> None:
    over = asyncio.Event()

    async def slow(writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.write(said())
        await writer.drain()

    quick, sluggish = await web.place(Listener("200 OK")), await web.place(slow)
    await scene.listens(sluggish, "wh_slow")
    await scene.listens(quick, "wh_quick")
    await scene.says("cv_1", "one")
    await scene.herald.walk()
    for number in range(5):
        await scene.says("cv_1", f"more {number}")
        await asyncio.wait_for(until(scene, quick, number + 1), 20)
    assert len(sluggish.bodies) <= 1
    over.set()
    await scene.herald.settled()


async def until(scene: Scene, place: Place, count: int) -> None:
    """Walk until so many arrived."""
    while len(place.bodies) < count:
        await scene.herald.walk()
        await asyncio.sleep(0.01)


async def test_two_workers_do_not_both_tell_and_a_dead_ones_work_is_done_by_the_next(scene: Scene, web: Web) -> None:
    place = await web.place(Listener("200 OK"))
    await scene.listens(place)
    other = scene.another()
    await scene.says("cv_1", *(f"{number}" for number in range(9)))
    await asyncio.gather(scene.goes_on(), scene.goes_on(herald=other))
    await scene.goes_on()
    assert texts(place) == [f"{number}" for number in range(9)]
    await scene.says("cv_1", "claimed by the dead")
    (event,) = await scene.store.webhook_events.due("wh_1", scene.clock.ms, 9)
    assert await scene.store.webhook_events.claim(event, scene.clock.ms + 60_000)
    assert not await scene.store.webhook_events.claim(event, scene.clock.ms + 60_000)
    await scene.goes_on()
    assert len(place.bodies) == 9
    await scene.goes_on(61)
    assert texts(place)[9:] == ["claimed by the dead"]
    await other.aclose()


async def test_days_of_failure_and_a_410_switch_it_off(scene: Scene, web: Web) -> None:
    for id, status, days in (("wh_1", "500 No", 5), ("wh_2", "410 Gone", 0)):
        place = await web.place(Listener(status))
        await scene.listens(place, id)
        await scene.says("cv_1", "hello")
        await scene.goes_on()
        for _ in range(days):
            assert (await scene.store.webhooks.one("ws_1", id)).active
            await scene.says("cv_1", "and again")
            await scene.goes_on(86_400)
        hook = await scene.store.webhooks.one("ws_1", id)
        assert (hook.active, hook.disabled) == (False, "gone" if status.startswith("410") else "failing")
        count = len(place.bodies)
        await scene.says("cv_1", "nobody hears")
        await scene.goes_on(86_400)
        assert len(place.bodies) == count


async def test_one_success_in_between_keeps_it_on(scene: Scene, web: Web) -> None:
    listener = Listener("500 No")
    place = await web.place(listener)
    await scene.listens(place)
    for day in range(8):
        listener.statuses = ["200 OK"] if day == 4 else ["500 No"]
        await scene.says(f"cv_{day}", "hello")
        await scene.goes_on(86_400)
    assert (await scene.store.webhooks.one("ws_1", "wh_1")).active


async def test_the_former_secret_signs_too_while_it_may(scene: Scene, web: Web) -> None:
    place = await web.place(Listener("200 OK"))
    hook = await scene.listens(place)
    changes = {"generation": "g_2", "former": "g_1", "former_until": scene.clock.ms + 1000}
    hook = await scene.store.webhooks.change("ws_1", hook.id, changes)
    for late in (0, 2):
        await scene.says("cv_1", f"hello {late}")
        await scene.goes_on(late)
    for number, generations in enumerate((("g_2", "g_1"), ("g_2",))):
        secrets = [Secrets(KEYS).of("out", hook.id, generation)[0] for generation in generations]
        right = " ".join(mac(secret, place.heads[number], place.bodies[number]) for secret in secrets)
        assert f"webhook-signature: {right}\r\n".lower() in place.heads[number].lower()


async def test_a_private_address_is_not_told(scene: Scene, web: Web) -> None:
    place = await web.place(Listener("200 OK"), SECRET)
    await scene.listens(place)
    await scene.says("cv_1", "hello")
    await scene.goes_on()
    (event,) = await scene.store.webhook_events.page("wh_1", "", 0, 9)
    assert [each.why for each in await scene.store.webhook_events.attempts(event)] == ["address"]
    assert not place.heads


async def test_what_is_old_is_forgotten_and_what_is_not_stays(scene: Scene, web: Web) -> None:
    place = await web.place(Listener("200 OK"))
    await scene.listens(place)
    await scene.says("cv_1", *("old",) * 3)
    await scene.goes_on()
    scene.clock.ms += 31 * 86_400_000
    await scene.says("cv_1", "new")
    await scene.goes_on()
    await scene.another(batch=2).forget()
    assert len(await scene.states()) == 1
    rows = await scene.store.reads.rows(select(t.webhook_attempt))
    assert len(rows) == 1
