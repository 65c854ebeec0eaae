"""Roles of a desk's own, and shops one does not see: nobody gives what they do not hold, and nobody hears what is not theirs."""

import json
import secrets
from typing import Any

import pytest

from tests.gateway.things import claimed, deliver
from tests.support.people import client_id
from tests.support.wire import Json
from tests.support.worlds import PASSWORD, Somebody, World, derived_id

AMAZON, WEB = derived_id("sh", "north", "amazon"), derived_id("sh", "north", "web")


@pytest.fixture
async def dana(world: World) -> Somebody:
    """Who may everything."""
    return await world.agent("north", "dana")


async def made(who: Somebody, *permissions: str, name: str = "") -> Json:
    """A role of north's own."""
    ask = {"name": name or secrets.token_hex(6), "permissions": permissions}
    answer = await who.http("POST", "/v1/admin/roles", ask)
    assert answer.status_code == 200, answer.text
    role: Json = answer.json()
    return role


async def hired(world: World, dana: Somebody, **fields: Any) -> tuple[Somebody, str]:
    """A new person, logged in, and their id."""
    name = f"p{secrets.token_hex(4)}"
    ask = {"email": f"{name}@north.example", "name": "Pia", "password": PASSWORD, **fields}
    answer = await dana.http("POST", "/v1/admin/agents", ask)
    assert answer.status_code == 200, answer.text
    return await world.agent("north", name, fresh=True), str(answer.json()["id"])


async def status(who: Somebody, method: str, path: str, body: Any = None) -> tuple[int, str]:
    """How they are answered."""
    answer = await who.http(method, path, body)
    return answer.status_code, answer.json().get("error", {}).get("detail", "")


async def test_a_role_of_its_own_holds_what_it_names_and_nothing_more(world: World, dana: Somebody) -> None:
    role = await made(dana, "answer", "people")
    pia, _ = await hired(world, dana, role=role["id"])
    me = (await pia.http("GET", "/v1/agent/me")).json()["me"]
    assert (me["role"], me["permissions"]) == (role["id"], ["answer", "people"])
    assert (await status(pia, "GET", "/v1/admin/agents"))[0] == 200
    for method, path in (("GET", "/v1/admin/teams"), ("GET", "/v1/admin/audit"), ("POST", "/v1/admin/roles")):
        assert await status(pia, method, path, {}) == (403, "role")
    id = await world.conversation(await world.shopper("north"))
    await claimed(await world.agent("north", "ann"), id)
    taken = await pia.posts("conversation.claim", {"conversationId": id, "clientId": client_id()})
    assert taken["error"]["code"] == "not_assignee", "only who leads takes what is another's"


async def test_a_role_that_changes_ends_the_logins_and_sockets_of_who_has_it(world: World, dana: Somebody) -> None:
    role = await made(dana, "answer", "lead")
    pia, id = await hired(world, dana, role=role["id"])
    await pia.connect()
    assert pia.wire is not None
    assert (await pia.asks("presence.set", {"availability": "online"}))["ok"]
    assert (await status(dana, "PATCH", f"/v1/admin/roles/{role['id']}", {"permissions": ["look"]}))[0] == 200
    assert await pia.wire.event("server.bye", timeout=20) == {"code": "revoked"}
    assert (await status(pia, "GET", "/v1/agent/me"))[0] == 401
    agents = (await dana.http("GET", "/v1/admin/agents")).json()["items"]
    assert next(each["availability"] for each in agents if each["id"] == id) == "offline", (
        "the router gives them nothing"
    )


async def test_nobody_gives_what_they_do_not_hold(world: World, dana: Somebody) -> None:
    role = await made(dana, "answer", "roles", "people")
    pia, _ = await hired(world, dana, role=role["id"])
    cleo = await world.agent("north", "cleo")
    audit = {"name": secrets.token_hex(6), "permissions": ["audit"]}
    assert await status(pia, "POST", "/v1/admin/roles", audit) == (403, "permissions")
    stronger = await made(dana, "audit")
    change = {"permissions": ["answer"]}
    assert await status(pia, "PATCH", f"/v1/admin/roles/{stronger['id']}", change) == (403, "permissions")
    for who, higher in ((pia, "admin"), (pia, "supervisor"), (pia, "auditor"), (cleo, "admin"), (cleo, "auditor")):
        new = {"email": f"{secrets.token_hex(6)}@north.example", "name": "Max", "password": PASSWORD, "role": higher}
        assert await status(who, "POST", "/v1/admin/agents", new) == (403, "role"), higher
        invited = {"email": new["email"], "role": higher}
        assert await status(who, "POST", "/v1/admin/invitations", invited) == (403, "role"), higher
    for unknown in ("rl_0000000000", "owner", (await made_in_the_south(world))["id"]):
        new = {"email": f"{secrets.token_hex(6)}@north.example", "name": "Max", "password": PASSWORD, "role": unknown}
        assert await status(dana, "POST", "/v1/admin/agents", new) == (404, "role")


async def made_in_the_south(world: World) -> Json:
    """A role of another workspace."""
    return await made(await world.agent("south", "dana"), "answer")


async def test_a_role_is_ones_own_desks_named_once_and_kept_while_somebody_has_it(world: World, dana: Somebody) -> None:
    role = await made(dana, "answer")
    _, id = await hired(world, dana, role=role["id"])
    path = f"/v1/admin/roles/{role['id']}"
    assert await status(dana, "DELETE", path) == (409, "roleId")
    south = await world.agent("south", "dana")
    assert await status(south, "DELETE", path) == (404, "roleId")
    assert await status(south, "PATCH", path, {"name": "Ours"}) == (404, "roleId")
    again = {"name": role["name"], "permissions": []}
    assert await status(dana, "POST", "/v1/admin/roles", again) == (409, "name")
    assert (await status(south, "POST", "/v1/admin/roles", again))[0] == 200
    assert (await status(dana, "PATCH", f"/v1/admin/agents/{id}", {"role": "agent"}))[0] == 200
    assert (await status(dana, "DELETE", path))[0] == 200
    assert role["id"] not in (await dana.http("GET", "/v1/admin/roles")).text


async def test_conversations_of_other_shops_are_neither_listed_nor_told(world: World) -> None:
    owen, shopper, bridge = await world.agent("north", "owen"), await world.shopper("north"), world.bridge("north")
    await owen.connect()
    assert owen.wire is not None
    web = await world.conversation(shopper)
    ours = (await bridge.posts("message.deliver", deliver(secrets.token_hex(4), "Hello")))["conversationId"]
    await owen.wire.event("conversation.changed", lambda told: told["conversation"]["id"] == ours)
    await shopper.posts("message.send", {"conversationId": web, "clientId": client_id(), "body": {"text": "More"}})
    listed = await owen.asks("conversation.list", {"view": "all", "limit": 100})
    assert {each["shopId"] for each in listed["items"]} == {AMAZON}
    ann = await (await world.agent("north", "ann")).posts("conversation.list", {"view": "all", "limit": 100})
    assert web in json.dumps(ann)
    assert listed["counts"]["all"] < ann["counts"]["all"]
    assert not (await owen.asks("conversation.resume", {"conversationId": web}))["ok"]
    directory = (await owen.http("GET", "/v1/agent/directory")).json()
    assert [each["id"] for each in directory["shops"]] == [AMAZON]
    assert web not in json.dumps([owen.wire.heard, owen.answers])


async def test_nobody_is_handed_what_they_may_not_see_or_answer(world: World) -> None:
    ann = await world.agent("north", "ann")
    id = await world.conversation(await world.shopper("north"))
    fence = (await claimed(ann, id))["fence"]
    for name in ("owen", "rita"):
        ask = {"conversationId": id, "clientId": client_id(), "fence": fence}
        refused = await ann.posts("conversation.transfer", {**ask, "agentId": derived_id("ag", "north", name)})
        assert (refused["error"]["code"], refused["error"]["detail"]) == ("forbidden", "agentId"), name


async def test_who_sees_one_shop_cannot_open_another_to_anybody(world: World, dana: Somebody) -> None:
    role = await made(dana, "answer", "people")
    pia, id = await hired(world, dana, role=role["id"], shopIds=[AMAZON])
    for shops in ([], [WEB], [AMAZON, WEB]):
        assert await status(pia, "PATCH", f"/v1/admin/agents/{id}", {"shopIds": shops}) == (403, "shopIds")
        new = {"email": f"{secrets.token_hex(6)}@north.example", "name": "Max", "password": PASSWORD, "shopIds": shops}
        assert await status(pia, "POST", "/v1/admin/agents", new) == (403, "shopIds")
    assert await status(pia, "POST", "/v1/admin/invitations", {"email": "x@north.example"}) == (403, "shopIds")
    assert (await status(dana, "PATCH", f"/v1/admin/agents/{id}", {"shopIds": [WEB]}))[0] == 200
    assert (await status(pia, "GET", "/v1/agent/me"))[0] == 401, "who may see something else comes in again"
