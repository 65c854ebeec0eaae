"""Mail with markup in the console: words first, its form in a frame where nothing runs, others' pictures only when asked for."""

import html as markup
import secrets

import pytest
from playwright.async_api import Route, expect

from tests.browser.test_access import faults
from tests.browser.test_hostile import HURT, PAYLOADS
from tests.browser.test_hostile_fields import reports
from tests.support.browser import Crowd
from tests.support.console import Console
from tests.support.people import post
from tests.support.running import Server

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
ELSEWHERE = "https://pictures.elsewhere.example"
MAIL = (
    '<div style="color:#b00"><p>Where is <b>my parcel</b>?</p>'
    f'<p><a href="{ELSEWHERE}/track">Track it</a></p><img src="{ELSEWHERE}/pixel.png" alt="our logo"></div>'
)


async def mails(server: Server, html: str) -> None:
    """It comes by a bridge."""
    body = {
        "thread": secrets.token_hex(6),
        "externalId": secrets.token_hex(6),
        "customer": {"externalId": secrets.token_hex(6), "name": "Karin", "locale": "en", "market": "DE"},
        "html": html,
    }
    answer = await post(server.url, "/v1/bridge/messages", body, Authorization="Bearer demo-bridge-token")
    assert answer.status_code == 200, answer.text


async def comes(crowd: Crowd, asked: list[str]) -> Console:
    """Amara at the desk; what her browser asks elsewhere is noted and goes nowhere."""
    amara = await crowd.agent("amara")
    await amara.page.add_init_script(HURT)

    async def nowhere(route: Route) -> None:
        asked.append(route.request.url)
        await route.abort()

    await amara.page.context.route(lambda url: "elsewhere.example" in url or "evil" in url, nowhere)
    return await amara.comes()


async def test_a_mail_is_read_as_words_and_looked_at_as_it_was_formatted(crowd: Crowd, shared_server: Server) -> None:
    asked: list[str] = []
    mark = secrets.token_hex(4)
    await mails(shared_server, f"<p>{mark}</p>{MAIL}")
    amara = await comes(crowd, asked)
    await amara.opens(mark)
    await amara.claims()
    await expect(amara.log).to_contain_text(f"Track it ({ELSEWHERE}/track)")
    frame = amara.log.frame_locator("iframe")
    await amara.button("bubble.asSent", amara.log).click()
    await expect(frame.locator("b")).to_have_text("my parcel")
    assert await frame.locator("div").first.evaluate("(div) => getComputedStyle(div).color") == "rgb(187, 0, 0)"
    assert await frame.locator("body").evaluate("() => origin") == "null", "it is nobody's page"
    link = frame.get_by_role("link")
    assert [await link.get_attribute(name) for name in ("target", "rel")] == ["_blank", "noopener noreferrer nofollow"]
    assert asked == [], "nothing was fetched elsewhere"
    assert await faults(amara) == []
    async with amara.page.expect_request(f"{ELSEWHERE}/pixel.png"):
        await amara.button("bubble.pictures", amara.log).click()
    await expect(frame.locator("img[src]")).to_have_count(1)
    assert asked == [f"{ELSEWHERE}/pixel.png"]
    await amara.button("bubble.asText", amara.log).click()
    await expect(amara.log.locator("iframe")).to_have_count(0)


async def test_the_corpus_as_mail_runs_nothing_and_reports_nothing(crowd: Crowd, shared_server: Server) -> None:
    before, asked = await reports(shared_server), list[str]()
    mark = secrets.token_hex(4)
    whole = "".join(f"<section>{payload}</section>" for payload in PAYLOADS)
    turned = "".join(
        f'<a href="{markup.escape(payload)}" style="{markup.escape(payload)}">{n}</a>'
        for n, payload in enumerate(PAYLOADS)
    )
    pages = (f"<p>{mark}0</p>{whole}", f"<p>{mark}1</p>{turned}", f"<p>{mark}2</p><![CDATA[{whole}]]>")
    for page in pages:
        await mails(shared_server, page)
    amara = await comes(crowd, asked)
    await amara.looks_at("queue")
    for n in range(len(pages)):
        await (await amara.reaches(f"{mark}{n}")).first.click()
        await expect(amara.log).to_contain_text(f"{mark}{n}")
        await amara.button("bubble.asSent", amara.log).click()
        frame = amara.log.frame_locator("iframe")
        await expect(frame.locator("body")).to_contain_text(f"{mark}{n}")
        built = await frame.locator(
            "script, iframe, object, base, form, meta:not(head meta), [onerror], [onload], [onfocus]"
        ).count()
        assert built == 0
        child = next(one for one in amara.page.frames if "/formatted/" in one.url)
        assert await child.evaluate("globalThis.harmed") is None
    assert await amara.page.evaluate("globalThis.harmed") is None
    assert (await amara.broken(), amara.errors, amara.troubles, asked) == ([], [], [], [])
    assert await reports(shared_server) == before


async def test_a_frame_that_lets_something_through_is_noticed(crowd: Crowd, shared_server: Server) -> None:
    """The page's own policy stops what cleaning would have missed, and says so."""
    before, asked = await reports(shared_server), list[str]()
    mark = secrets.token_hex(4)
    await mails(shared_server, f"<p>{mark}</p>")
    amara = await comes(crowd, asked)
    hole = "<script>hurt()</script><img src=x onerror=hurt()>"

    async def unclean(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, body=(await answer.text()).replace("</body>", f"{hole}</body>"))

    await amara.page.route("**/formatted/*", unclean)
    await amara.opens(mark)
    await amara.button("bubble.asSent", amara.log).click()
    await expect(amara.log.frame_locator("iframe").locator("img")).to_have_count(1)
    child = next(one for one in amara.page.frames if "/formatted/" in one.url)
    assert await child.evaluate("globalThis.harmed") is None
    assert amara.errors != []
    assert await reports(shared_server) >= before
