"""A bridge's keys: what each may do, by socket and by HTTP alike; how they end; and what a stolen request is worth."""

import json
import secrets
import time
from typing import Any

import httpx2
import pytest

from server.identity.webhook_signatures import read_secret, signed
from tests.contracts.conftest import Key, key_of
from tests.gateway.things import claimed, deliver, say
from tests.support.wire import Gone, Json, Wire
from tests.support.worlds import Somebody, World, derived_id, refusal_of

BRIDGE = derived_id("br", "north")


@pytest.fixture
async def lead(world: World) -> Somebody:
    return await world.agent("north", "cleo")


async def bears(world: World, key: Key, method: str, path: str, body: object = None) -> Json:
    """One request by token."""
    answer = await world.client.request(method, path, json=body, headers={"Authorization": f"Bearer {key.token}"})
    found: Json = answer.json()
    return found


async def sends(
    world: World, key: Key, said: bytes, path: str = "/v1/bridge/messages", method: str = "POST", **headers: str
) -> httpx2.Response:
    """One signed request; `headers` change what is sent."""
    own = signed([read_secret(key.secret)], secrets.token_hex(8), int(time.time()), said or path.encode())
    all_ = {"webhook-key": key.id, "content-type": "application/json", **own, **headers}
    return await world.client.request(method, path, content=said or None, headers=all_)


def code(answer: Json) -> str:
    return "ok" if answer["ok"] else str(answer["error"]["code"])


ASKS: dict[str, tuple[str, str, Any]] = {
    "message.deliver": ("POST", "/v1/bridge/messages", deliver("a thread", "Hi", "x")),
    "delivery.list": ("GET", "/v1/bridge/deliveries", {}),
    "delivery.report": ("POST", "/v1/bridge/receipts", {"deliveryId": "dl_0000000000", "state": "sent"}),
    "file.attach": ("POST", "/v1/bridge/files", {"clientId": "12345678", "name": "a.txt", "size": 5}),
    "file.link": ("GET", "/v1/bridge/files/fl_0000000000", {"fileId": "fl_0000000000"}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "may"),
    [
        ("read", {"delivery.list": "ok"}),
        ("write", {"message.deliver": "ok", "delivery.report": "not_found"}),
        ("files", {"file.attach": "ok", "file.link": "not_found"}),
    ],
)
async def test_a_key_does_what_it_was_made_for_by_every_way(world: World, scope: str, may: dict[str, str]) -> None:
    key = await key_of(world, scopes=[scope])
    wire = await Wire.connect(world.url, "/bridge", {"version": 1, "token": key.token})
    for command, (method, path, body) in ASKS.items():
        expected = may.get(command, "forbidden")
        said = json.dumps(body).encode() if method == "POST" else b""
        ways = [
            await wire.ask(command, **body),
            await bears(world, key, "POST", f"/v1/bridge/commands/{command}", body),
            await bears(world, key, method, path, body if method == "POST" else None),
            (await sends(world, key, said, path, method)).json(),
        ]
        assert [code(answer) for answer in ways] == [expected] * 4, command
    await wire.close()
    await (await world.agent("north", "cleo")).http("POST", f"/v1/admin/bridge-tokens/{key.id}/end", {})


async def test_a_key_that_may_not_read_hears_nothing(world: World) -> None:
    ann = await world.agent("north", "ann")
    writer = await key_of(world, scopes=["write"])
    deaf = await Wire.connect(world.url, "/bridge", {"version": 1, "token": writer.token})
    all_ = await world.bridge("north").connect()
    thread = secrets.token_hex(4)
    came = await deaf.ask("message.deliver", **deliver(thread, "Where is it?"))
    await claimed(ann, came["conversationId"])
    await ann.posts("message.send", say(came["conversationId"], "Tomorrow."))
    assert all_.wire is not None
    await all_.wire.event("delivery.requested", lambda event: event["thread"] == thread)
    assert [name for name, _ in deaf.heard] == ["server.hello"]
    await deaf.close()
    await (await world.agent("north", "cleo")).http("POST", f"/v1/admin/bridge-tokens/{writer.id}/end", {})


async def test_rotation_overlaps_and_an_ended_key_is_shown_out(world: World, lead: Somebody) -> None:
    old, new = await key_of(world), await key_of(world)
    wires = {key.id: await Wire.connect(world.url, "/bridge", {"version": 1, "token": key.token}) for key in (old, new)}
    ended = await lead.http("POST", f"/v1/admin/bridge-tokens/{old.id}/end", {"inHours": 1})
    assert 3_590_000 < ended.json()["endsAt"] - time.time() * 1000 <= 3_600_000
    for key in (old, new):
        assert (await bears(world, key, "GET", "/v1/bridge/deliveries"))["ok"]
        assert (await sends(world, key, b"", "/v1/bridge/deliveries", "GET")).status_code == 200
    later = await lead.http("POST", f"/v1/admin/bridge-tokens/{old.id}/end", {"inHours": 100})
    assert later.json()["endsAt"] == ended.json()["endsAt"], "an end does not move away"
    await lead.http("POST", f"/v1/admin/bridge-tokens/{old.id}/end", {})
    with pytest.raises(Gone):
        await wires[old.id].event("never", lambda _: False, 8)
    assert wires[old.id].heard[-1] == ("server.bye", {"code": "revoked"})
    assert (await wires[new.id].ask("delivery.list"))["ok"]
    assert code(await bears(world, old, "GET", "/v1/bridge/deliveries")) == "unauthenticated"
    assert (await sends(world, old, b"", "/v1/bridge/deliveries", "GET")).status_code == 401
    auth = {"version": 1, "token": old.token}
    assert (await refusal_of(world.url, "/bridge", auth))["message"] == "unauthenticated"
    await lead.http("POST", f"/v1/admin/bridge-tokens/{new.id}/end", {})
    await wires[new.id].close()


async def test_a_stolen_request_is_worth_nothing(world: World, north_key: Key) -> None:
    thread = secrets.token_hex(6)
    said = json.dumps(deliver(thread, "Hello", "a1")).encode()
    now = int(time.time())
    own = signed([read_secret(north_key.secret)], secrets.token_hex(8), now, said)
    assert (await sends(world, north_key, said, **own)).json()["dup"] is False
    assert (await sends(world, north_key, said, **own)).json()["dup"] is True
    other = json.dumps(deliver(thread, "Pay me", "a2")).encode()
    assert (await sends(world, north_key, other, **own)).status_code == 401
    fresh = signed([read_secret(north_key.secret)], own["webhook-id"], now, other)
    assert (await sends(world, north_key, other, **fresh)).json()["error"]["detail"] == "webhook-id"
    assert (await sends(world, north_key, said, "/v1/bridge/receipts", **own)).json()["error"]["code"] == "conflict"
    late = signed([read_secret(north_key.secret)], secrets.token_hex(8), now - 400, said)
    assert (await sends(world, north_key, said, **late)).status_code == 401
    assert world.rows("SELECT count(*) FROM entry e JOIN conversation c ON c.id = e.conversation_id WHERE c.thread = ?"
                      " AND e.kind = 'message.posted'", thread) == [(1,)]  # fmt: skip


async def test_another_key_signs_nothing_for_this_one(world: World, north_key: Key) -> None:
    said = json.dumps(deliver(secrets.token_hex(4), "Hello")).encode()
    foreign = derived_id("br", "south").replace("br_", "bt_")
    for changes in (
        {"webhook-key": foreign},
        {"webhook-key": "bt_0000000000"},
        {"webhook-key": ""},
        {"webhook-id": ""},
        {"webhook-id": "x" * 201},
        {"webhook-signature": "v1,"},
        {"webhook-signature": ""},
    ):
        refused = await sends(world, north_key, said, **changes)
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "unauthenticated"), changes
    path = "/v1/bridge/deliveries?after=0"
    own = signed([read_secret(north_key.secret)], "g1" + secrets.token_hex(4), int(time.time()), path.encode())
    assert (await sends(world, north_key, b"", path, "GET", **own)).status_code == 200
    assert (await sends(world, north_key, b"", path + "&state=all", "GET", **own)).status_code == 401


async def test_secrets_are_shown_once_and_stored_nowhere(world: World, lead: Somebody, north_key: Key) -> None:
    listed = await lead.http("GET", "/v1/admin/bridges")
    page = next(each for each in listed.json()["items"] if each["id"] == BRIDGE)
    assert north_key.id in {each["id"] for each in page["tokens"]}
    assert north_key.token not in listed.text
    assert north_key.secret not in listed.text
    stored = str(world.rows("SELECT * FROM bridge_token"))
    assert north_key.token not in stored
    assert north_key.secret.removeprefix("whsec_") not in stored


async def test_what_a_bridge_calls_a_person_is_kept_per_bridge(world: World, north_key: Key) -> None:
    buyer, ids = secrets.token_hex(6), set()
    for _ in range(3):
        came = await bears(
            world, north_key, "POST", "/v1/bridge/messages", deliver(secrets.token_hex(4), "Hi", buyer=buyer)
        )
        ids.add(world.rows("SELECT customer_id FROM conversation WHERE id = ?", came["conversationId"])[0][0])
    rows = world.rows("SELECT bridge_id, customer_id FROM bridge_customer WHERE external_id = ?", buyer)
    assert rows == [(BRIDGE, ids.pop())]
    assert not ids
    await world.bridge("south").posts("message.deliver", deliver(secrets.token_hex(4), "Hi", buyer=buyer))
    both = world.rows("SELECT customer_id FROM bridge_customer WHERE external_id = ?", buyer)
    assert len(set(both)) == 2


async def test_a_closed_door_and_another_tenants_bridge(world: World, lead: Somebody, north_key: Key) -> None:
    foreign = await world.agent("south", "cleo")
    for method, path, body in (
        ("PATCH", f"/v1/admin/bridges/{BRIDGE}", {"paused": True}),
        ("POST", f"/v1/admin/bridges/{BRIDGE}/tokens", {"name": "mine"}),
        ("POST", f"/v1/admin/bridge-tokens/{north_key.id}/end", {}),
        ("GET", f"/v1/admin/bridges/{BRIDGE}/dead", None),
        ("POST", f"/v1/admin/bridges/{BRIDGE}/replay", {"after": 0}),
    ):
        assert (await foreign.http(method, path, body)).status_code == 404
    assert BRIDGE not in (await foreign.http("GET", "/v1/admin/bridges")).text
    wire = await Wire.connect(world.url, "/bridge", {"version": 1, "token": north_key.token})
    try:
        assert (await lead.http("PATCH", f"/v1/admin/bridges/{BRIDGE}", {"active": False})).json()["active"] is False
        assert code(await bears(world, north_key, "GET", "/v1/bridge/deliveries")) == "unauthenticated"
        with pytest.raises(Gone):
            await wire.event("never", lambda _: False, 8)
    finally:
        await lead.http("PATCH", f"/v1/admin/bridges/{BRIDGE}", {"active": True})
    assert (await bears(world, north_key, "GET", "/v1/bridge/deliveries"))["ok"]
