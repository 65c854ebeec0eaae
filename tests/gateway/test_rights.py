"""The whole matrix: every command and route, by everybody, about what is theirs, another tenant's, and nobody's."""

import json
import re
import secrets
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from msgspec import Struct

from server.api.openapi import PLAIN
from server.protocol.catalog import COMMANDS, DOORS
from tests.gateway.things import Desk, absent, filled, things
from tests.support.wire import Json
from tests.support.worlds import PASSWORD, Planted, Somebody, World, refusal_of

pytestmark = pytest.mark.asyncio(loop_scope="module")
TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("rights.toml").read_text())
ROUTES: dict[str, str] = TABLE.pop("routes")
ROWS = list(TABLE)
OPEN = {f"GET {path}" for path in ("/", "/health/live", "/health/ready", "/metrics", "/openapi.json", "/asyncapi.json")}
OPEN |= {"GET /v1/agent/demo", "GET /v1/files/{id}", "PUT /v1/files/{id}", "GET /v1/admin/customers/{id}/export"}
OPEN |= {"GET /v1/admin/memory", "POST /v1/admin/memory", "POST /v1/reports/csp", "POST /v1/agent/sign-on/ended"}
OPEN |= {"GET /v1/admin/verdicts/csv"}
OPEN |= {"GET /v1/agent/conversations/{id}/formatted/2"}
"""Routes that are no part of the OpenAPI document."""


class Scene(Struct):
    """Two tenants' desks, and one conversation of each for the others to ask about."""

    world: World
    north: Desk
    south: Desk
    northern: dict[str, Any]
    southern: dict[str, Any]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(two_worlds: Planted) -> AsyncIterator[Scene]:
    """Everybody is here."""
    world = World(two_worlds)
    north, south = await Desk.opens(world, "north"), await Desk.opens(world, "south")
    yield Scene(world, north, south, await things(north), await things(south))
    await world.close()


def wanted(may: str) -> dict[str, str]:
    """`a=ok b=not_found` as a mapping."""
    return dict(pair.split("=") for pair in may.split())


def code(ack: Json) -> str:
    """`ok`, or why not."""
    return "ok" if ack["ok"] else str(ack["error"]["code"])


def ask_of(somebody: Somebody, way: str) -> Any:
    """How they ask: by socket or by HTTP."""
    return somebody.asks if way == "socket" else somebody.posts


async def test_every_command_at_every_door_has_its_row() -> None:
    catalog = {f"{door} {row.name}" for row in COMMANDS for door in row.answers}
    assert set(ROWS) == catalog
    people = {"customer": {"a", "b"}, "agent": {"owner", "peer", "lead", "other", "auditor"}, "bridge": {"bridge"}}
    for row in ROWS:
        assert set(wanted(TABLE[row]["may"])) == people[row.split()[0]], row


@pytest.mark.parametrize("way", ["socket", "http"])
@pytest.mark.parametrize("row", ROWS)
async def test_everybody_gets_what_the_table_says(scene: Scene, row: str, way: str) -> None:
    name, ask = row.split()[1], TABLE[row]["ask"]
    these: dict[str, Any] | None = None
    for who, expected in sorted(wanted(TABLE[row]["may"]).items(), key=lambda pair: pair[1] == "ok"):
        these = these or await things(scene.north, ask)
        ack = await ask_of(scene.north.people[who], way)(name, filled(ask, these))
        assert code(ack) == expected, (who, ack)
        these = None if expected == "ok" else these


@pytest.mark.parametrize("row", [row for row in ROWS if "$" in str(TABLE[row]["ask"]).replace("$new", "")])
async def test_what_is_another_tenants_does_not_exist(scene: Scene, row: str) -> None:
    name, expected = row.split()[1], TABLE[row].get("strange", "not_found")
    for who, may in wanted(TABLE[row]["may"]).items():
        expected_here = "forbidden" if may == "forbidden" else expected
        pairs = ((scene.north.people[who], scene.southern), (scene.south.people[who], scene.northern))
        for somebody, foreign in pairs:
            for way in ("socket", "http"):
                ask = ask_of(somebody, way)
                theirs = await ask(name, filled(TABLE[row]["ask"], foreign))
                nobodys = await ask(name, filled(TABLE[row]["ask"], absent()))
                assert code(theirs) == expected_here, (somebody.name, theirs)
                assert theirs == nobodys, somebody.name


async def test_one_strange_name_in_a_request_about_what_is_ones_own_is_refused_alike(scene: Scene) -> None:
    own = await things(scene.north, "")
    owner, a = scene.north.people["owner"], scene.north.people["a"]
    words = {"conversationId": own["$conversation"], "fence": own["$fence"]}
    for strange in (scene.southern, absent()):
        for field, word in (("agentId", "$peer"), ("teamId", "$team")):
            ask = filled({**words, "clientId": "$new", field: word}, strange)
            assert (await owner.asks("conversation.transfer", ask))["error"]["code"] == "not_found"
        body = {"text": "See", "attachments": [strange["$file"]]}
        for person in (owner, a):
            ask = filled({"conversationId": own["$conversation"], "clientId": "$new", "body": body}, strange)
            refused = await person.asks("message.send", ask)
            assert refused["error"] == {"code": "not_found", "retry": False, "detail": "body.attachments"}
    assert (await owner.asks("conversation.resume", {"conversationId": own["$conversation"]}))["ok"]


@pytest.mark.parametrize("door", DOORS)
async def test_a_command_of_another_door_is_unknown(scene: Scene, door: str) -> None:
    somebody = next(each for each in scene.north.people.values() if each.proof.door == door)
    for row in COMMANDS:
        if door not in row.answers:
            assert code(await somebody.asks(row.name, {})) == "unknown_command"
            assert (await somebody.http("POST", f"/v1/{door}/commands/{row.name}", {})).status_code == 404


@pytest.mark.parametrize("row", ROWS)
async def test_nobody_and_those_of_other_doors_are_not_let_in(scene: Scene, row: str) -> None:
    door, name = row.split()
    path = f"/v1/{door}/commands/{name}"
    body = filled(TABLE[row]["ask"], scene.southern)
    strangers = [each for each in scene.north.people.values() if each.proof.door != door]
    for somebody in (scene.world.nobody(door), *strangers):
        answer = await somebody.http("POST", path, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthenticated"), somebody.name
    if door == "agent":
        for csrf in ("", "another"):
            answer = await scene.north.people["lead"].http("POST", path, body, **{"X-CSRF": csrf})
            assert answer.json()["error"]["code"] == "forbidden"


async def test_every_route_has_its_row() -> None:
    shapes = {re.sub(r"\w\w_0{10}|\$\w+", "{id}", route.partition("?")[0]) for route in ROUTES}
    asked = {f"{method.upper()} {path}" for method, path, *_ in PLAIN}
    assert shapes == asked | OPEN, "each route needs a row in rights.toml"


@pytest.mark.parametrize("route", [route for route in ROUTES if "/v1/admin/" in route])
async def test_who_only_looks_changes_nothing(scene: Scene, route: str) -> None:
    method, _, path = route.partition(" ")
    answer = await scene.north.people["auditor"].http(method, re.sub(r"\$\w+", "xx_0000000000", path), {})
    rows = wanted(ROUTES[route])
    looked = rows["head" if path.endswith("/audit") else "lead"] if method == "GET" else "403"
    assert answer.status_code == int(looked), answer.text


async def test_who_was_sent_away_is_nobody(scene: Scene) -> None:
    """A person who is no longer active: the cookie, a ticket made before, every route and every command."""
    gone = await dismissed(scene)
    for route in [route for route in ROUTES if "/v1/agent/" in route or "/v1/admin/" in route]:
        method, _, path = route.partition(" ")
        if wanted(ROUTES[route]).get("nobody") == "401":
            answer = await gone.http(method, path, {} if method != "GET" else None)
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthenticated"), route
    for row in ROWS:
        door, name = row.split()
        if door == "agent":
            assert code(await gone.posts(name, filled(TABLE[row]["ask"], scene.northern))) == "unauthenticated", row
    refused = await refusal_of(scene.world.url, "/agent", gone.proof.auth)
    assert refused["data"]["code"] == "unauthenticated"


async def dismissed(scene: Scene) -> Somebody:
    """Somebody who had a login and a ticket, and is not active any more."""
    dana = await scene.world.agent("north", "dana")
    email = f"{secrets.token_hex(4)}@north.example"
    new = {"email": email, "name": "Gus", "password": PASSWORD}
    made = (await dana.http("POST", "/v1/admin/agents", new)).json()
    gus = await scene.world.agent("north", email.partition("@")[0], fresh=True)
    gus.proof.auth["ticket"] = (await gus.http("POST", "/v1/agent/ticket")).json()["ticket"]
    assert (await dana.http("PATCH", f"/v1/admin/agents/{made['id']}", {"active": False})).status_code == 200
    return gus


@pytest.mark.parametrize("route", ROUTES)
async def test_routes_answer_as_the_table_says(scene: Scene, route: str) -> None:
    these = scene.northern
    method, _, path = route.partition(" ")
    if "$login" in path:
        found = (await scene.north.people["owner"].http("GET", "/v1/agent/sessions")).json()["items"]
        these = {**these, "$login": next(each["id"] for each in found if each["here"])}
    for word in ("$conversation", "$customer", "$file", "$login", "$peer", "$shop"):
        path = path.replace(word, str(these.get(word)))
    fresh = {"owner": ("north", "ann"), "lead": ("north", "cleo"), "foreign": ("south", "cleo")}
    for who, status in wanted(ROUTES[route]).items():
        if who == "nobody":
            somebody = scene.world.nobody("customer")
        elif who == "head":
            somebody = await scene.world.agent("north", "dana")
        elif path.endswith("/logout") and who in fresh:
            somebody = await scene.world.agent(*fresh[who], fresh=True)
        else:
            somebody = scene.south.people["lead"] if who == "foreign" else scene.north.people[who]
        answer = await somebody.http(method, path, {} if method == "POST" else None)
        assert answer.status_code == int(status), (who, answer.text)
        if status == "404":
            error = answer.json()["error"]
            assert (error["code"], error["retry"], error["detail"][-2:]) == ("not_found", False, "Id")


async def test_nothing_one_tenant_heard_names_a_thing_of_the_other(scene: Scene) -> None:
    await things(scene.north)
    await things(scene.south)
    for desk in (scene.north, scene.south):
        for who in ("owner", "lead"):
            await desk.people[who].asks("conversation.list", {"limit": 100})
            await desk.people[who].asks("people.list", {})
    for desk, other in ((scene.north, "south"), (scene.south, "north")):
        heard = json.dumps([[each.answers, each.wire.heard] for each in desk.people.values() if each.wire])
        own, foreign = scene.world.ids(desk.slug), scene.world.ids(other)
        assert sum(id in heard for id in own) > 10, "the checker sees nothing"
        assert not {id for id in foreign if id in heard}
