"""The product in one minute: a shopper asks, the right agent answers, each in their own language."""

from tests.support.people import Agent, Shopper, client_id
from tests.support.running import Server


async def test_a_shopper_and_an_agent_talk_each_in_their_own_language(own_server: Server) -> None:
    lin = await Agent.logs_in(own_server.url, "lin")
    shopper = await Shopper.arrives(own_server.url, locale="zh-CN")
    await shopper.says("你好，我的包裹什么时候到？")
    c = await lin.gets(shopper.conversation)
    assert c["language"] == "zh"
    ack = await lin.says(shopper.conversation, "您好！我来帮您查一下。")
    assert ack["state"] == "posted"
    await shopper.sees("您好！我来帮您查一下。")
    await lin.does("note.post", conversationId=c["id"], clientId=client_id(), body={"text": "VIP"})
    await lin.does("conversation.close", conversationId=c["id"], clientId=client_id(), fence=lin.fences[c["id"]])
    await shopper.wire.event("conversation.closed")
    assert "VIP" not in str(shopper.wire.heard)
    numbers = [entry["seq"] for entry in shopper.wire.entries(c["id"])]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


async def test_an_answer_in_another_language_reaches_the_shopper_translated(own_server: Server) -> None:
    jonas = await Agent.logs_in(own_server.url, "jonas")
    shopper = await Shopper.arrives(own_server.url, locale="de-DE")
    await shopper.says("Guten Tag, ich möchte meine Bestellung zurückgeben. Wie geht das?")
    await jonas.gets(shopper.conversation)
    ack = await jonas.says(
        shopper.conversation, "Thank you, the weather in our harbour town is wonderful", language="en"
    )
    assert ack["state"] == "pending"
    entry = await shopper.wire.event("message.posted", lambda e: e["author"]["kind"] == "agent")
    assert entry["body"]["language"] == "de"
    assert entry["body"]["original"] == "Thank you, the weather in our harbour town is wonderful"
    await jonas.wire.event("message.released", lambda e: e["body"]["ref"] == ack["seq"])
