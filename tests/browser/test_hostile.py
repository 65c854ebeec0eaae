"""Words that would be code: as text, customer's name, page title and file name, they stay words in both faces."""

import secrets
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.support.browser import Crowd
from tests.support.people import post
from tests.support.running import Server
from tests.support.shop import Shop
from tests.support.tab import Tab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAYLOADS = Path(__file__).with_name("payloads.txt").read_text().splitlines()
HURT = "globalThis.hurt = () => { globalThis.harmed = true }; hurt.toString = () => 'hurt'"
FOUND = """() => {
  const roots = [document, ...[...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean)];
  const all = roots.flatMap((root) => [...root.querySelectorAll("iframe, base, math, [onerror], [onload], [onfocus]")]);
  const links = roots.flatMap((root) => [...root.querySelectorAll("[href], [src]")]).map((one) => one.href || one.src);
  const wrong = links.filter((link) => /^(javascript|data:text)/.test(String(link)));
  return [...all.map((one) => one.outerHTML), ...wrong];
}"""


async def unharmed(tab: Tab) -> None:
    """Nothing ran, nothing was built, nothing had to be stopped by the page's policy."""
    assert await tab.page.evaluate("globalThis.harmed") is None
    assert await tab.page.evaluate(FOUND) == []
    assert await tab.broken() == []
    assert tab.errors == []
    assert tab.troubles == []


async def test_what_a_shopper_writes_stays_words(crowd: Crowd) -> None:
    shopper = await crowd.shopper()
    amara = await crowd.agent("amara")
    for tab in (shopper, amara):
        await tab.page.add_init_script(HURT)
    await shopper.comes()
    await shopper.page.evaluate("(title) => { document.title = title }", PAYLOADS[4])
    await shopper.opens()
    for payload in PAYLOADS:
        await shopper.field.fill(payload)
        await shopper.field.press("Enter")
    chosen = {"name": PAYLOADS[1], "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}
    await shopper.chat.locator("input[type=file]").set_input_files([chosen])  # type: ignore[list-item]
    await expect(shopper.button("remove", shopper.chat, name=PAYLOADS[1])).to_be_visible()
    await expect(shopper.button("send", shopper.chat)).to_be_enabled()
    await shopper.button("send", shopper.chat).click()
    await expect(shopper.log.get_by_role("button").filter(has_text=PAYLOADS[1])).to_be_visible()
    await shopper.is_live()
    assert await shopper.said() == PAYLOADS

    await amara.comes()
    await amara.looks_at("queue")
    await amara.row(PAYLOADS[1]).first.click()
    await expect(amara.page.get_by_role("link", name=PAYLOADS[4])).to_be_visible()
    await expect(amara.log.get_by_text(PAYLOADS[1])).to_be_visible()
    await amara.claims()
    await amara.writes(PAYLOADS[1])
    await expect(amara.field).to_have_value(PAYLOADS[1])
    await amara.field.press("Enter")
    await expect(shopper.bubble(PAYLOADS[1])).to_have_count(2)
    shown = await amara.log.inner_text()
    for payload in PAYLOADS[-6:]:
        assert payload in shown
    await amara.button("action.close", amara.thread).click()
    await unharmed(amara)
    await unharmed(shopper)


@pytest.mark.parametrize("payload", [PAYLOADS[1], PAYLOADS[26]])
async def test_what_a_marketplace_calls_its_customer_stays_a_name(
    crowd: Crowd, shared_server: Server, payload: str
) -> None:
    body = {
        "thread": secrets.token_hex(6),
        "externalId": secrets.token_hex(6),
        "customer": {"externalId": payload, "name": payload, "locale": "en", "market": "DE"},
        "text": payload,
    }
    relay = {"Authorization": "Bearer demo-bridge-token"}
    answer = await post(shared_server.url, "/v1/bridge/commands/message.deliver", body, **relay)
    assert answer.status_code == 200, answer.text
    amara = await crowd.agent("amara")
    await amara.page.add_init_script(HURT)
    await amara.comes()
    await amara.looks_at("queue")
    await amara.row(payload).filter(has=amara.page.get_by_role("img", name="Germany")).first.click()
    await expect(amara.thread.get_by_role("heading", name=payload, exact=True)).to_be_visible()
    await amara.claims()
    await amara.button("action.transfer", amara.thread).click()
    await amara.page.keyboard.press("Escape")
    await expect(amara.log).to_contain_text(payload)
    await amara.button("action.close", amara.thread).click()
    await amara.stands("closed")
    await unharmed(amara)


async def test_the_watchers_see_what_gets_through(crowd: Crowd) -> None:
    insert = """(html) => {
      try {
        document.body.insertAdjacentHTML("beforeend", html);
        return "built";
      } catch (error) {
        document.body.append(document.createElement("iframe"));
        document.body.append(Object.assign(new Image(), { src: "https://elsewhere.example/x.png" }));
        return String(error);
      }
    }"""
    for tab in (await crowd.agent("amara"), await crowd.shopper()):
        await tab.page.add_init_script(HURT)
        await tab.comes()
        await tab.page.evaluate("hurt()")
        with pytest.raises(AssertionError):
            await unharmed(tab)
        said = await tab.page.evaluate(insert, PAYLOADS[1])
        assert said == ("built" if isinstance(tab, Shop) else "TypeError: no markup is made from text here")
        await tab.page.wait_for_function("() => globalThis.broken.length > 0")
        assert await tab.page.evaluate(FOUND) != []
        assert any("script-src" in error or "img-src" in error for error in tab.errors)
