"""A shopper whom the shop signs, in real browsers: two devices, somebody else at the same one, and the end of it."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.support.browser import Crowd
from tests.support.people import Agent
from tests.support.running import Server
from tests.support.shop import Shop
from tests.support.signing import Store, admin

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
KEPT = """async () => [Object.keys(localStorage), (await indexedDB.databases()).map((one) => one.name)]"""
LISTEN = "globalThis.told = []; Tradewind('on', 'error', (problem) => told.push(problem))"


async def demo(server: Server) -> Store:
    """The demo's own shop, which has a key now."""
    amara = await Agent.logs_in(server.url, "amara", online=False)
    shop = next(each for each in (await admin(amara, "GET", "/shops"))["items"] if each["key"] == "demo")
    made = await admin(amara, "POST", f"/shops/{shop['id']}/keys", {})
    await amara.leaves()
    return Store(shop, made)


async def signs_in(shopper: Shop, token: str) -> None:
    """The page says who it is, before anything else is loaded."""
    await shopper.page.add_init_script(
        f"""if (location.pathname.startsWith("/demo")) {{
          window.Tradewind ??= Object.assign((...call) => Tradewind.q.push(call), {{ q: [] }});
          if (!sessionStorage.out) Tradewind("setUser", {{ token: "{token}" }});
        }}"""
    )


async def holds(page: Page, expression: str) -> None:
    """Wait until this is true; `wait_for_function` would evaluate text inside the page, which its policy forbids."""
    async with asyncio.timeout(20):
        while not await page.evaluate(expression):  # noqa: ASYNC110 - it has no event of its own
            await asyncio.sleep(0.05)


async def test_one_person_two_devices_and_somebody_else(house_crowd: Crowd, house: Server) -> None:
    store = await demo(house)
    # A visitor says something, then logs in at the shop: the words are theirs, on this device and the next.
    phone = await (await house_crowd.shopper()).comes()
    await phone.opens()
    await phone.says("Said before the login")
    await phone.ticked("Said before the login", "sent")
    await phone.page.evaluate(
        "Tradewind('setCart', { items: [{ name: 'Lamp', quantity: 2, price: 24.9 }], currency: 'EUR' })"
    )
    await phone.page.evaluate(LISTEN)
    await phone.page.evaluate("Tradewind('setUser', { token: 'nonsense' })")
    await holds(phone.page, "told.length > 0")
    assert await phone.page.evaluate("told") == [{"code": "forbidden", "detail": "user.form"}]
    await phone.says("Still here")
    await phone.ticked("Still here", "sent")
    await phone.page.evaluate("(token) => Tradewind('setUser', { token })", store.token("maya", name="Maya"))
    await phone.is_live()
    await phone.says("And after it")
    await phone.ticked("And after it", "sent")

    desktop = await house_crowd.shopper()
    await signs_in(desktop, store.token("maya"))
    await desktop.comes("product.html")
    await desktop.opens()
    await desktop.sees("And after it")
    assert await desktop.said() == ["Said before the login", "Still here", "And after it"]
    await desktop.says("From the desktop")
    await phone.sees("From the desktop")

    # Somebody else logs in at the desktop: a new page and a clean chat, also what was typed and not sent.
    await desktop.field.fill("half a thought")
    await desktop.page.evaluate("(token) => Tradewind('setUser', { token })", store.token("otto"))
    await expect(desktop.chat).to_have_count(0)
    await desktop.opens()
    await expect(desktop.field).to_have_value("")
    assert await desktop.said() == []
    await desktop.says("I am Otto")
    await desktop.ticked("I am Otto", "sent")
    assert await phone.said() == ["Said before the login", "Still here", "And after it", "From the desktop"]

    # The other way to it: the shop forgot to say goodbye, and the next page is somebody else's.
    page = phone.page
    await signs_in(phone, store.token("pia"))
    await phone.comes()
    await phone.opens()
    await phone.is_live()
    assert await phone.said() == []
    await phone.says("I am Pia")
    await phone.ticked("I am Pia", "sent")

    # A logout at the shop: nothing stays here, and what was taken from here before opens nothing.
    taken = await page.evaluate("JSON.parse(localStorage['tradewind:demo']).token")
    await page.evaluate("sessionStorage.out = 1; Tradewind('shutdown')")
    await holds(page, f"({KEPT})().then((kept) => kept.flat().length === 0)")
    refused = """async (token) => (await fetch('/v1/customer/session', {method: 'POST',
      headers: {'Content-Type': 'application/json'}, body: JSON.stringify({shop: 'demo', token})})).status"""
    await holds(page, f"({refused})('{taken}').then((status) => status === 401)")
    await phone.comes()
    await phone.opens()
    assert await phone.said() == []
