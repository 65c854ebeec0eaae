"""A ticket walked through in the console: opened by a rule and by hand, found, changed under one's eyes; axe is content."""

import re
import secrets
from typing import Literal

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_access import faults
from tests.support.browser import Crowd
from tests.support.console import Console
from tests.support.people import Agent, Shopper, client_id
from tests.support.running import Server
from tests.support.words import ticket_words

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
WORDS = ticket_words("en")


async def lit(page: Page, scheme: Literal["light", "dark"]) -> None:
    """The page in a scheme: it hears of it a moment after the browser."""
    await page.emulate_media(color_scheme=scheme)
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)


async def tickets_of(amara: Console, query: str) -> None:
    """The list, narrowed by these words."""
    await amara.page.get_by_role("link", name=WORDS["back"]).click()
    await amara.page.get_by_role("searchbox", name=WORDS["find"]).fill(query)


async def test_from_a_threat_to_its_end(crowd: Crowd, shared_server: Server) -> None:
    mark = secrets.token_hex(4)
    threat, wanted = f"My lawyer will sue you, order {mark}", f"Send a new lamp {mark}"
    shopper = await Shopper.arrives(shared_server.url)
    await shopper.says(threat)
    amara = await (await crowd.agent("amara")).comes()
    page = amara.page
    await amara.opens(threat)
    legal = amara.say("ticket.kind.legal")
    await expect(amara.log.get_by_text(re.compile(rf"#\d+.*{legal}"))).to_be_visible()
    beside = page.get_by_role("region", name=WORDS["of"])
    await expect(beside.get_by_role("button").filter(has_text=mark)).to_have_count(1)

    # One more by hand, without a mouse.
    await page.keyboard.press("Control+k")
    await page.get_by_role("textbox", name=amara.say("commands.search")).fill(amara.say("ticket.open"))
    await page.keyboard.press("Enter")
    await amara.dialog.get_by_role("textbox", name=WORDS["subject"]).fill(wanted)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=wanted)).to_be_visible()
    await page.get_by_role("button", name=WORDS["take"]).click()
    await expect(page.get_by_role("combobox", name=WORDS["assignee"])).to_have_value(re.compile("^ag_"))
    field = page.get_by_role("textbox", name=WORDS["comment"])
    await field.fill("Asked the maker")
    await field.press("Control+Enter")
    await expect(page.get_by_role("list", name=WORDS["history"]).get_by_text("Asked the maker")).to_be_visible()
    assert await faults(amara) == []

    # A colleague's word comes by itself.
    id = page.url.rpartition("/")[2]
    jonas = await Agent.logs_in(shared_server.url, "jonas")
    said = {"ticketId": id, "clientId": client_id(), "text": "It is on its way"}
    await jonas.does("ticket.comment", **said)
    await expect(page.get_by_text("It is on its way")).to_be_visible()
    await lit(page, "dark")
    assert await faults(amara) == []

    await page.get_by_role("button", name=amara.say("ticket.status.pending"), exact=True).click()
    await tickets_of(amara, mark)
    rows = page.get_by_role("list", name=WORDS["back"]).get_by_role("button")
    await expect(rows).to_have_count(2)
    assert await faults(amara) == []
    await lit(page, "light")
    assert await faults(amara) == []
    await page.get_by_text(re.compile(f"^{WORDS['mine']}")).click()
    await expect(rows).to_have_count(1)

    # The customer's word ends the waiting for it; solving it is told to the conversation.
    await shopper.says("Any news?")
    await expect(rows.get_by_text(amara.say("ticket.status.open"), exact=True)).to_be_visible()
    await rows.click()
    await page.get_by_role("button", name=amara.say("ticket.status.solved"), exact=True).click()
    await expect(page.get_by_role("combobox", name=WORDS["kind"])).to_be_disabled()
    await page.get_by_role("region", name=WORDS["conversations"]).get_by_role("button").click()
    number = re.compile(rf"#\d+ .*{amara.say('ticket.kind.general')}")
    await expect(amara.log.get_by_text(number).last).to_be_visible()
    await shopper.wire.close()
    await jonas.wire.close()
