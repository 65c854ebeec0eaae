"""What is added to a message is made by keys alone, on a phone as on a desktop; nothing is covered, cut off or without a name."""

import pytest
from playwright.async_api import expect

from tests.browser.test_access import faults
from tests.support.browser import Crowd
from tests.support.console import Console
from tests.support.people import Shopper
from tests.support.running import Server
from tests.support.words import console_words

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
FIRST = {"reply": "replies", "card": "title", "order": "number", "form": "label"}
CUT = """(dialog) => [...dialog.querySelectorAll("input, textarea, button, label, legend")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && getComputedStyle(one).display !== "inline")
  .map((one) => `${one.tagName} ${one.value || one.textContent}`)"""
OVER = "(dialog) => dialog.scrollWidth > dialog.clientWidth || dialog.getBoundingClientRect().right > innerWidth"


async def opens(agent: Console, kind: str) -> None:
    """Through the menu, by keys; nothing lies over what one chooses from."""
    await agent.button("enclose.name", agent.composer).press("Enter")
    item = agent.page.get_by_role("menuitem", name=agent.say(f"enclose.{kind}"), exact=True)
    await expect(item).to_be_visible()
    await expect(agent.page.get_by_role("tooltip")).to_have_count(0)
    for _ in FIRST:
        if await item.evaluate("(item) => item === document.activeElement"):
            break
        await agent.page.keyboard.press("ArrowDown")
    await agent.page.keyboard.press("Enter")
    await expect(agent.dialog.get_by_label(agent.say(f"enclose.{FIRST[kind]}")).first).to_be_focused()


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("de", "light", 390), ("ar", "dark", 390), ("ru", "dark", 1400)]
)
async def test_each_is_opened_filled_and_left_by_keys(
    crowd: Crowd, shared_server: Server, language: str, scheme: str, width: int
) -> None:
    question = f"Which one is it, {language} {width}?"
    shopper = await Shopper.arrives(shared_server.url)
    await shopper.says(question)
    context = await crowd.browser_of("en", color_scheme=scheme, viewport={"width": width, "height": 844})
    await context.add_init_script(f"localStorage.setItem('tradewind.language', '{language}')")
    agent = await ready(Console(await context.new_page(), crowd.url, "sofia"), language)
    crowd.tabs.append(agent)
    await agent.page.goto(f"{agent.url}/console/#/desk/{shopper.conversation}")
    await agent.button("action.claim", agent.thread).first.press("Enter")  # a mouse would rest on what comes there
    press, type_ = agent.page.keyboard.press, agent.page.keyboard.type
    for kind in FIRST:
        await opens(agent, kind)
        if kind == "form":
            await type_("Colour")
            await press("Tab")
            await press("ArrowDown")
            await agent.page.get_by_role("option").last.click()
            await agent.button("enclose.another", agent.dialog).press("Enter")
            await expect(agent.dialog.get_by_label(agent.say("enclose.label")).last).to_be_focused()
        assert await faults(agent) == [], kind
        assert await agent.dialog.evaluate(CUT) == [], kind
        assert not await agent.dialog.evaluate(OVER), kind
        await press("Escape")
        await expect(agent.dialog).to_have_count(0)
        await expect(agent.button("enclose.name", agent.composer)).to_be_focused()
    await opens(agent, "reply")
    await type_("Blue\nRed")
    await press("Tab")
    await press("Tab")
    await press("Enter")
    await expect(agent.composer.get_by_text("Red")).to_be_visible()
    await expect(agent.field).to_be_focused()
    await agent.composer.get_by_role("button", name=agent.say("enclose.remove", name="Red")).press("Enter")
    await expect(agent.composer.get_by_text("Red")).to_have_count(0)
    await shopper.wire.close()


async def ready(agent: Console, language: str) -> Console:
    """Logged in, and read in this language."""
    agent.words = words = console_words(language)
    agent.composer = agent.page.get_by_role("region", name=words["composer.name"], exact=True)
    agent.field = agent.composer.get_by_role("textbox")
    agent.thread = agent.page.get_by_role("region", name=words["thread.name"], exact=True)
    return await agent.comes()
