"""A letter's link: the conversation goes on in another browser, for whoever holds the letter, and only there."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from msgspec import Struct
from playwright.async_api import Browser, expect

from tests.browser.test_access import faults
from tests.flows.test_admin import admin
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


async def stands_on(post: Post, *origins: str) -> None:
    """The shop says which its pages are; any, when it says nothing."""
    lead = await Agent.logs_in(post.server.url, "amara", online=False)
    shop = next(one for one in (await admin(lead, "GET", "/shops")).json()["items"] if one["key"] == "demo")
    assert (await admin(lead, "PATCH", f"/shops/{shop['id']}", {"origins": origins})).status_code == 200
    await lead.leaves()


async def asks_for_a_link(post: Post, shopper: Shop) -> None:
    """No answer is waited for: the way back alone, to an address of their own, and it opens the chat once more elsewhere."""
    asks = shopper.button("byLink", shopper.chat)
    await asks.press("Enter")
    await expect(asks).to_have_attribute("aria-expanded", "true")
    field = shopper.chat.get_by_role("textbox", name=shopper.say("byLink"))
    await expect(field).to_be_focused()
    await field.fill("maya at work")
    await field.press("Enter")
    await expect(shopper.chat.get_by_role("alert")).to_have_text(shopper.say("emailOdd"))
    assert await faults(shopper) == []
    await field.fill("maya@work.example")
    await field.press("Enter")
    told = shopper.chat.get_by_text(shopper.say("linkTo", email="\u2066maya@work.example\u2069"))
    await expect(told).to_be_focused()
    letter = (await post.box.holds(2))[1]
    assert letter["To"] == "maya@work.example"
    assert letter["Content-Language"] == "en", "as the chat was begun"
    found = LINK.search(text_of(letter))
    assert found
    third = await goes_to(await post.crowd.shopper("de"), found[0])
    await third.sees("Then two, please")


async def test_the_letters_link_takes_the_chat_up_in_another_browser(letters: Post) -> None:
    await stands_on(letters, letters.server.url)
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
    await asks_for_a_link(letters, elsewhere)
    await stands_on(letters)

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
