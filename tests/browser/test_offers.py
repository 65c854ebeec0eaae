"""Work that is offered: the ring that runs out, the tones, the notice of the desktop, the count in the title."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.browser.test_access import faults
from tests.support.browser import Crowd
from tests.support.console import Console
from tests.support.policies import set_policy
from tests.support.running import Server

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SECONDS = 12
ASKED, AGAIN = "请问这个杯子有货吗？", "我想退货，可以吗？"
ALERTS = """
globalThis.rung = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { rung.push(this.frequency.value); return start.apply(this, when); };
globalThis.notices = [];
globalThis.Notification = class {
  static permission = "default";
  static async requestPermission() { return (this.permission = "granted"); }
  constructor(title, { body, tag }) { Object.assign(this, { title, body, tag }); notices.push(this); }
  close() { this.closed = true; }
};
globalThis.away = false;
Object.defineProperty(document, "hidden", { get: () => away });
"""
"""What the browser would sound and show is written down; whether another window is before this one is said by the test."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def offering(tmp_path_factory: pytest.TempPathFactory, seeded: Path) -> AsyncIterator[Server]:
    """A desk that asks before it gives."""
    server = Server(tmp_path_factory.mktemp("offering")).given(seeded)
    set_policy(server, offer_seconds=SECONDS)
    await server.start()
    yield server
    await server.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def people(chromium: Browser, offering: Server) -> AsyncIterator[Crowd]:
    """People at that desk."""
    crowd = Crowd(chromium, offering.url)
    yield crowd
    assert not await crowd.leaves()


async def called(agent: Console) -> Console:
    """Somebody who wants to hear and see what asks for them, and takes work."""
    await agent.page.add_init_script(ALERTS)
    await agent.comes()
    await agent.page.get_by_role("button", name=re.compile(f"^{agent.name},")).click()
    for before, after in (("sound.off", "sound.on"), ("habit.noticesOff", "habit.noticesOn")):
        await agent.page.get_by_role("menuitem", name=agent.say(before), exact=True).click()
        await expect(agent.page.get_by_role("menuitem", name=agent.say(after), exact=True)).to_be_visible()
    await agent.page.keyboard.press("Escape")
    await agent.becomes("online")
    return agent


def offer(agent: Console, text: str) -> Locator:
    """The offer of the conversation that ends with these words."""
    return agent.page.get_by_role("alertdialog", name=agent.say("offer.title")).filter(has_text=text)


async def left(ring: Locator) -> int:
    """The seconds the ring says."""
    return int(await ring.get_by_role("timer").inner_text())


async def noticed(agent: Console) -> dict[str, str]:
    """The one notice of the desktop, when it is shown."""
    async with asyncio.timeout(20):
        while await agent.page.evaluate("notices.length") == 0:
            await agent.page.wait_for_timeout(50)
    (told,) = await agent.page.evaluate("notices.map(({ title, body, tag }) => ({ title, body, tag }))")
    return dict(told)


async def drawn(ring: Locator) -> float:
    """How long the ring's line still is."""
    dashes = await ring.locator("circle[stroke-linecap=round]").get_attribute("stroke-dasharray")
    return float(re.split("[ ,]+", dashes or "")[0])


async def test_an_offer_is_seen_heard_and_taken_in_time(people: Crowd) -> None:
    lin = await called(await people.agent("lin"))
    shopper = await (await people.shopper("zh")).comes()
    await expect(lin.page).to_have_title("Tradewind")
    await shopper.opens()
    await shopper.says(ASKED)
    ring = offer(lin, ASKED)
    await expect(ring).to_be_visible()
    await expect(lin.page).to_have_title("(1) Tradewind")
    full, line = await left(ring), await drawn(ring)
    assert SECONDS - 4 <= full <= SECONDS
    assert await faults(lin) == []
    await expect(ring.get_by_role("timer")).to_have_text(str(full - 3))
    assert await drawn(ring) < line
    assert await lin.page.evaluate("rung") == [660, 880], "it sounds once, however often the ring is drawn"
    assert await lin.page.evaluate("notices.length") == 0, "what is before one's eyes needs no notice"
    await lin.button("action.accept", ring).click()
    await lin.stands("mine")
    await lin.sees(ASKED)
    await expect(ring).to_have_count(0)
    await expect(lin.page).to_have_title("Tradewind")
    await expect(shopper.log).to_contain_text(lin.name)
    await lin.says("有货的")
    await shopper.sees("有货的")


async def test_in_another_window_one_is_called_and_led_to_the_words(people: Crowd) -> None:
    lin = await called(await people.agent("lin"))
    shopper = await (await people.shopper("zh")).comes()
    await lin.page.evaluate("away = true")
    await shopper.opens()
    await shopper.says(AGAIN)
    await expect(offer(lin, AGAIN)).to_be_visible()
    told = await noticed(lin)
    assert (told["title"], told["body"]) == (lin.say("offer.title"), AGAIN)
    await lin.page.evaluate("notices[0].onclick()")
    await expect(lin.page).to_have_url(f"{lin.url}/console/#/desk/{told['tag']}")
    assert await lin.page.evaluate("notices[0].closed")
    await lin.button("action.accept", offer(lin, AGAIN)).click()
    await lin.stands("mine")
    await lin.page.evaluate("away = true, location.hash = '#/board', notices.length = 0")
    await shopper.says("在吗？")
    told = await noticed(lin)
    assert told["body"] == "在吗？"
    assert told["title"] != lin.say("offer.title")


async def test_declined_it_goes_to_the_next_and_missed_it_goes_back(people: Crowd) -> None:
    question = "这条毯子是羊毛的吗？"
    lin, amara = await called(await people.agent("lin")), await called(await people.agent("amara"))
    shopper = await (await people.shopper("zh")).comes()
    await shopper.opens()
    await shopper.says(question)
    await lin.button("action.decline", offer(lin, question)).click()
    await expect(offer(lin, question)).to_have_count(0)
    theirs = amara.page.get_by_role("alertdialog", name=amara.say("offer.title"))
    await expect(theirs).to_be_visible()
    assert await amara.page.evaluate("rung") == [660, 880]
    await expect(theirs).to_have_count(0)
    await expect(amara.page).to_have_title("Tradewind")
    await lin.looks_at("all")
    await lin.row(question).click()
    await lin.sees(question)
