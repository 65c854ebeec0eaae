"""The shop's script is asked before anything of the shopper leaves the page: tapped, filled in, or said with a rating."""

import pytest
from playwright.async_api import expect

from tests.support.browser import Crowd
from tests.support.people import Agent, client_id
from tests.support.running import Server

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
CARD = "goldfish ninety"
LISTENS = """() => {
  globalThis.told = [];
  Tradewind("on", "before-send", ({ text }) => void told.push(text));
  Tradewind("on", "before-send", ({ text }) => !/secret/.test(text) && text.replace(/goldfish ninety/, "****"));
  Tradewind("on", "before-send", () => true);
}"""


async def test_taps_forms_and_ratings_are_held_back_or_changed_as_words_are(
    crowd: Crowd, shared_server: Server
) -> None:
    question = "How do you want me to pay?"
    shopper = await (await crowd.shopper()).comes()
    await shopper.opens()
    await shopper.says(question)
    await shopper.ticked(question, "sent")
    amara = await Agent.logs_in(shared_server.url, "amara", online=False)
    waiting = (await amara.does("conversation.list", view="queue", limit=100))["items"]
    id = next(one["id"] for one in waiting if one["lastText"] == question)
    claimed = await amara.does("conversation.claim", conversationId=id, clientId=client_id())
    here = {"conversationId": id, "fence": claimed["conversation"]["fence"]}

    async def asks(text: str, *pieces: dict[str, object]) -> None:
        body = {"text": text, "pieces": pieces}
        await amara.does("message.send", **here, clientId=client_id(), body=body, language="en", confirmed=True)

    async def received() -> list[str]:
        entries = (await amara.does("conversation.resume", conversationId=id))["entries"]
        said = [one for one in entries if one["author"]["kind"] == "customer"]
        words = [one["body"].get("text") or one["body"].get("comment") for one in said]
        return [text for text in words if text]

    await shopper.page.evaluate(LISTENS)
    await asks("Which?", *({"kind": "reply", "label": one} for one in ("my secret way", f"card {CARD}")))
    await shopper.log.get_by_role("button", name="my secret way").click()
    await shopper.page.wait_for_function("told.length === 1")
    await shopper.log.get_by_role("button", name=f"card {CARD}").click()
    await shopper.ticked("card ****", "sent", "read")

    await asks("And", *({"kind": "field", "label": one, "type": "text"} for one in ("Holder", "Number", "Note")))
    send = shopper.log.get_by_role("button", name=shopper.say("send"), exact=True)
    await shopper.log.get_by_label("Holder").fill("M. Secret, secret holder")
    await shopper.log.get_by_label("Number").fill(CARD)
    await send.click()
    await shopper.page.wait_for_function("told.length === 4")
    await expect(shopper.log.get_by_label("Number")).to_have_value(CARD)
    await shopper.log.get_by_label("Holder").fill("Maya")
    await send.click()
    await expect(shopper.log.get_by_role("definition").nth(1)).to_have_text("****")
    assert await shopper.page.evaluate("told.slice(4)") == ["Maya", CARD], "what is left empty is nobody's word"

    await shopper.button("end", shopper.chat).click()
    await shopper.button("end", shopper.page.get_by_role("alertdialog")).click()
    await shopper.chat.get_by_role("button", name="4 / 5").click()
    await shopper.chat.get_by_label(shopper.say("comment")).fill(f"I told you {CARD}")
    await shopper.button("submit", shopper.chat).click()
    await expect(shopper.chat.get_by_text(shopper.say("thanks"))).to_be_visible()
    said = await received()
    assert said == [question, "card ****", "Holder:\nMaya\nNumber:\n****", "I told you ****"]
    await amara.leaves()
