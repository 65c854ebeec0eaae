"""Every route by which a desk is changed leaves its line in the audit log; a new one without a row here fails."""

import json
import secrets
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from server.api.openapi import PLAIN
from tests.api.test_rules import PACK, order
from tests.support.running import run
from tests.support.wire import Json
from tests.support.worlds import Somebody, World, derived_id

DRY = {f"post /v1/admin/{path}" for path in ("routing/replay", "translation/try", "sign-on/test", "rules/dry-run")}
"""They ask what would be."""

SHOP = derived_id("sh", "south", "amazon")
WEBHOOK = {"name": "ours", "url": "https://a.example/x", "events": ["message.posted"]}
ENGINE = {"name": "ours", "kind": "libretranslate", "url": "https://a.example"}
SIGN_ON = {"name": "Ours", "issuer": "https://a.example", "clientId": "desk"}
OVERRIDE = order("abuse", "block")
ACTS: dict[str, tuple[str, Any, str]] = {
    "post /v1/admin/agents": ("agent.add", {"name": "Eve", "email": "", "password": "north-and-south"}, "agents"),
    "post /v1/admin/customers/{id}/erase": ("customer.erase", {"sure": ""}, ""),
    "patch /v1/admin/agents/{id}": ("agent.change", {"password": "another-long-one", "capacity": 9}, ""),
    "delete /v1/admin/agents/{id}/sign-on": ("provider.unlink", None, ""),
    "delete /v1/admin/agents/{id}/second-factor": ("factor.remove", None, ""),
    "post /v1/admin/invitations": ("invitation.add", {"email": "next@south.example"}, "invitations"),
    "delete /v1/admin/invitations/{id}": ("invitation.remove", None, ""),
    "post /v1/admin/roles": ("role.add", {"name": "Night lead", "permissions": ["answer", "lead"]}, "roles"),
    "patch /v1/admin/roles/{id}": ("role.change", {"permissions": ["answer"]}, ""),
    "delete /v1/admin/roles/{id}": ("role.remove", None, ""),
    "post /v1/admin/sign-on": ("sso.add", SIGN_ON, ""),
    "delete /v1/admin/sign-on": ("sso.remove", None, ""),
    "post /v1/admin/packs": ("pack.add", {"source": PACK}, "packs"),
    "delete /v1/admin/packs/{id}": ("pack.remove", None, ""),
    "post /v1/admin/overrides": ("override.add", OVERRIDE, "overrides"),
    "delete /v1/admin/overrides/{id}": ("override.remove", None, ""),
    "post /v1/admin/teams": ("team.add", {"name": "Night"}, "teams"),
    "patch /v1/admin/teams/{id}": ("team.change", {"name": "Day"}, ""),
    "post /v1/admin/shops": ("shop.add", {"name": "Wien", "market": "AT"}, "shops"),
    "patch /v1/admin/shops/{id}": ("shop.change", {"accent": "#123456"}, ""),
    "post /v1/admin/shops/{id}/keys": ("key.add", {}, "shop-keys"),
    "post /v1/admin/shop-keys/{id}/rotate": ("key.rotate", {}, ""),
    "delete /v1/admin/shop-keys/{id}": ("key.remove", None, ""),
    "patch /v1/admin/policy": ("policy.change", {"relaxSeconds": 61}, ""),
    "post /v1/admin/bridges": ("bridge.add", {"name": "mail", "shopId": SHOP, "channel": "mail"}, "bridges"),
    "patch /v1/admin/bridges/{id}": ("bridge.change", {"paused": True}, ""),
    "post /v1/admin/bridges/{id}/tokens": ("token.add", {"name": "second"}, "bridge-tokens"),
    "post /v1/admin/bridge-tokens/{id}/end": ("token.end", {}, ""),
    "post /v1/admin/bridges/{id}/replay": ("letters.replay", {"after": 0}, ""),
    "post /v1/admin/engines": ("engine.add", ENGINE, "engines"),
    "post /v1/admin/engine-order": ("engine.order", {"order": []}, ""),
    "patch /v1/admin/engines/{id}": ("engine.change", {"active": False}, ""),
    "delete /v1/admin/engines/{id}": ("engine.remove", None, ""),
    "post /v1/admin/terms": ("term.keep", {"term": "bag", "wording": "Tasche", "target": "de"}, "terms"),
    "delete /v1/admin/terms/{id}": ("term.remove", None, ""),
    "post /v1/admin/corrections/{id}": ("correction.refuse", {"decision": "refuse"}, ""),
    "post /v1/admin/webhooks": ("webhook.add", WEBHOOK, "webhooks"),
    "patch /v1/admin/webhooks/{id}": ("webhook.change", {"active": False}, ""),
    "post /v1/admin/webhooks/{id}/rotate": ("webhook.rotate", {}, ""),
    "post /v1/admin/webhooks/{id}/resend": ("events.resend", {"since": 0}, ""),
    "post /v1/admin/webhook-events/{id}/resend": ("events.resend", {}, ""),
    "delete /v1/admin/webhooks/{id}": ("webhook.remove", None, ""),
}  # fmt: skip


@pytest.fixture
async def dana(world: World) -> Somebody:
    """Who answers for the south."""
    return await world.agent("south", "dana")


async def lines(dana: Somebody, **query: int) -> list[Json]:
    """The log, the latest first."""
    answer = await dana.http("GET", "/v1/admin/audit?" + "&".join(f"{key}={value}" for key, value in query.items()))
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items


def told(world: World, webhook_id: str) -> str:
    """Something this webhook was told, as the outbox keeps it."""
    values = ("we_0000000001", derived_id("ws", "south"), webhook_id, "delivered")
    planted(world, "INSERT INTO webhook_event (id, workspace_id, webhook_id, state) VALUES (?, ?, ?, ?)", values)
    return values[0]


def planted(world: World, statement: str, values: tuple[str, ...]) -> None:
    """Something that came to be elsewhere."""
    with closing(sqlite3.connect(world.server.database, timeout=20)) as database, database:
        database.execute(statement, values)


LOOKS = [path for method, path, *_ in PLAIN if method == "get" and "/v1/admin/" in path and "{id}" in path]
ABSENT = "xx_3333333333"


async def strange(other: Somebody, dana: Somebody, route: tuple[str, str, str], ask: Json | None) -> None:
    """An admin of another desk with this very id, and this desk's with one of nothing: the same no."""
    method, path, id = route
    foreign = await other.http(method.upper(), path.replace("{id}", id), ask)
    absent = await dana.http(method.upper(), path.replace("{id}", ABSENT), ask)
    assert (foreign.status_code, foreign.json()) == (absent.status_code, absent.json()), route
    assert foreign.status_code == 404, (route, foreign.text)


def test_every_route_that_changes_a_desk_has_its_row() -> None:
    changing = {f"{method} {path}" for method, path, *_ in PLAIN if path.startswith("/v1/admin/") and method != "get"}
    assert set(ACTS) == changing - DRY


@pytest.mark.timeout(240)  # each of forty routes, thrice
async def test_every_change_leaves_one_line_and_no_secret(world: World, dana: Somebody) -> None:
    made = {"customers": "cu_0000000001"}
    person = (made["customers"], derived_id("ws", "south"), "Whoever", "{}")
    planted(world, "INSERT INTO customer (id, workspace_id, name, attributes) VALUES (?, ?, ?, ?)", person)
    made["corrections"] = "co_0000000001"
    better = (made["corrections"], derived_id("ws", "south"), "a word", "a better word")
    planted(world, "INSERT INTO correction (id, workspace_id, original, wording) VALUES (?, ?, ?, ?)", better)
    said: list[str] = []
    other, looks = await world.agent("north", "dana"), [*LOOKS, "/v1/admin/customers/{id}/export"]
    theirs = await lines(other, limit=1)
    for route, (action, body, collection) in ACTS.items():
        method, _, path = route.partition(" ")
        if "email" in (ask := dict(body) if body is not None else {}):
            ask["email"] = f"{secrets.token_hex(4)}@south.example"
        if "sure" in ask:
            ask["sure"] = made["customers"]
        if "order" in ask:
            ask["order"] = [made["engines"]]
        if "{id}" in path:
            id = made.get(path.split("/")[3], "")
            await strange(other, dana, (method, path, id), ask if body is not None else None)
            for look in [look for look in looks if look.split("/")[3] == path.split("/")[3]]:
                looks.remove(look)
                await strange(other, dana, ("get", look, id), None)
        before = await lines(dana, limit=1)
        answer = await dana.http(
            method.upper(), path.replace("{id}", made.get(path.split("/")[3], "")), ask if body is not None else None
        )
        assert answer.status_code == 200, (route, answer.text)
        found = answer.json()
        if collection:
            listed = found.get(collection, [found.get("card") or found.get("webhook") or found])
            made[collection] = listed[0]["id"]
        if collection == "agents":
            row = (made["agents"], derived_id("ws", "south"), "a generation")
            planted(world, "INSERT INTO second_factor (id, workspace_id, generation) VALUES (?, ?, ?)", row)
            planted(
                world,
                "INSERT INTO sign_on_link (id, workspace_id, agent_id) VALUES (?, ?, ?)",
                ("sl_1", row[1], row[0]),
            )
        if collection == "webhooks":
            made["webhook-events"] = told(world, made["webhooks"])
        said += [found[word] for word in ("token", "secret") if word in found]
        after = await lines(dana, limit=2)
        assert after[1:] == before, route
        assert (after[0]["action"], after[0]["actorName"], after[0]["address"]) == (action, "Dana", "127.0.0.0/24")
    assert await lines(other, limit=1) == theirs, "nothing was done to the other desk"
    assert looks == []
    assert "Whoever" not in json.dumps(await lines(dana, limit=200))
    assert "a generation" not in json.dumps(await lines(dana, limit=200))
    log = json.dumps(await lines(dana, limit=200))
    secret = [row[0] for row in world.rows("SELECT password_hash FROM agent UNION SELECT token_hash FROM bridge_token")]
    assert '"password_hash": ["secret", "secret"]' in log
    assert len(said) >= 4
    assert not any(word and word in log for word in (*said, *secret))
    await dana.http("PATCH", f"/v1/admin/agents/{made['agents']}", {"active": False})
    await dana.http("PATCH", "/v1/admin/policy", {"relaxSeconds": 60})


async def test_the_log_of_one_desk_is_read_in_pages_by_its_own_admin(world: World, dana: Somebody) -> None:
    for name in ("A", "B", "C"):
        await dana.http("POST", "/v1/admin/teams", {"name": name})
    every = await lines(dana, limit=200)
    assert [line["number"] for line in every] == list(range(len(every), 0, -1))
    assert await lines(dana, limit=2) + await lines(dana, limit=200, before=every[1]["number"]) == every
    other = await world.agent("north", "dana")
    await other.http("POST", "/v1/admin/teams", {"name": "Ours"})
    assert not {line["target"] for line in await lines(other, limit=200)} & {line["target"] for line in every}
    for wrong in ("before=-1", "limit=0", "limit=201", "since=1"):
        assert (await dana.http("GET", f"/v1/admin/audit?{wrong}")).status_code == 400


async def test_the_command_line_names_the_broken_desk(world: World, dana: Somebody) -> None:
    await dana.http("POST", "/v1/admin/teams", {"name": "Kept"})
    data = str(world.server.folder / "data")
    code, output = await run("audit", "verify", DATA_DIR=data)
    assert code == 0, output
    head = next(line.rsplit(" ", 1)[1] for line in output.splitlines() if line.startswith("south"))
    assert (await run("audit", "verify", "--workspace", "south", "--kept", head, DATA_DIR=data))[0] == 0
    number = int(head.partition(":")[0])
    code, output = await run("audit", "verify", "--workspace", "south", "--kept", f"{number}:x", DATA_DIR=data)
    assert (code, f"broken at line {number}: not the line that was kept" in output) == (1, True)
    assert (await run("audit", "verify", "--workspace", "none", DATA_DIR=data))[0] == 1
