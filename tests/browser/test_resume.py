"""A letter's link: the conversation goes on in another browser, for whoever holds the letter, and only there."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from msgspec import Struct
from playwright.async_api import Browser, expect

from tests.support.browser import Crowd
from tests.support.mailbox import Mailbox, mailbox, text_of
from tests.support.people import Agent, client_id, post
from tests.support.running import Server
from tests.support.shop import Shop

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LINK = re.compile(r"https?://\S+#tradewind=([\w.-]+)")


class Post(Struct):
    """A desk that writes letters, the box they come to, and people with browsers."""

    server: Server
    box: Mailbox
    crowd: Crowd


@pytest_asyncio.fixture(loop_scope="session")
async def letters(chromium: Browser, tmp_path_factory: pytest.TempPathFactory, seeded: object) -> AsyncIterator[Post]:
    """Letters leave at once."""
    async with mailbox() as box:
        mail = {"SMTP_URL": box.url, "MAIL_FROM": "help@shop.example", "MAIL_WAIT_SECONDS": "0.3"}
        server = await Server(tmp_path_factory.mktemp("letters"), **mail).given(seeded).start()  # type: ignore[arg-type]
        people = Crowd(chromium, server.url)
        yield Post(server, box, people)
        assert not await people.leaves()
        await server.stop()


async def answered(post: Post, question: str, answer: str) -> tuple[Agent, str]:
    """Somebody asks in the chat, leaves an address and goes; the answer is written. Answers the agent and the conversation."""
    shopper = await post.crowd.shopper()
    await (await shopper.comes()).opens()
    await shopper.says(question)
    await shopper.button("byMail").click()
    await shopper.chat.get_by_role("textbox", name=shopper.say("email")).fill("maya@home.example")
    await shopper.page.keyboard.press("Enter")
    await expect(shopper.chat.locator("p.letter")).to_contain_text("maya@home.example")
    await shopper.page.context.close()
    amara = await Agent.logs_in(post.server.url, "amara", online=False)
    waiting = (await amara.does("conversation.list", view="queue", limit=100))["items"]
    id = next(one["id"] for one in waiting if one["lastText"] == question)
    claimed = await amara.does("conversation.claim", conversationId=id, clientId=client_id())
    amara.fences[id] = claimed["conversation"]["fence"]
    await amara.says(id, answer, language="en")
    return amara, id


async def goes_to(shopper: Shop, link: str) -> Shop:
    """The page of a letter's link."""
    await shopper.page.goto(link)
    return shopper


async def test_the_letters_link_takes_the_chat_up_in_another_browser(letters: Post) -> None:
    amara, id = await answered(letters, "Is the lamp in stock?", "Yes, twelve of them.")
    (letter,) = await letters.box.holds(1)
    found = LINK.search(text_of(letter))
    assert found
    elsewhere = await goes_to(await letters.crowd.shopper("de"), found[0])
    await expect(elsewhere.chat).to_be_visible()
    await elsewhere.sees("Is the lamp in stock?")
    await elsewhere.sees("Yes, twelve of them.")
    assert "#" not in elsewhere.page.url
    await elsewhere.says("Then two, please")
    await elsewhere.ticked("Then two, please", "sent", "read")
    told = await amara.does("conversation.resume", conversationId=id)
    assert "Then two, please" in str(told["entries"])
    await elsewhere.page.reload()
    await elsewhere.opens()
    await elsewhere.sees("Then two, please")

    forged = f"{found[0][:-3]}abc"
    stranger = await goes_to(await letters.crowd.shopper("de"), forged)
    await stranger.opens()
    await expect(stranger.log).not_to_contain_text("lamp")

    key = (await post(letters.server.url, "/v1/customer/session", {"shop": "demo", "resume": found[1]})).json()
    assert key["conversationId"] == id
    odd = (
        await post(letters.server.url, "/v1/customer/session", {"shop": "demo", "resume": forged.split("=")[1]})
    ).json()
    assert (odd["conversationId"], odd["known"]) == ("", False)
    assert odd["customerId"] != key["customerId"]
    await amara.leaves()
