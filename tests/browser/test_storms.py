"""Lines that break: what a shopper has written is sent once, in order, whatever happens in between."""

import pytest
from playwright.async_api import expect

from tests.support.browser import Crowd, cut_off
from tests.support.running import Server
from tests.support.shop import Shop

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# Everything the connection line has said, in order.
RECORD = """(line) => {
  globalThis.told = [];
  const tell = () => line.textContent === told.at(-1) || told.push(line.textContent);
  new MutationObserver(tell).observe(line, { childList: true, characterData: true, subtree: true });
  tell();
}"""


async def seen_afresh(crowd: Crowd, shopper: Shop) -> list[str]:
    """What the server knows: the thread in a new tab of the same browser."""
    again = await (await crowd.shopper(within=shopper.page.context)).comes("cart.html")
    await again.opens()
    await expect(again.log.locator("div[dir=auto]").first).to_be_visible()
    return await again.said()


async def back(shopper: Shop) -> None:
    """The browser tells its pages that the network is there: nobody waits for the back-off."""
    await shopper.page.evaluate("dispatchEvent(new Event('online'))")


async def test_what_is_written_offline_is_sent_once_and_in_order(house_crowd: Crowd) -> None:
    shopper = await (await house_crowd.shopper()).comes()
    await shopper.opens()
    await shopper.says("before")
    await shopper.ticked("before", "sent")
    await shopper.page.context.set_offline(True)
    await expect(shopper.connection).to_have_text(shopper.say("offline"))
    await shopper.says("one", "two", "three")
    await expect(shopper.connection).to_contain_text(shopper.say("unsent", n=3))
    await shopper.ticked("three", "sending")
    await shopper.page.context.set_offline(False)
    await shopper.ticked("three", "sent")
    await shopper.is_live()
    assert await shopper.said() == ["before", "one", "two", "three"]
    assert await seen_afresh(house_crowd, shopper) == ["before", "one", "two", "three"]


async def test_a_reload_before_anything_was_sent_loses_and_doubles_nothing(house_crowd: Crowd, house: Server) -> None:
    shopper = await (await house_crowd.shopper()).comes()
    await shopper.opens()
    await shopper.is_live()
    async with cut_off(shopper, house):
        await shopper.says("said to nobody", "and again")
        await shopper.ticked("and again", "sending")
    await expect(shopper.button("open")).to_be_visible()
    await shopper.opens()
    await shopper.ticked("and again", "sent")
    assert await shopper.said() == ["said to nobody", "and again"]
    assert await seen_afresh(house_crowd, shopper) == ["said to nobody", "and again"]


async def test_the_line_tells_the_truth_while_the_server_dies_and_returns(house_crowd: Crowd, house: Server) -> None:
    shopper = await (await house_crowd.shopper()).comes()
    await shopper.opens()
    await shopper.says("first")
    await shopper.ticked("first", "sent")
    await shopper.is_live()
    await shopper.connection.evaluate(RECORD)
    await house.kill()
    await expect(shopper.connection).to_have_text(shopper.say("offline"))
    await shopper.says("second", "third")
    waiting = f"{shopper.say('offline')} · {shopper.say('unsent', n=2)}"
    await expect(shopper.connection).to_have_text(waiting)
    await shopper.ticked("third", "sending")
    await house.start()
    await back(shopper)
    await shopper.ticked("third", "sent")
    await shopper.is_live()
    told = await shopper.page.evaluate("told")
    assert told[0] == told[-1] == ""
    catching = [words for words in told if shopper.say("catchingUp") in words]
    assert catching
    steps = [shopper.say("offline"), waiting, catching[0]]
    assert steps == sorted(steps, key=told.index)
    assert await seen_afresh(house_crowd, shopper) == ["first", "second", "third"]
