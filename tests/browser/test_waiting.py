"""While a shopper waits: the honest wait, kept up to date, and the answer by e-mail for those who would rather go."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from msgspec import Struct
from playwright.async_api import WebSocketRoute, expect

from tests.browser.test_access import faults
from tests.support.browser import Crowd
from tests.support.people import Agent, client_id
from tests.support.running import Server
from tests.support.shop import Shop

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
WAITING = '"status":"waiting"'
ADDRESS = "maya@shop.example"


class Line(Struct):
    """What the desk tells of the line, at a pace no test could wait for."""

    wait_ms: int = 240_000
    silent: bool = False
    """Whether the conversation is told without its place, as when something else of it has changed."""
    silences: int = 0

    async def tells(self, shopper: Shop) -> Shop:
        """This shopper hears it of every conversation that waits."""

        def told(frame: str | bytes) -> str | bytes:
            if not isinstance(frame, str) or WAITING not in frame:
                return frame
            plain = re.sub(r',"(place|waitMs)":\d+|,"mail":"offered"', "", frame)
            if self.silent:
                self.silences += "conversation.changed" in plain
                return plain
            mail = "" if '"mail":"asked"' in plain else ',"mail":"offered"'
            return plain.replace(WAITING, f'{WAITING},"place":3,"waitMs":{self.wait_ms}{mail}')

        def between(page: WebSocketRoute) -> None:
            server = page.connect_to_server()
            page.on_message(server.send)
            server.on_message(lambda frame: page.send(told(frame)))

        await shopper.page.route_web_socket("**/socket.io/**", between)
        return shopper


async def waits(crowd: Crowd, line: Line, language: str = "en", **more: str) -> Shop:
    """A shopper who has asked something, and nobody came yet."""
    shopper = await line.tells(await crowd.shopper(language, **more))
    await (await shopper.comes()).opens()
    await shopper.says("Where is my parcel?")
    await expect(shopper.log).to_contain_text(shopper.say("place", n=3))
    return shopper


@asynccontextmanager
async def form(shopper: Shop) -> AsyncIterator[None]:
    """The form is open inside, and gone afterwards."""
    await shopper.button("byMail").click()
    await expect(shopper.button("byMail")).to_have_attribute("aria-expanded", "true")
    yield
    await expect(shopper.button("byMail")).to_have_count(0)


async def test_the_wait_is_told_and_told_anew(crowd: Crowd) -> None:
    line = Line()
    shopper = await waits(crowd, line)
    await expect(shopper.log).to_contain_text(shopper.say("waitMinutes", time="4 minutes"))
    line.wait_ms = 59_000
    await shopper.says("Hello?")
    await expect(shopper.log).to_contain_text(shopper.say("waitMoment"))
    line.silent = True
    await shopper.says("Anybody?")
    while not line.silences:
        await shopper.page.wait_for_timeout(20)
    await shopper.says("Somebody?")
    await shopper.ticked("Somebody?", "sent")
    await expect(shopper.log).to_contain_text(shopper.say("waitMoment"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_answer_by_mail_is_asked_for_without_a_mouse(crowd: Crowd, scheme: str) -> None:
    shopper = await waits(crowd, Line(), color_scheme=scheme)
    field = shopper.chat.get_by_role("textbox", name=shopper.say("email"))
    keyboard = shopper.page.keyboard
    async with form(shopper):
        await expect(field).to_be_focused()
        await keyboard.type("maya@shop")
        await keyboard.press("Enter")
        await expect(shopper.chat.get_by_role("alert")).to_have_text(shopper.say("emailOdd"))
        await expect(field).to_be_focused()
        await expect(field).to_have_attribute("aria-invalid", "true")
        assert await faults(shopper) == []
        await field.fill(ADDRESS)
        await keyboard.press("Enter")
    promise = shopper.chat.get_by_text(re.compile(re.escape(ADDRESS)))
    await expect(promise).to_be_focused()
    assert (await promise.inner_text()).replace("\u2066", "").replace("\u2069", "") == shopper.say(
        "mailTo", email=ADDRESS
    )
    assert await faults(shopper) == []
    await shopper.page.reload()
    await shopper.opens()
    await expect(shopper.chat.get_by_text(shopper.say("mailYou"))).to_be_visible()


async def test_who_is_typing_an_address_when_somebody_comes_goes_on_in_the_chat(
    crowd: Crowd, shared_server: Server
) -> None:
    shopper = await waits(crowd, Line(), "de")
    amara = await Agent.logs_in(shared_server.url, "amara", online=False)
    waiting = (await amara.does("conversation.list", view="queue", limit=100))["items"]
    mine = max(waiting, key=lambda one: one["createdAt"])
    async with form(shopper):
        await expect(shopper.field).not_to_be_focused()
        await amara.does("conversation.claim", conversationId=mine["id"], clientId=client_id())
    await expect(shopper.field).to_be_focused()
    await amara.does("conversation.close", conversationId=mine["id"], clientId=client_id())
    await amara.leaves()


async def test_on_a_narrow_phone_in_arabic_nothing_sticks_out(crowd: Crowd) -> None:
    context = await crowd.browser_of("ar", viewport={"width": 320, "height": 640})
    line = Line()
    shopper = await line.tells(await crowd.shopper("ar", within=context))
    await (await shopper.comes()).opens()
    await shopper.says("أين طردي؟")
    async with form(shopper):
        field = shopper.chat.get_by_role("textbox", name=shopper.say("email"))
        assert await shopper.chat.evaluate("(chat) => chat.scrollWidth <= chat.clientWidth")
        await field.fill(f"{'maya' * 12}@shop.example")
        await field.press("Enter")
    assert await shopper.chat.evaluate("(chat) => chat.scrollWidth <= chat.clientWidth")
    assert await shopper.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
