"""The chat as a guest of the shop's page: it takes nothing, moves nothing, calls when it is closed, and fits every screen."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.test_access import faults
from tests.support.browser import Crowd
from tests.support.people import Agent, client_id
from tests.support.pictures import photograph, picture
from tests.support.running import Server
from tests.support.shop import Shop

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
BEFORE = """
globalThis.shifts = 0;
new PerformanceObserver((all) => { for (const one of all.getEntries()) shifts += one.value; })
  .observe({ type: "layout-shift", buffered: true });
"""
BARE = """<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>Bare</title></head>
<body style="margin:0"><main><h1>A shop</h1><p>Its own words.</p></main><script>
const mine = () => 1, names = ["onerror", "onkeydown", "onclick", "onmessage", "onpopstate", "onresize"];
for (const name of names) window[name] = mine;
globalThis.untouched = () => names.every((name) => window[name] === mine);
globalThis.told = [];
globalThis.known = [];
globalThis.known = Object.getOwnPropertyNames(window);
window.Tradewind = function () { (Tradewind.q = Tradewind.q || []).push([].slice.call(arguments)); };
for (const name of ["ready", "open", "close", "unread", "message", "error"])
  Tradewind("on", name, (it) => { told.push([name, it === undefined ? null : it.text ?? it.code ?? it]); });
</script><script async src="/widget/loader.js" data-shop="demo"></script></body></html>"""


async def bare(shopper: Shop, shop: str = "demo") -> Page:
    """A page that is nobody's but the test's, with the one line of the chat."""

    async def page(route: Route) -> None:
        await route.fulfill(content_type="text/html", body=BARE.replace("demo", shop))

    await shopper.page.route("**/bare.html", page)
    await shopper.page.context.grant_permissions(["local-network-access"])  # a page from nowhere has none by itself
    await shopper.page.add_init_script(BEFORE)
    await shopper.page.goto(f"{shopper.url}/bare.html")
    return shopper.page


async def told(page: Page, *wanted: Any) -> None:
    """The page has heard these, whatever else."""
    async with asyncio.timeout(20):
        while any(list(one) not in heard for heard in [await page.evaluate("told")] for one in wanted):
            await page.wait_for_timeout(50)


async def test_it_leaves_one_name_behind_moves_nothing_and_calls_while_it_is_closed(
    crowd: Crowd, shared_server: Server
) -> None:
    shopper = await crowd.shopper()
    page = await bare(shopper)
    await expect(shopper.button("open")).to_be_visible()
    await told(page, ("ready", None))
    left = await page.evaluate("Object.getOwnPropertyNames(window).filter((name) => !known.includes(name))")
    assert left == ["Tradewind"]
    assert await page.evaluate("shifts") == 0
    stood = await page.get_by_role("main").bounding_box()
    assert await page.evaluate("document.body.querySelectorAll(':scope > :not(main, script)').length") == 1
    await page.evaluate("Tradewind('toggle')")
    await expect(shopper.field).to_be_focused()
    await shopper.says("Will it rain in there?")
    await shopper.ticked("Will it rain in there?", "sent")
    await page.evaluate("Tradewind('toggle')")
    await expect(shopper.chat).to_have_count(0)
    amara = await Agent.logs_in(shared_server.url, "amara", online=False)
    waiting = (await amara.does("conversation.list", view="queue", limit=100))["items"]
    id = next(one["id"] for one in waiting if one["lastText"] == "Will it rain in there?")
    taken = await amara.does("conversation.claim", conversationId=id, clientId=client_id())
    amara.fences[id] = taken["conversation"]["fence"]
    await amara.says(id, "Never", language="en")
    await told(page, ("unread", 1), ("message", "Never"))
    await expect(shopper.button("openUnread", n=1)).to_contain_text("1")
    assert await faults(shopper) == []
    await page.get_by_role("button", name="Never", exact=True).click()
    await shopper.sees("Never")
    await told(page, ("unread", 0))
    await expect(page.get_by_role("button", name=shopper.say("close")).first).to_be_visible()
    await amara.does("typing.set", conversationId=id, typing=True)
    await expect(shopper.log).to_contain_text(shopper.say("typing", name="Amara Okoye"))
    assert await page.evaluate("untouched()")
    assert await page.get_by_role("main").bounding_box() == stood
    assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    await amara.leaves()


async def test_of_a_shop_nobody_knows_the_page_hears_and_the_shopper_sees_nothing(crowd: Crowd) -> None:
    shopper = await crowd.shopper()
    page = await bare(shopper, "no-such-shop")
    await told(page, ("error", "not_found"))
    await page.evaluate("Tradewind('open')")
    await page.wait_for_timeout(300)
    assert await page.evaluate("document.body.querySelectorAll(':scope > :not(main, script)').length") == 0
    assert ["ready", None] not in await page.evaluate("told")
    assert await page.evaluate("untouched()")


async def test_a_reader_of_the_tree_finds_a_dialog_a_log_and_a_field(crowd: Crowd) -> None:
    shopper = await (await crowd.shopper()).comes()
    await shopper.opens()
    await shopper.says("Is it heavy?")
    await shopper.ticked("Is it heavy?", "sent")
    await expect(shopper.chat).to_match_aria_snapshot(
        f"""
        - dialog "Harbor & Pine":
          - heading "Harbor & Pine" [level=2]
          - button "{shopper.say("end")}"
          - button "{shopper.say("close")}"
          - log "{shopper.say("messages")}":
            - heading "{shopper.say("hello")}" [level=3]
            - text: Is it heavy?
            - time
            - text: {shopper.say("sent")}
            - status
          - button "{shopper.say("attach")}"
          - textbox "{shopper.say("write")}"
          - button "{shopper.say("send")}" [disabled]
        """
    )


@pytest.mark.parametrize(
    ("size", "full"), [((390, 844), True), ((844, 390), True), ((640, 500), False)], ids=["phone", "lying", "zoomed"]
)
async def test_it_fits_a_phone_a_phone_that_lies_and_twice_the_size(
    crowd: Crowd, size: tuple[int, int], full: bool
) -> None:
    width, height = size
    view = {"width": width, "height": height}
    shopper = await (await crowd.shopper(viewport=view, device_scale_factor=2, reduced_motion="reduce")).comes()
    await shopper.opens()
    await shopper.says("Where am I?")
    await shopper.ticked("Where am I?", "sent")
    box = await shopper.chat.bounding_box()
    assert box
    if full:
        assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, width, height)
        await expect(shopper.chat).to_have_attribute("aria-modal", "true")
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height
    for one in (shopper.field, shopper.button("send", shopper.chat), shopper.button("close", shopper.chat)):
        await expect(one).to_be_in_viewport(ratio=1)
    assert await shopper.page.evaluate("document.getAnimations().length") == 0
    assert await shopper.chat.evaluate("(chat) => chat.scrollWidth <= chat.clientWidth")
    await shopper.page.keyboard.press("Escape")
    await expect(shopper.button("open")).to_be_visible()


async def test_a_phone_s_keyboard_leaves_the_field_in_sight_and_its_camera_is_taken(crowd: Crowd) -> None:
    """Chromium's shell has no keyboard of its own: the visual viewport is made as small as one makes it, and moved."""
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    shopper = await (await crowd.shopper(**phone)).comes()
    await shopper.opens()
    engine = await shopper.page.context.new_cdp_session(shopper.page)
    await engine.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1.6})
    pull = {"x": 100, "y": 200, "yDistance": -150, "gestureSourceType": "touch"}
    await engine.send("Input.synthesizeScrollGesture", pull)
    await shopper.field.fill("Can you see this?")
    seen: dict[str, float] = {}
    async with asyncio.timeout(20):
        while True:
            seen = await shopper.page.evaluate("({ top: visualViewport.offsetTop, height: visualViewport.height })")
            panel = await shopper.chat.evaluate("(one) => one.getBoundingClientRect().toJSON()")
            if abs(panel["top"] - seen["top"]) < 1 and abs(panel["height"] - seen["height"]) < 1:
                break
            await shopper.page.wait_for_timeout(50)
    assert seen["height"] < 600
    for one in (shopper.field, shopper.button("send", shopper.chat), shopper.button("close", shopper.chat)):
        box = await one.evaluate("(one) => one.getBoundingClientRect().toJSON()")
        assert seen["top"] <= box["top"] < box["bottom"] <= seen["top"] + seen["height"]
    await engine.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1})

    async with shopper.page.expect_file_chooser() as asked:
        await shopper.button("attach", shopper.chat).tap()
    chooser = await asked.value
    assert chooser.is_multiple()
    # Neither narrowed to files nor to the camera: a phone offers both.
    assert (
        await chooser.element.evaluate("(field) => field.getAttributeNames().sort().join()") == "hidden,multiple,type"
    )
    for _ in range(2):  # a camera gives one at a time, and calls all of them the same
        shot = {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
        await chooser.set_files([shot])  # type: ignore[list-item]
    await expect(shopper.button("remove", shopper.chat, name="image.jpg")).to_have_count(2)
    await expect(shopper.button("send", shopper.chat)).to_be_enabled()
    await shopper.field.press("Enter")
    await shopper.ticked("Can you see this?", "sent")
    await expect(shopper.log.get_by_role("img", name="image.jpg")).to_have_count(2)


HELD = """([name, bytes]) => {
  const held = new DataTransfer();
  held.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
  return held;
}"""
PASTED = """(field, held) => field.dispatchEvent(
  new ClipboardEvent("paste", { clipboardData: held, bubbles: true, composed: true, cancelable: true }))"""


async def test_files_are_dropped_and_pasted_and_the_desk_sees_them(crowd: Crowd) -> None:
    shopper, agent = await crowd.shopper(), await crowd.agent("sofia")
    await (await shopper.comes()).opens()
    dropped, pasted = [
        await shopper.page.evaluate_handle(HELD, [name, [*picture(size=size)]])
        for name, size in (("dropped.png", (40, 30)), ("pasted.png", (30, 40)))
    ]
    await shopper.log.dispatch_event("dragover", {"dataTransfer": dropped})
    await expect(shopper.chat.get_by_text(shopper.say("drop"))).to_be_visible()
    await shopper.log.dispatch_event("drop", {"dataTransfer": dropped})
    await shopper.field.evaluate(PASTED, pasted)
    for name in ("dropped.png", "pasted.png"):
        await expect(shopper.button("remove", shopper.chat, name=name)).to_be_visible()
    await expect(shopper.button("send", shopper.chat)).to_be_enabled()
    await shopper.says("It came like this")
    await shopper.ticked("It came like this", "sent")
    await agent.comes()
    await agent.opens("It came like this", "queue")
    for name in ("dropped.png", "pasted.png"):
        shown = agent.log.get_by_role("button", name=name).locator("img")
        await expect(shown).to_be_visible()
        assert await shown.evaluate("(img) => img.decode().then(() => img.naturalWidth)") > 0
