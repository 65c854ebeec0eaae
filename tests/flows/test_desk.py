"""What agents do with conversations, over the wire of a real server."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.people import Agent, Shopper, client_id, post
from tests.support.policies import set_policy
from tests.support.running import Server


@pytest.fixture
async def offering(tmp_path: Path, seeded: Path) -> AsyncIterator[Server]:
    """A server whose router asks before it gives."""
    server = Server(tmp_path).given(seeded)
    set_policy(server, offer_seconds=2)
    await server.start()
    yield server
    await server.stop()


async def test_customers_are_served_in_the_order_they_came(own_server: Server) -> None:
    shoppers = [await Shopper.arrives(own_server.url, locale="zh") for _ in range(6)]
    for number, shopper in enumerate(shoppers):
        await shopper.says(f"你好，我是第{number}位顾客，请帮帮我")
        await asyncio.sleep(0.01)
    lin = await Agent.logs_in(own_server.url, "lin")
    first = [shopper.conversation for shopper in shoppers[:4]]
    for id in first:
        await lin.gets(id)
    listed = await lin.does("conversation.list", view="mine")
    assert {item["id"] for item in listed["items"]} == set(first), "four fit, and they are the first four"
    place = (await shoppers[4].does("conversation.list"))["items"][0]["place"]
    assert place == 1
    began = time.monotonic()
    await lin.does("conversation.close", conversationId=first[0], clientId=client_id(), fence=lin.fences[first[0]])
    await lin.gets(shoppers[4].conversation)
    assert time.monotonic() - began < 5, "an event, not a sweep, brings the next one"


async def test_an_offer_is_declined_then_missed_and_the_place_is_kept(offering: Server) -> None:
    lin = await Agent.logs_in(offering.url, "lin")
    shopper = await Shopper.arrives(offering.url, locale="zh")
    await shopper.says("你好，请问有货吗？")
    id = shopper.conversation

    def offered(event: dict) -> bool:
        c = event["conversation"]
        return c["id"] == id and c["status"] == "offered" and c["assigneeId"] == lin.me["id"]

    c = (await lin.wire.event("conversation.changed", offered))["conversation"]
    since = c["waitingSince"]
    assert await lin.refused("offer.accept", conversationId=id, fence=c["fence"] + 1) == "not_assignee"
    back = await lin.does("offer.decline", conversationId=id, fence=c["fence"])
    assert back["conversation"]["status"] == "waiting"
    assert back["conversation"]["waitingSince"] == since
    taken = await lin.does("conversation.claim", conversationId=id, clientId=client_id())
    assert taken["conversation"]["status"] == "assigned"

    other = await Shopper.arrives(offering.url, locale="zh")
    await other.says("在吗？我想退货")
    id = other.conversation
    missed = await lin.wire.event("conversation.changed", offered)
    await lin.does("conversation.resume", conversationId=id)
    requeued = await lin.wire.event("conversation.requeued", lambda e: e["conversationId"] == id)
    assert (requeued["body"]["cause"], requeued["body"]["agentId"]) == ("missed", lin.me["id"])
    late = await lin.refused("offer.accept", conversationId=id, fence=missed["conversation"]["fence"])
    assert late == "not_assignee"


async def test_hand_over_to_a_colleague_with_a_note(own_server: Server) -> None:
    lin = await Agent.logs_in(own_server.url, "lin")
    sofia = await Agent.logs_in(own_server.url, "sofia")
    shopper = await Shopper.arrives(own_server.url, locale="zh")
    await shopper.says("你好，我要开发票")
    id = (await lin.gets(shopper.conversation))["id"]
    await lin.does(
        "conversation.transfer",
        conversationId=id,
        clientId=client_id(),
        fence=lin.fences[id],
        agentId=sofia.me["id"],
        note="needs an invoice",
    )
    await sofia.gets(id)
    stale = await lin.wire.ask(
        "message.send", conversationId=id, clientId=client_id(), body={"text": "还在"}, fence=lin.fences[id]
    )
    assert stale["error"]["code"] == "not_assignee"
    texts = [
        entry["body"].get("text") for entry in (await sofia.does("conversation.resume", conversationId=id))["entries"]
    ]
    assert "needs an invoice" in texts
    assert "needs an invoice" not in str(await shopper.does("conversation.resume", conversationId=id))


async def test_snooze_close_reopen(own_server: Server) -> None:
    lin = await Agent.logs_in(own_server.url, "lin")
    shopper = await Shopper.arrives(own_server.url, locale="zh")
    await shopper.says("你好，我想改地址")
    id = (await lin.gets(shopper.conversation))["id"]
    until = int(time.time() * 1000) + 3_600_000
    await lin.does("conversation.snooze", conversationId=id, clientId=client_id(), until=until)
    people = (await lin.does("people.list"))["items"]
    assert next(p for p in people if p["id"] == lin.me["id"])["load"] == 0
    await shopper.says("还有一个问题")
    woken = await lin.wire.event(
        "conversation.assigned", lambda e: e["conversationId"] == id and e["body"]["step"] == "returned"
    )
    lin.fences[id] = woken["body"]["fence"]
    await shopper.does("conversation.close", conversationId=id, clientId=client_id())
    await lin.wire.event("conversation.closed", lambda e: e["conversationId"] == id)
    assert await lin.refused("conversation.snooze", conversationId=id, clientId=client_id(), until=until) in (
        "not_assignee",
        "bad_state",
    )
    again = await lin.does("conversation.reopen", conversationId=id, clientId=client_id())
    assert again["conversation"]["assigneeId"] == lin.me["id"]
    await shopper.does("conversation.rate", conversationId=id, clientId=client_id(), score=5, comment="谢谢")
    await lin.wire.event("conversation.rated", lambda e: e["conversationId"] == id)


async def test_a_verb_repeated_with_its_id_is_done_once(own_server: Server) -> None:
    lin = await Agent.logs_in(own_server.url, "lin", online=False)
    shopper = await Shopper.arrives(own_server.url)
    await shopper.says("hello, a question about sizes please")
    id, mark = shopper.conversation, client_id()
    one, two = await asyncio.gather(
        *(lin.does("conversation.claim", conversationId=id, clientId=mark) for _ in range(2))
    )
    assert one["conversation"]["fence"] == two["conversation"]["fence"]
    entries = (await lin.does("conversation.resume", conversationId=id))["entries"]
    assert sum(entry["body"]["kind"] == "conversation.assigned" for entry in entries) == 1


async def test_a_login_that_ends_closes_its_socket_and_frees_what_it_had(own_server: Server) -> None:
    lin = await Agent.logs_in(own_server.url, "lin")
    shopper = await Shopper.arrives(own_server.url, locale="zh")
    await shopper.says("你好，包裹坏了")
    await lin.gets(shopper.conversation)
    answer = await post(own_server.url, "/v1/agent/logout", {}, Cookie=lin.cookie, **{"X-CSRF": lin.csrf})
    assert answer.status_code == 200
    assert (await lin.wire.event("server.bye"))["code"] == "revoked"
    amara = await Agent.logs_in(own_server.url, "amara", online=False)
    async with asyncio.timeout(20):
        while True:
            queue = (await amara.does("conversation.list", view="queue"))["items"]
            if any(item["id"] == shopper.conversation for item in queue):
                break
            await asyncio.sleep(0.1)
    assert (await post(own_server.url, "/v1/agent/ticket", {}, Cookie=lin.cookie)).status_code == 401
