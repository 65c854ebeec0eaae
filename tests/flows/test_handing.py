"""Who gets what, and why, over the wire of a real server."""

import asyncio
from typing import Any

from tests.flows.test_admin import admin
from tests.support.people import Agent, Shopper, client_id
from tests.support.running import Server
from tests.support.wire import Json, Wire


def about(id: str, **more: Any) -> Json:
    """A command's body about a conversation."""
    return {"conversationId": id, "clientId": client_id(), **more}


async def colleague(seen_by: Agent, who: Agent, **fields: Any) -> Json:
    """The colleague, once they are told to be so."""

    def fits(event: Json) -> bool:
        c = event["colleague"]
        return c["id"] == who.me["id"] and all(c[name] == value for name, value in fields.items())

    return dict((await seen_by.wire.event("colleague.changed", fits))["colleague"])


async def test_everybody_of_the_desk_can_see_why_somebody_got_a_conversation(own_server: Server) -> None:
    lin = await Agent.logs_in(own_server.url, "lin")
    amara = await Agent.logs_in(own_server.url, "amara", online=False)
    shopper = await Shopper.arrives(own_server.url, locale="zh")
    await shopper.says("你好，我的包裹什么时候到？")
    id = shopper.conversation
    fence = (await lin.gets(id))["fence"]
    told = await amara.does("decision.explain", conversationId=id, fence=fence)
    assert (told["agentName"], told["step"], told["reason"]) == ("Lin Yue", "fluent", "speaks")
    assert (told["why"]["language"], told["why"]["level"]) == ("zh", 5)
    assert next((one["name"], one["why"]) for one in told["candidates"]) == ("Lin Yue", "chosen")
    entries = (await amara.does("conversation.resume", conversationId=id))["entries"]
    assigned = next(e["body"] for e in entries if e["body"]["kind"] == "conversation.assigned")
    assert assigned["why"] == told["why"], "the line in the thread needs no second question"
    assert await amara.refused("decision.explain", conversationId=id, fence=fence + 1) == "not_found"


async def test_a_heavy_conversation_fills_an_agent_sooner(own_server: Server) -> None:
    amara = await Agent.logs_in(own_server.url, "amara", online=False)
    rules = (await admin(amara, "GET", "/policy")).json()["routing"] | {"weights": {"live": 3}}
    assert (await admin(amara, "PATCH", "/policy", {"routing": rules})).status_code == 200
    lin = await Agent.logs_in(own_server.url, "lin")
    one, two = [await Shopper.arrives(own_server.url, locale="zh") for _ in range(2)]
    await one.says("你好，我的包裹什么时候到？")
    await lin.gets(one.conversation)
    assert (await colleague(amara, lin, load=3))["capacity"] == 4
    await two.says("你好，可以退货吗？")
    assert await lin.refused("conversation.claim", **about(two.conversation)) == "at_capacity"
    await lin.does("conversation.close", **about(one.conversation))
    await lin.gets(two.conversation)
    await colleague(amara, lin, load=3)


async def test_triage_is_the_desks_own_business_and_moves_the_conversation(own_server: Server) -> None:
    lin = await Agent.logs_in(own_server.url, "lin", online=False)
    jonas = await Agent.logs_in(own_server.url, "jonas")
    shopper = await Shopper.arrives(own_server.url, locale="zh")
    await shopper.says("你好，我的包裹什么时候到？")
    id = (await jonas.gets(shopper.conversation))["id"]
    await jonas.does("conversation.transfer", **about(id, fence=jonas.fences[id], language="de", note="writes German"))
    await jonas.gets(id)
    told = await lin.does("conversation.triage", **about(id, priority=5, vip=True, skills=["returns"]))
    c = told["conversation"]
    assert (c["priority"], c["vip"], c["skills"], c["wantedLanguage"]) == (5, True, ["returns"], "de")
    news = await jonas.wire.event("conversation.triaged", lambda e: e["conversationId"] == id)
    assert news["author"]["name"] == "Lin Yue"
    assert news["body"] == {"kind": "conversation.triaged", "priority": 5, "vip": True, "skills": ["returns"]}
    read = str(await shopper.does("conversation.resume", conversationId=id)) + str(shopper.wire.heard)
    assert "triaged" not in read
    assert "returns" not in read


async def test_a_skill_nobody_has_is_asked_for_and_then_done_without(own_server: Server) -> None:
    amara = await Agent.logs_in(own_server.url, "amara", online=False)
    shopper = await Shopper.arrives(own_server.url, locale="zh")
    await shopper.says("你好，我的包裹什么时候到？")
    await amara.does("conversation.triage", **about(shopper.conversation, skills=["unicorns"]))
    lin = await Agent.logs_in(own_server.url, "lin")
    assert (await lin.gets(shopper.conversation, timeout=5))["skills"] == ["unicorns"], "there is nothing to wait for"


async def test_an_agent_in_two_browsers_is_one_agent(own_server: Server) -> None:
    lin = await Agent.logs_in(own_server.url, "lin")
    ticket = await _ticket(lin)
    second = Agent(own_server.url, await Wire.connect(own_server.url, "/agent", {"version": 1, "ticket": ticket}))
    second.me, second.fences = lin.me, {}
    await second.does("presence.set", availability="away", reason="lunch")
    assert (await colleague(lin, lin, availability="away"))["reason"] == "lunch"
    await lin.does("presence.set", availability="online")
    shoppers = [await Shopper.arrives(own_server.url, locale="zh") for _ in range(5)]
    for shopper in shoppers:
        await shopper.says("你好，我的包裹什么时候到？")
    for shopper in shoppers[:4]:
        await asyncio.gather(lin.gets(shopper.conversation), second.gets(shopper.conversation))
    await lin.wire.close()
    await asyncio.sleep(0.2)
    mine = (await second.does("conversation.list", view="mine"))["items"]
    assert len(mine) == 4, "one capacity, and a browser that closes takes nothing away"
    await second.does("conversation.close", **about(shoppers[0].conversation))
    await second.gets(shoppers[4].conversation)


async def _ticket(who: Agent) -> str:
    from tests.support.people import post

    answer = await post(who.url, "/v1/agent/ticket", {}, Cookie=who.cookie, **{"X-CSRF": who.csrf})
    return str(answer.json()["ticket"])


async def test_colleagues_see_hours_rest_and_reasons(own_server: Server) -> None:
    amara = await Agent.logs_in(own_server.url, "amara", online=False)
    lin = await Agent.logs_in(own_server.url, "lin")
    hours = {"shifts": [{"day": day, "start": 0, "end": 1440} for day in range(7)]}
    changed = await admin(amara, "PATCH", f"/agents/{lin.me['id']}", {"hours": hours, "timeZone": "Asia/Shanghai"})
    assert changed.status_code == 200, changed.text
    rules = (await admin(amara, "GET", "/policy")).json()["routing"] | {"afterWorkSeconds": 600}
    assert (await admin(amara, "PATCH", "/policy", {"routing": rules})).status_code == 200
    people = await amara.does("people.list")
    assert people["drainSeconds"] == 300
    assert lin.me["id"] in people["shifts"]
    assert amara.me["id"] not in people["shifts"], "who promised no hours has none"
    [shift] = people["shifts"][lin.me["id"]]
    assert shift["end"] - shift["start"] == 8 * 86_400_000, "day and night, from yesterday to a week from now"
    shopper = await Shopper.arrives(own_server.url, locale="zh")
    await shopper.says("你好，我的包裹什么时候到？")
    await lin.gets(shopper.conversation)
    await lin.does("conversation.close", **about(shopper.conversation))

    def resting(event: Json) -> bool:
        return bool(event["colleague"]["restsUntil"])

    assert (await amara.wire.event("colleague.changed", resting))["colleague"]["id"] == lin.me["id"]
    other = await Shopper.arrives(own_server.url, locale="zh")
    await other.says("你好，可以退货吗？")
    await asyncio.sleep(0.5)
    assert (await other.does("conversation.list"))["items"][0]["status"] == "waiting"
    await lin.does("presence.set", availability="online")
    await lin.gets(other.conversation)


async def test_who_waits_is_told_as_the_line_moves(own_server: Server) -> None:
    first, second = [await Shopper.arrives(own_server.url, locale="zh") for _ in range(2)]
    for shopper in (first, second):
        await shopper.says("你好，我的包裹什么时候到？")

    async def place(shopper: Shopper, number: int | None) -> Json:
        def fits(event: Json) -> bool:
            return event["conversation"].get("place") == number

        return dict((await shopper.wire.event("conversation.changed", fits, 12))["conversation"])

    assert (await place(second, 2))["status"] == "waiting"
    assert "waitMs" not in await place(first, 1), "nothing was measured yet, so nothing is said"
    await first.does("conversation.close", conversationId=first.conversation, clientId=client_id())
    assert (await place(second, 1))["status"] == "waiting"
    lin = await Agent.logs_in(own_server.url, "lin")
    await lin.gets(second.conversation)
    assert (await place(second, None))["agentName"] == "Lin Yue"
