"""The supervisor's board: what is going on, the whisper into it and the takeover; and on a phone nothing gapes or sticks out."""

import pytest
from playwright.async_api import expect

from tests.browser.test_access import faults
from tests.support.browser import Crowd
from tests.support.console import Console
from tests.support.nursery import ROOT
from tests.support.people import Shopper
from tests.support.running import Server
from tests.support.words import console_words

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
ROWS = """(figures) => {
  const [all, ...tiles] = [figures, ...figures.children].map((one) => one.getBoundingClientRect());
  const gap = parseFloat(getComputedStyle(figures).columnGap), rows = {};
  for (const { top, width } of tiles) rows[Math.round(top)] = (rows[Math.round(top)] ?? -gap) + width + gap;
  return Object.values(rows).map((width) => Math.round(all.width - width));
}"""
"""How much of each row of tiles is empty."""
OUT = """(main) => [main, ...main.querySelectorAll("section, table")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => `${one.tagName} ${one.getAttribute("aria-label")} ${one.scrollWidth} > ${one.clientWidth}`)"""
TABLES = """(main) => [...main.querySelectorAll("table")]
  .filter((table) => table.offsetWidth > table.parentElement.clientWidth + 1)
  .map((table) => `${table.offsetWidth} > ${table.parentElement.clientWidth}`)"""
BROKEN = """(main) => [...main.querySelectorAll("th")].filter((head) => {
  const words = document.createRange(), lines = new Set();
  words.selectNodeContents(head);
  for (const { top } of words.getClientRects()) lines.add(top);
  return lines.size > head.textContent.trim().split(/\\s+/).length;
}).map((head) => head.textContent)"""
"""Heads of columns with a break inside a word."""


async def looks(amara: Console) -> None:
    """Go to the board, as the rail does."""
    await amara.page.goto(f"{amara.url}/console/#/board")
    await expect(amara.page.get_by_role("heading", level=1, name=amara.say("page.board"), exact=True)).to_be_visible()


async def test_a_supervisor_whispers_and_takes_over(house_crowd: Crowd, house: Server) -> None:
    shopper = await Shopper.arrives(house.url)
    await shopper.says("My parcel was opened by somebody")
    sofia, amara = await (await house_crowd.agent("sofia")).comes(), await (await house_crowd.agent("amara")).comes()
    await looks(amara)
    waiting = amara.page.get_by_role("region", name=amara.say("board.byLanguage"), exact=True)
    await expect(waiting.get_by_role("row").filter(has_text="English")).to_contain_text("1")
    await sofia.opens("opened by somebody", "queue")
    await sofia.claims()
    live = amara.page.get_by_role("region", name=amara.say("board.live"), exact=True)
    row = live.get_by_role("row").filter(has_text="Sofía Reyes")
    await expect(row).to_contain_text("opened by somebody")
    await expect(waiting.get_by_role("table")).to_have_count(0)
    assert await faults(amara) == []
    await row.get_by_role("button").first.click()
    await amara.notes("Offer a new one at once")
    await sofia.sees("Offer a new one at once")
    await sofia.says("A new one leaves today")
    await shopper.sees("A new one leaves today")
    assert "Offer a new one" not in str(shopper.wire.heard)
    await looks(amara)
    await amara.button("action.takeOver", row).click()
    await amara.stands("mine")
    await expect(sofia.field).to_have_count(0)
    await amara.says("I see to it myself")
    await shopper.sees("I see to it myself")
    await shopper.wire.close()


async def test_on_a_phone_nothing_gapes_and_nothing_sticks_out(house_crowd: Crowd, house: Server) -> None:
    for language in ("de", "ja"):
        shopper = await Shopper.arrives(house.url, locale=language)
        await shopper.says("Das Paket ist noch immer nicht angekommen, seit drei Wochen warte ich darauf")
        await shopper.wire.close()
    size = {"width": 390, "height": 844}
    amara = await (await house_crowd.agent("amara", viewport=size, is_mobile=True, has_touch=True)).comes()
    await looks(amara)
    main, found = amara.page.get_by_role("main"), {}
    for table in sorted((ROOT / "console/src/i18n").glob("??.json")):
        words = console_words(table.stem)
        await amara.page.evaluate(f"localStorage.setItem('tradewind.language', '{table.stem}')")
        await amara.page.reload()
        await expect(amara.page.get_by_role("heading", level=1, name=words["page.board"], exact=True)).to_be_visible()
        await expect(main.get_by_role("table").nth(2)).to_be_visible()
        gaps = await main.locator("> div").first.evaluate(ROWS)
        assert len(gaps) == 2
        wrong = [gap for gap in gaps if gap > 1]
        for look in (OUT, TABLES, BROKEN):
            wrong += await main.evaluate(look)
        if wrong:
            found[table.stem] = wrong
    assert found == {}
