"""Words that would be code: as text, customer's name, page title and file name, they stay words in both faces."""

import re
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Response, Route, expect

from tests.browser.test_widget import HUMS
from tests.support.browser import Crowd
from tests.support.nursery import ROOT
from tests.support.people import post
from tests.support.pictures import picture
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


STRICT = """<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>Strict</title></head>
<body><h1>A shop that forbids</h1><script async src="URL/widget/loader.js" data-shop="demo"></script></body></html>"""
POLICY = re.compile(r"Content-Security-Policy\n.*?```\n(.+?)```", re.DOTALL)


async def strictly(shopper: Shop) -> None:
    """A page that allows nothing but what docs/widget.md says the chat needs."""
    documented = POLICY.search((ROOT / "docs/widget.md").read_text())
    assert documented
    needs = documented[1].replace("wss://desk.example", shopper.url.replace("http", "ws"))
    needs = needs.replace("https://desk.example", shopper.url)
    policy = "; ".join(["default-src 'none'", "base-uri 'none'", "form-action 'none'", *needs.strip().splitlines()])

    async def page(route: Route) -> None:
        headers = {"Content-Security-Policy": policy}
        await route.fulfill(content_type="text/html", headers=headers, body=STRICT.replace("URL", shopper.url))

    await shopper.page.route("**/strict.html", page)
    await shopper.page.context.grant_permissions(["local-network-access"])
    await shopper.page.goto(f"{shopper.url}/strict.html")


async def test_what_a_shopper_writes_stays_words_on_a_page_with_a_strict_policy(crowd: Crowd) -> None:
    shopper = await crowd.shopper()
    amara = await crowd.agent("amara")
    for tab in (shopper, amara):
        await tab.page.add_init_script(HURT)
    await strictly(shopper)
    await shopper.page.evaluate("(title) => { document.title = title }", PAYLOADS[4])
    await shopper.opens()
    await shows_and_says(shopper)
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
    await expect(shopper.log.locator("div[dir=auto]")).to_have_count(len(PAYLOADS))
    assert await shopper.said() == PAYLOADS

    await amara.comes()
    await amara.looks_at("queue")
    await (await amara.reaches(PAYLOADS[1])).first.click()
    await expect(amara.page.get_by_role("link", name=PAYLOADS[4])).to_be_visible()
    await expect(amara.log.get_by_text(PAYLOADS[1])).to_be_visible()
    await amara.claims()
    await amara.writes(PAYLOADS[1])
    await expect(amara.field).to_have_value(PAYLOADS[1])
    await amara.field.press("Enter")
    await expect(shopper.bubble(PAYLOADS[1])).to_have_count(2)
    for payload in PAYLOADS[-6:]:
        await expect(amara.log).to_contain_text(payload)
    await amara.button("action.close", amara.thread).click()
    await unharmed(amara)
    await unharmed(shopper)


async def shows_and_says(shopper: Shop) -> None:
    """A picture and a voice note: as they are sent, and as the desk gives them back to the page that is loaded anew."""
    chosen = {"name": "jacket.png", "mimeType": "image/png", "buffer": picture(size=(64, 48))}
    await shopper.chat.locator("input[type=file]").set_input_files([chosen])  # type: ignore[list-item]
    await shopper.page.evaluate(HUMS)
    await shopper.button("record", shopper.chat).click()
    await shopper.button("stop", shopper.chat).click()
    await expect(shopper.chat.locator("li")).to_have_count(2)
    await expect(shopper.button("send", shopper.chat)).to_be_enabled()
    await shopper.button("send", shopper.chat).click()
    await expect(shopper.chat.locator("li")).to_have_count(0)
    await expect(shopper.log.locator("audio")).to_have_count(1)
    await unharmed(shopper)

    def given(kind: str) -> Callable[[Response], bool]:
        return lambda answer: "/v1/files/" in answer.url and answer.request.resource_type == kind and answer.ok

    # What the policy stops is never asked for.
    async with shopper.page.expect_response(given("image")), shopper.page.expect_response(given("media")):
        await shopper.page.reload()
        await shopper.opens()


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
    await (await amara.reaches(payload)).filter(has=amara.page.get_by_role("img", name="Germany")).first.click()
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
