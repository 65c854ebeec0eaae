"""A shop signs its shopper: one person on two devices, a visitor who signs in, another who does, and who signs out."""

import asyncio
import hmac
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec import Struct

from server.domain.clock import SystemClock
from server.domain.conversation import Conversation
from server.domain.ids import derived_id
from server.identity.resuming import Resuming
from server.identity.tokens import Signer
from server.settings import ROOT, Settings, keys_of
from tests.support.people import Agent, client_id, post
from tests.support.running import Server
from tests.support.signing import Device, Store, admin, packed, plain, unpacked

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Scene(Struct):
    """A desk with two shops that sign their shoppers."""

    url: str
    folder: Path
    amara: Agent
    north: Store
    south: Store


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory, seeded: Path) -> AsyncIterator[Scene]:
    """Both shops have a key."""
    server = await Server(tmp_path_factory.mktemp("signed")).given(seeded).start()
    amara = await Agent.logs_in(server.url, "amara", online=False)
    yield Scene(server.url, server.folder, amara, await Store.opens(amara, "North"), await Store.opens(amara, "South"))
    await amara.leaves()
    await server.stop()


async def profile(scene: Scene, customer_id: str) -> dict[str, object]:
    """What the desk sees of a customer."""
    import httpx2

    from tests.support.running import PLAIN

    async with httpx2.AsyncClient(trust_env=False, verify=PLAIN) as client:
        answer = await client.get(
            f"{scene.url}/v1/agent/customers/{customer_id}", headers={"Cookie": scene.amara.cookie}
        )
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


async def test_the_same_person_goes_on_at_a_second_device(scene: Scene) -> None:
    phone = await Device(scene.url, scene.north).comes(
        scene.north.token("maya", name="Maya", email="maya@home.example")
    )
    assert (phone.told["signed"], phone.told["known"]) == (True, False)
    talk = await phone.says("Where is my parcel?", client_id())
    desktop = await Device(scene.url, scene.north).comes(
        scene.north.token("maya", orders=["N-1", {"id": 7, "total": 12.5}])
    )
    assert desktop.told["known"] is True
    assert await desktop.has() == {talk}
    seen = await profile(scene, desktop.told["customerId"])
    assert seen["customer"]["name"] == "Maya"  # type: ignore[index]
    signed = seen["profile"]["signed"]  # type: ignore[index]
    assert [order["id"] for order in signed["orders"]] == ["N-1", "7"]

    elsewhere = await Device(scene.url, scene.south).comes(scene.south.token("maya"))
    assert await elsewhere.has() == set(), "the same name at another shop is somebody else"
    borrowed = Device(scene.url, scene.south)
    borrowed.token = phone.token
    await borrowed.comes()
    assert await borrowed.has() == set(), "a token of one shop is no token of another"


async def test_a_visitor_who_signs_in_keeps_their_words_and_nobody_elses(scene: Scene) -> None:
    first, id = await Device(scene.url, scene.north).comes(scene.north.token("noor")), client_id()
    old = await first.says("From home", client_id())
    device = await Device(scene.url, scene.north).comes()
    visitor, asked = device.token, device.wire
    talk = await device.says("Not signed in yet", id)
    await device.does(
        "customer.describe", cart={"items": [{"name": "Lamp", "price": 20}], "total": 20, "currency": "EUR"}
    )
    await device.comes(scene.north.token("noor", name="Noor"))
    assert await device.has() == await first.has() == {old, talk}
    assert (await asked.event("server.bye"))["code"] == "revoked"  # type: ignore[union-attr]
    # The answer to the first word got lost, and it is sent again under the new name.
    again = await device.does("conversation.open", clientId=id, body={"text": "Not signed in yet"})
    assert (again["conversationId"], again["dup"]) == (talk, True)
    seen = await profile(scene, device.told["customerId"])
    assert seen["profile"]["cart"]["items"][0]["name"] == "Lamp"  # type: ignore[index]
    lines = (await scene.amara.does("conversation.resume", conversationId=talk))["conversation"]
    assert (lines["customerId"], lines["customerName"]) == (device.told["customerId"], "Noor")

    stale = Device(scene.url, scene.north)
    stale.token = visitor
    assert (await stale.asks())[0] == 401, "the visitor is nobody any more"

    # Somebody else signs in where Noor was: nothing of hers moves, and her login here is over.
    noors = device.token
    await device.comes(scene.north.token("otto"))
    assert await device.has() == set()
    assert await first.has() == {old, talk}
    stale.token = noors
    assert (await stale.asks())[0] == 401


async def test_who_signs_out_is_out_at_once_and_for_good(scene: Scene) -> None:
    word = scene.north.token("pia")
    device = await Device(scene.url, scene.north).comes(word)
    await device.says("Before the end", client_id())
    other = await Device(scene.url, scene.north).comes(scene.north.token("pia", iat=int(time.time()) - 5))
    await device.leaves()
    await device.leaves()
    assert (await device.wire.event("server.bye"))["code"] == "revoked"  # type: ignore[union-attr]
    assert (await device.asks())[0] == 401
    ack = await post(scene.url, "/v1/customer/commands/conversation.list", {}, Authorization=f"Bearer {device.token}")
    assert ack.status_code == 401
    assert await Device(scene.url, scene.north).refused(word) == "user.ended"
    assert len(await other.has()) == 1, "her other device goes on"


@pytest.mark.parametrize(
    ("why", "header", "claims"),
    [
        ("user.expired", {}, {"iat": int(time.time()) - 4000, "exp": int(time.time()) - 1000}),
        ("user.life", {}, {"exp": int(time.time()) + 90_000}),
        ("user.life", {}, {"iat": int(time.time()) + 5_000, "exp": int(time.time()) + 5_500}),
        ("user.expired", {}, {"exp": float("nan")}),
        ("user.exp", {}, {"exp": None}),
        ("user.iat", {}, {"iat": "now"}),
        ("user.sub", {}, {"sub": 7}),
        ("user.sub", {}, {"sub": ""}),
        ("user.aud", {}, {"aud": "another-shop"}),
        ("user.orders", {}, {"orders": ["x"] * 21}),
        ("user.name", {}, {"name": "a\nb"}),
        ("user.size", {}, {"attributes": {f"{n}": "x" * 200 for n in range(20)}}),
        ("user.alg", {"alg": "none"}, {}),
        ("user.alg", {"alg": "HS512"}, {}),
        ("user.key", {"kid": "sk_nobody"}, {}),
        ("user.key", {"kid": None}, {}),
        ("user.signature", {"crit": ["x"], "x": 1}, {}),
    ],
)
async def test_a_token_that_is_wrong_changes_nothing(
    scene: Scene, why: str, header: object, claims: dict[str, object]
) -> None:
    token = scene.north.token(**{"sub": "quin", "header": header, **claims})  # type: ignore[arg-type]
    assert await Device(scene.url, scene.north).refused(token) == why


async def test_a_foreign_word_leaves_the_visitor_who_they_were(scene: Scene) -> None:
    device = await Device(scene.url, scene.north).comes()
    talk = await device.says("Still me", client_id())
    me, good = device.told["customerId"], scene.north.token("rosa")
    head, body, mac = good.split(".")
    for token, why in (
        (scene.south.token("rosa"), "user.key"),
        (scene.south.token("rosa", header={"kid": scene.north.kid}), "user.signature"),
        (scene.north.token("rosa", secret=""), "user.signature"),
        (f"{head}.{body}.", "user.signature"),
        (f"{packed({'alg': 'none', 'kid': scene.north.kid})}.{body}.", "user.alg"),
        (f"{head}.{packed({'sub': 'admin'})}.{mac}", "user.signature"),
        (f"{plain(b'[]')}.{body}.{mac}", "user.form"),
        ("nonsense", "user.form"),
        (f"{'a' * 4000}.{'b' * 100}.", "user.form"),
    ):
        assert await device.refused(token) == why, token
    await device.comes()
    assert (device.told["customerId"], device.told["signed"]) == (me, False)
    assert await device.has() == {talk}
    # An address somebody typed, and one the shop did not sign, open nothing.
    typed = await Device(scene.url, scene.north).comes()
    await typed.does(
        "conversation.open", clientId=client_id(), body={"text": "hi"}, email="maya@home.example", name="Maya"
    )
    assert len(await typed.has()) == 1


async def test_keys_follow_each_other_and_are_taken_back(scene: Scene) -> None:
    amara, shop = scene.amara, await Store.opens(scene.amara, "Third")
    first = await Device(scene.url, shop).comes(shop.token("sol"))
    made = await admin(amara, "POST", f"/shop-keys/{shop.kid}/rotate", {"overlapHours": 1})
    next_ = Store({"id": shop.id, "key": shop.key}, made)
    second = await Device(scene.url, shop).comes(next_.token("sol"))
    assert second.told["customerId"] == first.told["customerId"], "both keys are good while one follows the other"
    cards = (await admin(amara, "GET", f"/shops/{shop.id}/keys"))["items"]
    assert [bool(each["endsAt"]) for each in cards] == [True, False]
    assert shop.secret not in json.dumps(cards)
    headers = {"Cookie": amara.cookie, "X-CSRF": amara.csrf}
    third = await post(scene.url, f"/v1/admin/shops/{shop.id}/keys", {}, **headers)
    assert (third.status_code, third.json()["error"]["detail"]) == (409, "keys")

    await admin(amara, "DELETE", f"/shop-keys/{shop.kid}")
    assert (await first.wire.event("server.bye"))["code"] == "revoked"  # type: ignore[union-attr]
    assert (await first.asks())[0] == 401, "a login under a key that was taken back is not renewed"
    assert await Device(scene.url, shop).refused(shop.token("sol")) == "user.key"
    assert (await second.asks())[0] == 200

    await admin(amara, "PATCH", f"/shops/{shop.id}", {"signedOnly": True})
    assert await Device(scene.url, shop).refused("") == "user.required"
    assert (await second.asks())[0] == 200, "who was signed is renewed"


async def test_what_a_page_tells_is_kept_once_something_was_said(scene: Scene) -> None:
    device = await Device(scene.url, scene.north).comes()
    told = {"attributes": {"plan": "gold", "vip": True, "visits": 3}, "order": {"id": 5, "url": "javascript:alert(1)"}}
    ack = await device.wire.ask("customer.describe", **told)  # type: ignore[union-attr]
    assert (ack["error"]["code"], ack["error"]["detail"]) == ("bad_state", "customer")
    await device.says("Hello", client_id())
    await device.does("customer.describe", **told)
    await device.does(
        "customer.describe", attributes={"plan": "silver"}, seen=[{"name": f"s{n}", "at": n} for n in range(20)]
    )
    await device.does("customer.describe", seen=[{"name": "checkout", "at": 99, "data": {"step": 2}}])
    seen = (await profile(scene, device.told["customerId"]))["profile"]
    assert seen["signed"] is None  # type: ignore[index]
    assert seen["attributes"] == {"plan": "silver", "vip": "true", "visits": "3"}  # type: ignore[index]
    assert (seen["order"]["id"], seen["order"]["url"]) == ("5", "")  # type: ignore[index]
    assert [each["name"] for each in seen["seen"]][-2:] == ["s19", "checkout"]  # type: ignore[index]
    assert len(seen["seen"]) == 20  # type: ignore[index]
    for wrong in (
        {"attributes": {"x": {"y": 1}}},
        {"cart": {"items": [{}]}},
        {"attributes": {f"{n}": n for n in range(21)}},
    ):
        ack = await device.wire.ask("customer.describe", **wrong)  # type: ignore[union-attr]
        assert ack["error"]["code"] == "bad_request", wrong


EXAMPLES = ROOT / "examples/signed-shoppers"
VECTOR = json.loads((EXAMPLES / "vector.json").read_text())


async def said(example: str, store: Store, shopper: object, *more: object) -> str:
    """What a sample answers for this shopper, run as it ships."""
    environment = {**os.environ, "TRADEWIND_SECRET": store.secret, "TRADEWIND_KID": store.kid}
    asked = json.dumps([shopper, store.key, *more])
    if example.endswith(".py"):
        words = (
            f"import runpy, json, sys; print(runpy.run_path({str(EXAMPLES / example)!r})['tradewind_token'](*{asked}))"
        )
        command = [sys.executable, "-c", words]
    else:
        words = f"import {{ tradewindToken as t }} from '{EXAMPLES / example}'; console.log(t(...{asked}))"
        command = ["node", "--input-type=module", "-e", words]
    done = await asyncio.create_subprocess_exec(*command, env=environment, stdout=asyncio.subprocess.PIPE)
    return (await done.communicate())[0].decode().strip()


@pytest.mark.parametrize("example", ["token.py", "plain.mjs"])
async def test_the_samples_that_ship_sign_as_the_vector_says_and_are_let_in(scene: Scene, example: str) -> None:
    fixed = Store({"id": "", "key": VECTOR["shop"]}, {"card": {"id": VECTOR["kid"]}, "secret": VECTOR["secret"]})
    token = await said(example, fixed, VECTOR["shopper"], VECTOR["now"])
    parts, right = (
        [json.loads(unpacked(part)) for part in each.split(".")[:2]] for each in (token, ".".join(VECTOR["parts"]))
    )
    assert parts == right
    body, _, mac = ".".join(VECTOR["parts"]).rpartition(".")
    assert plain(hmac.digest(VECTOR["secret"].encode(), body.encode(), "sha256")) == mac
    device = await Device(scene.url, scene.north).comes(await said(example, scene.north, VECTOR["shopper"]))
    assert device.told["signed"] is True


async def test_no_letter_speaks_for_whom_the_shop_signs(scene: Scene) -> None:
    lena = await Device(scene.url, scene.north).comes(scene.north.token("lena"))
    id = await lena.says("Where is my parcel?", client_id())
    found = Conversation(
        id=id, customer_id=lena.told["customerId"], workspace_id=derived_id("ws", "demo"), shop_id=scene.north.id,
        public_at=int(time.time() * 1000),
    )  # fmt: skip
    word = Resuming(Signer(keys_of(Settings(data_dir=scene.folder / "data")), "resume", SystemClock())).word(found)
    answer = (await post(scene.url, "/v1/customer/session", {"shop": scene.north.key, "resume": word})).json()
    assert (answer["conversationId"], answer["known"]) == ("", False)
    assert answer["customerId"] != lena.told["customerId"]
