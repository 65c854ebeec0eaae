"""Both faces, light and dark, under axe-core: names, roles, contrast, focus."""

from functools import cache

import pytest
from playwright.async_api import expect

from tests.browser.test_rules import buys_on_amazon
from tests.support.browser import Crowd
from tests.support.nursery import ROOT
from tests.support.running import Server
from tests.support.tab import Tab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

RUN = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((one) => one.target.flat().join(" ")).join(" | ")}`)"""

CONTRAST = RUN.replace("resultTypes", "runOnly: ['color-contrast'], resultTypes")


@cache
def axe() -> str:
    """The checker itself."""
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text()


async def faults(tab: Tab, run: str = RUN) -> list[str]:
    """What axe finds wrong on the page as it stands."""
    if not await tab.page.evaluate("'axe' in globalThis"):
        await tab.page.evaluate(axe())  # not as a script element: the console's policy forbids those
    # What still fades in is judged when it is there.
    await tab.page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished.catch(() => 0)))")
    return list(await tab.page.evaluate(run))


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_shop_and_its_chat(crowd: Crowd, scheme: str) -> None:
    shopper = await (await crowd.shopper(color_scheme=scheme)).comes()
    assert await faults(shopper) == []
    await shopper.opens()
    await shopper.says("Hello there")
    await shopper.ticked("Hello there", "sent")
    await shopper.button("emoji", shopper.chat).click()
    assert await faults(shopper) == []
    await shopper.button("end", shopper.chat).click()
    await shopper.button("end", shopper.page.get_by_role("alertdialog")).click()
    await expect(shopper.button("again")).to_be_visible()
    assert await faults(shopper) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_console(crowd: Crowd, shared_server: Server, scheme: str) -> None:
    question = f"Is the jacket warm, and is it {scheme}?"
    await buys_on_amazon(shared_server, question)
    amara = await crowd.agent("amara", color_scheme=scheme)
    await amara.page.goto(f"{amara.url}/console/")
    await expect(amara.page.get_by_role("button", name=amara.name)).to_be_visible()
    assert await faults(amara) == []
    await amara.comes()
    await amara.opens(question)
    await amara.claims()
    await amara.says("It is")
    await amara.marked("It is", "posted")
    await amara.notes("asks a lot")
    await amara.writes("Text me on WhatsApp +44 7700 900123")
    await expect(amara.composer.get_by_role("list", name=amara.say("advice.name"))).to_be_visible()
    assert await faults(amara) == []
    await amara.page.get_by_role("button", name=amara.say("page.board")).click()
    await expect(amara.page.get_by_role("heading", name=amara.say("page.board"))).to_be_visible()
    assert await faults(amara) == []


async def test_the_dialogs_of_the_console(crowd: Crowd, shared_server: Server) -> None:
    await buys_on_amazon(shared_server, "Somebody else please")
    amara = await (await crowd.agent("amara")).comes()
    await amara.opens("Somebody else please")
    await amara.claims()
    await amara.button("action.transfer", amara.thread).click()
    await expect(amara.dialog.get_by_role("radio").nth(4)).to_be_attached()
    assert await faults(amara) == []
    await amara.page.keyboard.press("Escape")
    await amara.button("action.snooze", amara.thread).click()
    await expect(amara.page.get_by_role("menu")).to_be_visible()
    assert await faults(amara) == []
    await amara.page.get_by_role("menuitem", name=amara.say("snooze.custom"), exact=True).click()
    await expect(amara.dialog.get_by_label(amara.say("snooze.until"))).to_be_visible()
    assert await faults(amara) == []


async def test_every_page_in_the_dark_on_a_phone(crowd: Crowd) -> None:
    """What axe says of names and roles is the same in any light; here it looks for what cannot be read."""
    amara = await (await crowd.agent("amara", color_scheme="dark", viewport={"width": 390, "height": 844})).comes()
    rail = amara.page.get_by_role("navigation", name=amara.say("page.nav"))
    await rail.get_by_role("button", name=amara.say("page.more")).click()
    names = await amara.page.get_by_role("menuitem").all_inner_texts()
    assert len(names) > 6
    assert await faults(amara) == []
    for name in names:
        await amara.page.get_by_role("menuitem", name=name, exact=True).click()
        await expect(amara.page.get_by_role("heading", level=1)).to_be_visible()
        await expect(rail.get_by_role("button", name=amara.say("page.more"))).to_have_attribute("aria-current", "page")
        await expect(amara.page.get_by_role("menu")).to_have_count(0)  # while it fades its words are pale
        assert await faults(amara, CONTRAST) == [], name
        await rail.get_by_role("button", name=amara.say("page.more")).click()


async def test_axe_sees_what_is_wrong(crowd: Crowd) -> None:
    shopper = await (await crowd.shopper()).comes()
    await shopper.opens()
    await shopper.button("send").evaluate("(button) => button.removeAttribute('aria-label')")
    found = await faults(shopper)
    assert [fault.split(":")[0] for fault in found] == ["button-name"]
