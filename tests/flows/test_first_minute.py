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


async def test_what_was_previewed_is_sent_at_once_and_what_was_sent_is_remembered(own_server: Server) -> None:
    jonas = await Agent.logs_in(own_server.url, "jonas")
    shopper = await Shopper.arrives(own_server.url, locale="de-DE")
    await shopper.says("Guten Tag, ich möchte meine Bestellung zurückgeben. Wie geht das?")
    id = (await jonas.gets(shopper.conversation))["id"]
    words = "Thank you, the harbour is closed on the 14 of May"
    checked = await jonas.does("draft.check", conversationId=id, text=words, language="en")
    assert checked["preview"]["language"] == "de"
    assert (await jonas.says(id, words, language="en"))["state"] == "posted"
    first = "The lighthouse keeper will call you about parcel 7781"
    assert (await jonas.says(id, first, language="en"))["state"] == "pending"
    await shopper.wire.event("message.posted", lambda e: e["body"].get("original") == first)
    await own_server.stop()
    await own_server.start()
    jonas = await Agent.logs_in(own_server.url, "jonas")
    await jonas.does("conversation.claim", conversationId=id, clientId=client_id())
    again = first.replace("7781", "9902")
    await jonas.says(id, again, language="en")
    seen = (await jonas.does("conversation.resume", conversationId=id))["entries"]
    shopper = await Shopper.arrives(own_server.url, token=shopper.token)
    await shopper.does("conversation.resume", conversationId=id)
    if not any(entry["body"].get("text") == again and entry["body"]["state"] == "posted" for entry in seen):
        await jonas.wire.event("message.released")
    entries = (await shopper.does("conversation.resume", conversationId=id))["entries"]
    remembered = [entry["body"] for entry in entries if entry["body"].get("original") == again]
    assert [body["engine"] for body in remembered] == ["memory"]
