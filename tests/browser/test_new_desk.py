"""From an empty workspace to the first answered conversation, by what the screen says alone; and the shops' page on the way."""

import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.browser.test_access import faults
from tests.browser.test_hostile import HURT, unharmed
from tests.support.browser import Crowd
from tests.support.console import Console
from tests.support.running import Server, run
from tests.support.shop import Shop
from tests.support.words import shops_words, staffing_words

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
WORDS, STAFF = shops_words("en"), staffing_words("en")
NAME = '"><img src=x onerror=hurt()>'
HELLO = "<svg onload=hurt()></svg> Tea?"
PASSWORD = re.compile(r"password (\S+)")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def fresh(tmp_path_factory: pytest.TempPathFactory, seeded: Path) -> AsyncIterator[tuple[Server, str]]:
    """A server with a workspace nobody has entered yet, and its admin's password."""
    server = Server(tmp_path_factory.mktemp("fresh")).given(seeded)
    wish = ("workspace", "teahouse", "--name", "Tea House", "--email", "mia@tea.example")
    code, said = await run(*wish, DATA_DIR=str(server.folder / "data"))
    found = PASSWORD.search(said)
    assert code == 0, said
    assert found, said
    await server.start()
    yield server, found[1]
    await server.stop()


async def comes(crowd: Crowd, password: str) -> Console:
    """Mia logs in for the first time."""
    context = await crowd.browser_of("en", viewport={"width": 1500, "height": 950})
    mia = Console(await context.new_page(), crowd.url, "amara")
    mia.name = "mia"
    crowd.tabs.append(mia)
    await mia.page.add_init_script(HURT)
    await mia.page.goto(f"{mia.url}/console/")
    for field, value in (("workspace", "teahouse"), ("email", "mia@tea.example"), ("password", password)):
        await mia.page.get_by_label(mia.say(f"login.{field}"), exact=True).fill(value)
    await mia.button("login.enter").click()
    await mia.is_live()
    return mia


def way(mia: Console) -> Locator:
    return mia.page.get_by_role("region", name=WORDS["first.title"])


async def told(mia: Console, done: int) -> None:
    """Mia looks at the list of first steps: so many are ticked."""
    await mia.page.goto(f"{mia.url}/console/#/desk")
    words = WORDS["first.count"].replace("{{done}}", str(done)).replace("{{all}}", "5")
    await expect(way(mia).get_by_role("status")).to_have_text(words)


async def test_the_first_five_minutes_need_no_manual(chromium: Browser, fresh: tuple[Server, str]) -> None:
    began = time.monotonic()
    crowd = Crowd(chromium, fresh[0].url)
    mia = await comes(crowd, fresh[1])
    await told(mia, 0)
    assert await faults(mia) == []
    sample = await way(mia).get_by_role("link", name=WORDS["first.page"]).get_attribute("href")
    await way(mia).get_by_role("button", name=WORDS["first.look"]).click()
    await makes_it_hers(mia)
    shopper = await looks_in(crowd, f"{mia.url}{sample}")
    await shopper.says("Is the kettle in stock?")
    await shopper.ticked("Is the kettle in stock?", "sent")
    await told(mia, 3)  # the look, the hours, the page
    await mia.opens("Is the kettle in stock?")
    await mia.claims()
    await mia.says("It is!")
    await shopper.sees("It is!")
    await told(mia, 4)
    await way(mia).get_by_role("button", name=WORDS["first.people"]).click()
    await mia.dialog.get_by_label(STAFF["person.name"], exact=False).first.fill("Noor")
    await mia.dialog.get_by_label(STAFF["person.email"]).first.fill("noor@tea.example")
    await mia.dialog.get_by_label(STAFF["person.password"]).first.fill("a-long-first-password")
    await mia.dialog.get_by_role("button", name=STAFF["action.save"]).click()
    await expect(mia.dialog).to_have_count(0)
    await told(mia, 5)
    assert time.monotonic() - began < 300
    await way(mia).get_by_role("button", name=WORDS["first.close"]).last.click()
    await expect(way(mia)).to_have_count(0)
    await mia.page.reload()
    await mia.is_live()
    await expect(way(mia)).to_have_count(0)
    for tab in (mia, shopper):
        await unharmed(tab)
    assert await crowd.leaves() == []


async def makes_it_hers(mia: Console) -> None:
    """A name, a colour, words and hours; the real widget beside the form shows them before they are kept."""
    page = mia.page
    glass = page.frame_locator("iframe")
    await expect(glass.get_by_role("dialog", name="Tea House")).to_be_visible()
    await page.get_by_label(WORDS["look.accent"]).fill("#be185d")
    await page.get_by_label(WORDS["look.theme"]).select_option("dark")
    await page.get_by_placeholder(WORDS["words.add"]).click()
    await page.get_by_role("listbox").get_by_role("option", name="English").click()
    name, hello = page.get_by_label(WORDS["shop.name"]), page.get_by_label(WORDS["words.hello"])
    await hello.fill(HELLO)
    await name.fill(NAME)
    chat = glass.get_by_role("dialog", name=NAME)
    await expect(chat.get_by_role("heading", name=HELLO)).to_be_visible()
    await expect(name).to_be_focused()  # what opens in the frame took no key press away
    await expect(glass.locator(".tradewind")).to_have_attribute("data-theme", "dark")
    assert await glass.locator("body").evaluate("() => [globalThis.harmed, globalThis.broken]") == [None, []]
    await page.get_by_role("button", name=STAFF["week.add"].replace("{{day}}", "Monday")).click()
    assert await faults(mia) == []
    save = page.get_by_role("button", name=STAFF["action.save"])
    await name.focus()
    for _ in range(60):  # by keyboard alone, through the week, to the end of the form
        if await save.evaluate("(one) => one === document.activeElement"):
            break
        await page.keyboard.press("Tab")
    await expect(save).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(save).to_be_disabled()
    await expect(page.get_by_role("heading", name=NAME, level=1)).to_be_visible()


async def looks_in(crowd: Crowd, address: str) -> Shop:
    """A shopper on the sample page: the shop's own look and words have reached it."""
    context = await crowd.browser_of("en")
    shopper = Shop(await context.new_page(), crowd.url, "en")
    crowd.tabs.append(shopper)
    await shopper.page.add_init_script(HURT)
    shopper.chat = shopper.page.get_by_role("dialog", name=NAME)
    shopper.log = shopper.chat.get_by_role("log")
    shopper.field = shopper.chat.get_by_role("textbox", name=shopper.say("write"))
    await shopper.page.goto(address)
    await shopper.opens()
    await expect(shopper.chat.get_by_role("heading", name=HELLO)).to_be_visible()
    await expect(shopper.page.locator(".tradewind")).to_have_attribute("data-theme", "dark")
    return shopper
