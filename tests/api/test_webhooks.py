"""Webhooks by HTTP: set up, looked into, sent again; another tenant's do not exist, and no secret is shown twice."""

import asyncio
import secrets

import pytest

from server.identity.webhook_signatures import read_secret
from tests.support.people import client_id
from tests.support.wire import Json
from tests.support.worlds import Somebody, World

PRIVATE = "http://127.0.0.1:9/hook"


@pytest.fixture
async def lead(world: World) -> Somebody:
    return await world.agent("north", "cleo")


async def made(lead: Somebody, **fields: object) -> Json:
    """A new webhook, with its secret."""
    wish = {"name": "Ours", "url": PRIVATE, "events": ["message.posted"], **fields}
    answer = await lead.http("POST", "/v1/admin/webhooks", wish)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def tried(lead: Somebody, id: str) -> Json:
    """Its first event, once there was a try."""
    async with asyncio.timeout(20):
        while True:
            items = (await lead.http("GET", f"/v1/admin/webhooks/{id}/events?limit=1")).json()["items"]
            if items and items[0]["attempts"]:
                page: Json = (await lead.http("GET", f"/v1/admin/webhook-events/{items[0]['id']}")).json()
                return page
            await asyncio.sleep(0.05)


async def test_a_webhook_lives_from_the_first_to_the_last_day(world: World, lead: Somebody) -> None:
    new = await made(lead)
    card, id = new["webhook"], new["webhook"]["id"]
    assert len(read_secret(new["secret"])) == 32
    word = secrets.token_hex(12)
    opened = await (await world.shopper("north")).posts(
        "conversation.open", {"clientId": client_id(), "body": {"text": word}}
    )
    page = await tried(lead, id)
    assert page["event"]["conversationId"] == opened["conversationId"]
    assert (page["event"]["state"], page["event"]["kind"]) == ("waiting", "message.posted")
    assert [(each["status"], each["why"]) for each in page["attempts"]] == [(0, "address")]
    again = await lead.http("POST", f"/v1/admin/webhook-events/{page['event']['id']}/resend", {})
    assert again.json() == {"count": 1}
    assert (await lead.http("POST", f"/v1/admin/webhooks/{id}/resend", {"since": 0})).json() == {"count": 0}
    rotated = (await lead.http("POST", f"/v1/admin/webhooks/{id}/rotate", {"overlapHours": 1})).json()
    assert rotated["secret"] != new["secret"]
    assert rotated["webhook"]["formerUntil"] > card["createdAt"]
    changed = await lead.http("PATCH", f"/v1/admin/webhooks/{id}", {"active": False, "events": ["delivery.changed"]})
    assert (changed.json()["active"], changed.json()["events"]) == (False, ["delivery.changed"])
    listed = (await lead.http("GET", "/v1/admin/webhooks")).json()
    assert changed.json() in listed["items"]
    assert 82_000 < sum(listed["retries"]) < 87_000
    assert word not in world.server.log.read_text()
    shown = "".join(lead.answers)
    assert shown.count(new["secret"]) == shown.count(rotated["secret"]) == 1
    stored = world.rows("SELECT * FROM webhook WHERE id = ?", id)
    assert new["secret"].removeprefix("whsec_") not in str(stored)
    assert (await lead.http("DELETE", f"/v1/admin/webhooks/{id}")).json() == {"ok": True}
    assert world.rows("SELECT count(*) FROM webhook_event WHERE webhook_id = ?", id) == [(0,)]


async def test_another_tenants_webhook_does_not_exist(world: World, lead: Somebody) -> None:
    new = await made(lead)
    id = new["webhook"]["id"]
    shopper = await world.shopper("north")
    await world.conversation(shopper)
    event = (await tried(lead, id))["event"]["id"]
    foreign = await world.agent("south", "cleo")
    for strange, strange_event in ((id, event), ("wh_0000000000", "we_0000000000")):
        for method, path, body in (
            ("PATCH", f"/v1/admin/webhooks/{strange}", {"active": False}),
            ("DELETE", f"/v1/admin/webhooks/{strange}", None),
            ("POST", f"/v1/admin/webhooks/{strange}/rotate", {}),
            ("GET", f"/v1/admin/webhooks/{strange}/events", None),
            ("POST", f"/v1/admin/webhooks/{strange}/resend", {"since": 0}),
            ("GET", f"/v1/admin/webhook-events/{strange_event}", None),
            ("POST", f"/v1/admin/webhook-events/{strange_event}/resend", {}),
        ):
            answer = await foreign.http(method, path, body)
            detail = "eventId" if "webhook-events" in path else "webhookId"
            assert answer.json()["error"] == {"code": "not_found", "retry": False, "detail": detail}, path
    assert id not in (await foreign.http("GET", "/v1/admin/webhooks")).text
    mine = {each["id"]: each for each in (await lead.http("GET", "/v1/admin/webhooks")).json()["items"]}
    assert mine[id] | {"failingSince": 0} == new["webhook"]
    assert mine[id]["failingSince"] > 0
    await lead.http("DELETE", f"/v1/admin/webhooks/{id}")


@pytest.mark.parametrize(
    "url", ["http://user@a.example/", "http://0x7f.1/", "http://2130706433/", "http://a.example:0/", "http://[::1/"]
)
async def test_an_address_that_cannot_be_read_is_refused_at_once(lead: Somebody, url: str) -> None:
    wish = {"name": "Ours", "url": url, "events": ["message.posted"]}
    refused = await lead.http("POST", "/v1/admin/webhooks", wish)
    assert (refused.status_code, refused.json()["error"]["detail"]) == (400, "url")


async def test_there_may_not_be_too_many(world: World) -> None:
    lead = await world.agent("south", "cleo")
    ids = [(await made(lead))["webhook"]["id"] for _ in range(20)]
    wish = {"name": "Ours", "url": PRIVATE, "events": ["message.posted"]}
    assert (await lead.http("POST", "/v1/admin/webhooks", wish)).status_code == 409
    for id in ids:
        await lead.http("DELETE", f"/v1/admin/webhooks/{id}")
