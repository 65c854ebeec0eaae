"""Agents who look at no console are told what asks for them, once, sealed for their browser, without customers' words."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import delete, insert, select, update

from server.app.store import Store
from server.domain.conversation import Conversation, accept, assign
from server.domain.errors import Refusal
from server.domain.people import Actor, Agent, Author, Customer
from server.domain.timeline import Posted
from server.domain.workspace import Shop, Workspace
from server.identity.push import Address, checked, decoded, encrypted, new_pair
from server.outside.fetch import SafeFetch
from server.settings import Settings
from server.store import tables as t
from server.store.plant import Plant, plant
from server.store.pushes import PushKey, Seat
from server.store.turn import Change, Needs, Turn
from server.worker.ringer import Bell, Ringer
from tests.support.push_service import Browser
from tests.support.shape import shaped
from tests.support.web import LIMITS, SECRET, Place, Web, said

WS = Workspace(id="ws_1", slug="one", name="One", epoch="e")
SHOP = Shop(id="sh_1", workspace_id="ws_1", key="one", name="One", market="DE", locale="de")
ANN = Agent(id="ag_1", workspace_id="ws_1", email="ann@one.example", name="Ann", role="agent")
DESK = Actor(kind="system", id="test", workspace_id="ws_1")
MAYA = Author("customer", "cu_1", "Maya")
START, MINUTE = 1_800_000_000_000, 60_000
CONTACT = "https://desk.example"


class Hand(Struct):
    """A clock that is moved by hand."""

    ms: int = START

    def now(self) -> int:
        return self.ms

    def monotonic(self) -> float:
        return self.ms / 1000


class Scene:
    """A store with one agent at one desk, who has a login, and a browser that listens somewhere."""

    def __init__(self, store: Store, web: Web, clock: Hand) -> None:
        self.store, self.web, self.clock, self.browser = store, web, clock, Browser()
        self.key = ""
        self.ringer = self.another()

    def another(self) -> Ringer:
        """One more worker."""
        fetch = SafeFetch(LIMITS, self.web.resolve, self.web.trust)
        return Ringer(self.store.pushes, Bell(fetch, self.store.vault, CONTACT), self.clock)

    async def begins(self) -> None:
        """The login and the keys."""
        values = {"id": "se_1", "workspace_id": "ws_1", "agent_id": "ag_1", "created_at": START, "seen_at": START}
        await self.write(insert(t.session).values(values | {"csrf": "c", "expires_at": START + 100 * MINUTE}))
        private, self.key = new_pair()
        await self.store.pushes.first_key(PushKey("ws_1", self.store.vault.seal(private, "push", "ws_1"), self.key))

    async def sits(self, place: Place, id: str = "ps_1", **more: Any) -> None:
        """The browser listens here from now on."""
        address = Address(f"http://{place.address}:{place.port}/push/1", self.browser.p256dh, self.browser.auth)
        sealed = self.store.vault.seal(msgspec.json.encode(checked(address)), "seat", id)
        seat = Seat(
            id=id,
            workspace_id="ws_1",
            session_id="se_1",
            agent_id="ag_1",
            address=sealed,
            address_hash=id,
            language="de",
            created_at=self.clock.ms,
        )
        await self.store.pushes.sit(replace(seat, **more))

    async def write(self, statement: Any) -> None:
        """By hand."""
        async with self.store.records.write() as connection:
            await connection.execute(statement)

    async def happens(self, id: str, *steps: Any) -> None:
        """A customer opens a conversation or speaks in it; `steps` are changes of its state, or texts."""

        def decide(turn: Turn) -> None:
            if turn.fresh(id):
                if turn.customer("cu_1") is None:
                    turn.add_customer(Customer(id="cu_1", workspace_id="ws_1"))
                fresh = Conversation(
                    id=id,
                    workspace_id="ws_1",
                    shop_id="sh_1",
                    customer_id="cu_1",
                    customer_name="Maya",
                    queue="returns",
                )
                turn.open(fresh)
            for number, step in enumerate(steps):
                if isinstance(step, str):
                    turn.append(id, MAYA, f"{self.clock.ms}-{number}-{step}", Posted(text=step, language="en"))
                    turn.save(replace(turn.current(id), last_from="customer", last_text=step[:400]))
                else:
                    turn.save(step(turn.conversation(DESK, id)))

        await self.store.writer.commit(Change(Needs(conversations=(id,), customers=("cu_1",)), decide))

    async def goes_on(self, seconds: float = 1) -> None:
        """Time passes, and whoever is due is told."""
        self.clock.ms += round(seconds * 1000)
        await self.ringer.walk()
        await self.ringer.settled()

    async def seats(self) -> int:
        """How many browsers are told anything."""
        return len(await self.store.reads.rows(select(t.push_seat)))

    def heard(self, place: Place) -> list[dict[str, Any]]:
        """What the browser could read."""
        return [json.loads(each.text) for each in self.browser.reads(place, self.key)]


def offered(c: Conversation) -> Conversation:
    return assign(c, ANN, offer_expires_at=START + 10 * MINUTE)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    clock, web = Hand(), Web()
    shaped(tmp_path)
    store = Store(Settings(data_dir=tmp_path), clock, lambda _: None)
    await plant(store.records, Plant(workspace=WS, shops=(SHOP,), agents=(ANN,)), clock.now())
    await store.writer.start()
    scene = Scene(store, web, clock)
    await scene.begins()
    yield scene
    await scene.ringer.aclose()
    await store.writer.stop()
    await store.database.close()
    await web.close()


def test_the_example_of_the_rfc() -> None:
    """RFC 8291, appendix A: its keys, its salt, its text make its body."""

    own = ec.derive_private_key(int.from_bytes(decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), ec.SECP256R1())
    to = Address(
        "https://push.example/1",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
    )
    body = encrypted(b"When I grow up, I want to be a watermelon", to, own, decoded("DGv6ra1nlYgDCS1FRnbzlw"))
    assert body == decoded(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    with pytest.raises(ValueError, match="too long"):
        encrypted(b"x" * 4000, to)


@pytest.mark.parametrize("bad", [{"p256dh": "A" * 87}, {"auth": "AAAA"}, {"p256dh": "not base64!"}])
def test_keys_that_are_none_are_refused(bad: dict[str, str]) -> None:
    good = {"endpoint": "https://push.example/1", "p256dh": Browser().p256dh, "auth": Browser().auth}
    with pytest.raises(Refusal, match="keys"):
        checked(Address(**(good | bad)))


async def test_an_offer_and_then_words_each_once_and_nobody_elses(scene: Scene) -> None:
    there = await scene.web.place(said(b"", "201 Created"))
    await scene.sits(there)
    await scene.happens("cv_1", "My card is 4111", offered)
    await scene.happens("cv_2", "Somebody else's")
    await scene.goes_on()
    await scene.goes_on()
    assert scene.heard(there) == [
        {"kind": "offer", "id": "cv_1", "lang": "de", "name": "Maya", "queue": "returns", "until": START + 10 * MINUTE}
    ]
    (pushed,) = scene.browser.reads(there, scene.key)
    assert (pushed.headers["urgency"], pushed.headers["ttl"]) == ("high", "599")
    assert pushed.claims["sub"] == CONTACT
    assert 0 < int(str(pushed.claims["exp"])) - scene.clock.ms // 1000 <= 86_400
    await scene.happens("cv_1", accept)
    await scene.goes_on()
    assert len(there.bodies) == 1, "the word that was offered is not told again"
    await scene.happens("cv_1", "Hello?")
    await scene.goes_on()
    await scene.another().walk()
    await scene.goes_on()
    assert [each["kind"] for each in scene.heard(there)] == ["offer", "message"]
    assert "text" not in scene.heard(there)[1]
    assert "4111" not in str(there.bodies)


async def test_words_only_where_they_are_wanted(scene: Scene) -> None:
    there = await scene.web.place(said(b"", "201 Created"))
    await scene.sits(there, words=True)
    await scene.goes_on()
    await scene.happens("cv_1", "x" * 900, lambda c: assign(c, ANN))
    await scene.goes_on()
    assert scene.heard(there)[0]["text"] == "x" * 300


async def test_whoever_looks_at_a_console_is_not_told_and_nothing_of_that_time_later(scene: Scene) -> None:
    there = await scene.web.place(said(b"", "201 Created"))
    await scene.sits(there)
    await scene.goes_on()
    await scene.store.pushes.watch({"se_1": True}, scene.clock.now())
    await scene.happens("cv_1", "Seen in the list", lambda c: assign(c, ANN))
    await scene.goes_on(30)
    await scene.store.pushes.watch({"se_1": False}, scene.clock.now())
    await scene.goes_on()
    assert not there.bodies
    await scene.happens("cv_1", "Said when nobody looked")
    await scene.goes_on()
    assert len(there.bodies) == 1
    await scene.store.pushes.watch({"se_1": True}, scene.clock.now())  # and then the laptop falls asleep
    await scene.goes_on(20)
    await scene.happens("cv_1", "Into the sleep")
    await scene.goes_on(60)
    assert len(there.bodies) == 1, "still taken for somebody who looks"
    await scene.goes_on(20)
    assert len(there.bodies) == 2


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "403 Forbidden"])
async def test_a_browser_that_is_not_there_any_more_is_forgotten(scene: Scene, status: str) -> None:
    there = await scene.web.place(said(b"", status))
    await scene.sits(there)
    await scene.happens("cv_1", "Hello", offered)
    await scene.goes_on()
    assert (len(there.bodies), await scene.seats()) == (1, 0)


async def test_a_service_that_wants_to_be_asked_later_is(scene: Scene) -> None:
    answers = [
        said(b"", "429 Too Many Requests", Retry_After="40"),
        said(b"", "503 Unavailable"),
        said(b"", "201 Created"),
    ]

    async def reply(writer: Any) -> None:
        writer.write(answers.pop(0))

    there = await scene.web.place(reply)
    await scene.sits(there)
    await scene.happens("cv_1", "Hello", offered)
    for seconds, told in ((1, 1), (38, 1), (3, 2), (28, 2), (4, 3), (60, 3)):
        await scene.goes_on(seconds)
        assert len(there.bodies) == told, seconds
    (seat,) = await scene.store.reads.rows(select(t.push_seat))
    assert (seat.failures, seat.rests_until) == (0, 0)


async def test_an_address_inside_is_never_asked(scene: Scene) -> None:
    inside = await scene.web.place(said(b"secret"), SECRET)
    await scene.sits(inside)
    await scene.happens("cv_1", "Hello", offered)
    await scene.goes_on()
    assert (inside.heads, await scene.seats()) == ([], 0)


async def test_it_ends_with_the_login_and_with_the_person(scene: Scene) -> None:
    there = await scene.web.place(said(b"", "201 Created"))
    await scene.sits(there)
    await scene.happens("cv_1", "Hello", offered)
    await scene.write(update(t.agent).values(active=False))
    await scene.goes_on()
    assert not there.bodies
    await scene.write(update(t.agent).values(active=True))
    await scene.goes_on()
    assert len(there.bodies) == 1
    await scene.write(delete(t.session))
    assert await scene.seats() == 0
    assert not await scene.store.reads.rows(select(t.push_told))
    with pytest.raises(Refusal, match="unauthenticated"):
        await scene.sits(there)


async def test_one_browser_is_told_of_one_person_alone(scene: Scene) -> None:
    there = await scene.web.place(said(b"", "201 Created"))
    await scene.sits(there)
    await scene.sits(there, "ps_2", address_hash="ps_1")
    assert [row.id for row in await scene.store.reads.rows(select(t.push_seat))] == ["ps_2"]
    sealed = (await scene.store.pushes.of("se_1")) or pytest.fail("no seat")
    with pytest.raises(Refusal):
        scene.store.vault.open(sealed.address, "seat", "ps_1")
