"""A laptop that slept: the page was frozen, the line is gone and back; what was missed is there, once and in order."""

import pytest
from playwright.async_api import expect

from tests.support.browser import Crowd
from tests.support.running import Server

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
ASLEEP = ("while you slept", "and the server was away", "and once more")


async def test_after_a_sleep_the_console_catches_up_exactly(house_crowd: Crowd, house: Server) -> None:
    shopper = await (await house_crowd.shopper()).comes()
    await shopper.opens()
    await shopper.says("Are you there?")
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.opens("Are you there?", "queue")
    await amara.claims()
    lid = await amara.page.context.new_cdp_session(amara.page)
    await lid.send("Page.setWebLifecycleState", {"state": "frozen"})
    await shopper.says(ASLEEP[0])
    await shopper.ticked(ASLEEP[0], "sent")
    await house.kill()
    await house.start()
    await shopper.page.evaluate("dispatchEvent(new Event('online'))")
    await shopper.says(*ASLEEP[1:])
    await shopper.ticked(ASLEEP[2], "sent", "read")
    await lid.send("Page.setWebLifecycleState", {"state": "active"})
    for text in ASLEEP:
        await amara.sees(text)
    await amara.is_live()
    thread = await amara.log.inner_text()
    assert [thread.count(text) for text in ASLEEP] == [1, 1, 1]
    assert sorted(ASLEEP, key=thread.index) == list(ASLEEP)
    await amara.looks_at("mine")
    await expect(amara.row(ASLEEP[2])).to_be_visible()
    await amara.says("I am back")
    await shopper.sees("I am back")
