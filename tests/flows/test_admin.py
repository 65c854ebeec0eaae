"""Setting up a desk by HTTP: what is changed takes effect on the next decision."""

from typing import Any

import httpx2

from tests.support.people import Agent, Shopper, client_id, post
from tests.support.running import PLAIN, Server, run


async def admin(who: Agent, method: str, path: str, body: dict[str, Any] | None = None) -> httpx2.Response:
    """An admin call of somebody who is signed in."""
    headers = {"Cookie": who.cookie, "X-CSRF": who.csrf}
    async with httpx2.AsyncClient(trust_env=False, verify=PLAIN) as client:
        return await client.request(method, f"{who.url}/v1/admin{path}", json=body, headers=headers, timeout=20)


NEW = {
    "email": "Kenji@demo.example",
    "name": "Kenji",
    "password": "tradewind-demo",
    "locale": "ja",
    "timeZone": "Asia/Tokyo",
    "languages": [{"language": "ja", "level": 5}],
}


async def test_a_new_colleague_is_routed_to_and_a_dismissed_one_is_shown_out(own_server: Server) -> None:
    amara = await Agent.logs_in(own_server.url, "amara", online=False)
    made = await admin(amara, "POST", "/agents", NEW)
    assert made.status_code == 200, made.text
    assert (await admin(amara, "POST", "/agents", NEW)).status_code == 409
    kenji = await Agent.logs_in(own_server.url, "kenji")
    shopper = await Shopper.arrives(own_server.url, locale="ja")
    await shopper.says("すみません、注文した商品はいつ届きますか？")
    await kenji.gets(shopper.conversation)

    path = f"/agents/{made.json()['id']}"
    changed = await admin(amara, "PATCH", path, {"capacity": 1, "languages": [{"language": "ko"}]})
    assert (changed.json()["capacity"], changed.json()["languages"]) == (1, [{"language": "ko", "level": 5}])
    other = await Shopper.arrives(own_server.url, locale="ja")
    await other.says("返品したいのですが、どうすればいいですか？")
    assert (await other.does("conversation.list"))["items"][0]["status"] == "waiting"

    assert (await admin(amara, "PATCH", path, {"active": False})).status_code == 200
    assert (await kenji.wire.event("server.bye", timeout=20))["code"] == "revoked"
    again = {"workspace": "demo", "email": "kenji@demo.example", "password": "tradewind-demo"}
    assert (await post(own_server.url, "/v1/agent/login", again)).status_code == 401


async def test_who_may_not_is_refused_and_what_makes_no_sense_too(own_server: Server) -> None:
    lin = await Agent.logs_in(own_server.url, "lin", online=False)
    amara = await Agent.logs_in(own_server.url, "amara", online=False)
    assert (await admin(lin, "GET", "/agents")).status_code == 403
    assert (await admin(amara, "POST", "/agents", {**NEW, "role": "admin"})).status_code == 403
    for wrong in ({"timeZone": "Mars/Base"}, {"capacity": -1}, {"password": "short"}, {"email": "nobody"}, {"id": "x"}):
        answer = await admin(amara, "POST", "/agents", {**NEW, **wrong})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request"), wrong
    assert (await admin(amara, "POST", "/agents", {**NEW, "teamIds": ["tm_00000"]})).status_code == 404


async def test_offers_begin_when_the_policy_says_so(own_server: Server) -> None:
    amara = await Agent.logs_in(own_server.url, "amara", online=False)
    lin = await Agent.logs_in(own_server.url, "lin")
    assert (await admin(amara, "GET", "/policy")).json()["offerSeconds"] == 0
    assert (await admin(amara, "PATCH", "/policy", {"offerSeconds": 30})).json()["offerSeconds"] == 30
    shopper = await Shopper.arrives(own_server.url, locale="zh")
    await shopper.says("你好，有优惠吗？")

    def offered(event: dict[str, Any]) -> bool:
        return bool(event["conversation"]["status"] == "offered")

    c = (await lin.wire.event("conversation.changed", offered))["conversation"]
    await lin.does("offer.accept", conversationId=c["id"], fence=c["fence"])


async def test_a_new_bridge_and_shop_work_at_once(own_server: Server) -> None:
    amara = await Agent.logs_in(own_server.url, "amara", online=False)
    shop = (await admin(amara, "POST", "/shops", {"name": "Berlin", "market": "DE", "channel": "email"})).json()
    made = await admin(amara, "POST", "/bridges", {"name": "mail", "shopId": shop["id"], "channel": "email"})
    token = made.json()["token"]
    said = {
        "thread": "t-1",
        "externalId": "m-1",
        "customer": {"externalId": "karin@example.de", "name": "Karin"},
        "text": "Wo bleibt mein Paket?",
    }
    path = "/v1/bridge/commands/message.deliver"
    answer = await post(own_server.url, path, said, Authorization=f"Bearer {token}")
    assert answer.json()["ok"], answer.text
    listed = await amara.does("conversation.list", view="queue")
    assert [item["channel"] for item in listed["items"]] == ["email"]
    visitor = await Shopper.arrives(own_server.url, shop=shop["key"])
    await visitor.does("conversation.open", clientId=client_id(), body={"text": "Guten Tag"})


async def test_a_desk_of_ones_own_from_the_command_line(own_server: Server) -> None:
    await own_server.stop()
    about = {"DATA_DIR": str(own_server.folder / "data")}
    code, output = await run("workspace", "my-shop", "--name", "My Shop", "--email", "me@shop.example", **about)
    assert code == 0, output
    password = output.split("password ")[1].split()[0]
    code, again = await run("workspace", "my-shop", "--name", "My Shop", "--email", "me@shop.example", **about)
    assert code != 0
    assert "already" in again
    await own_server.start()
    login = {"workspace": "my-shop", "email": "me@shop.example", "password": password}
    assert (await post(own_server.url, "/v1/agent/login", login)).json()["me"]["role"] == "admin"
