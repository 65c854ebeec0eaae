"""The chat on the shop's page: what it keeps, what it forgets, and how it is used by hand, key and input method."""

import asyncio
import re
import sqlite3
from contextlib import closing

import pytest
from playwright.async_api import Route, WebSocketRoute, expect

from tests.support.browser import Crowd
from tests.support.people import Agent, client_id
from tests.support.running import Server
from tests.support.shop import Shop

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

KEPT = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage), cookies: document.cookie,
  databases: (await indexedDB.databases()).map((one) => one.name),
})"""
NOTHING = {"local": [], "session": [], "cookies": "", "databases": []}


def rows(server: Server) -> dict[str, int]:
    """How many rows each table has."""
    with closing(sqlite3.connect(f"file:{server.database}?mode=ro", uri=True)) as store:
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: store.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608


async def settled(server: Server) -> dict[str, int]:
    """See `rows`, when what others began is written."""
    before, after = rows(server), {}
    while after != before:
        await asyncio.sleep(2.5)
        before, after = after or before, rows(server)
    return after


async def answers(server: Server, question: str, text: str) -> None:
    """Somebody of the desk takes the conversation that ends with `question`, and says `text`."""
    agent = await Agent.logs_in(server.url, "amara", online=False)
    waiting = (await agent.does("conversation.list", view="queue", limit=100))["items"]
    mine = next(one["id"] for one in waiting if one["lastText"] == question)
    claimed = await agent.does("conversation.claim", conversationId=mine, clientId=client_id())
    agent.fences[mine] = claimed["conversation"]["fence"]
    await agent.says(mine, text)
    await agent.does("conversation.close", conversationId=mine, clientId=client_id(), fence=agent.fences[mine])
    await agent.leaves()


async def test_nothing_is_kept_before_the_first_word(crowd: Crowd, shared_server: Server) -> None:
    before = await settled(shared_server)
    shopper = await (await crowd.shopper()).comes()
    await shopper.opens()
    await shopper.is_live()
    await shopper.field.fill("not yet said")
    assert await shopper.page.evaluate(KEPT) == NOTHING
    assert await shopper.page.context.cookies() == []
    assert rows(shared_server) == before
    await shopper.says("now it is said")
    await shopper.ticked("now it is said", "sent")
    kept = await shopper.page.evaluate(KEPT)
    assert kept["local"] == ["tradewind:demo"]
    assert kept["cookies"] == ""
    after = rows(shared_server)
    assert after["conversation"] == before["conversation"] + 1
    assert after["customer"] == before["customer"] + 1


async def test_a_net_that_fails_for_a_while_only_delays_the_chat(crowd: Crowd) -> None:
    shopper = await crowd.shopper()
    lost: list[str] = []

    async def fails_once(route: Route) -> None:
        lost.append(route.request.url)
        await (route.abort() if len(lost) == 1 else route.continue_())

    await shopper.page.route("**/widget/widget.js", fails_once)
    await shopper.comes()
    assert len(lost) == 2


async def test_two_tabs_of_one_shopper_are_one_conversation(crowd: Crowd) -> None:
    left = await (await crowd.shopper()).comes()
    right = await (await crowd.shopper(within=left.page.context)).comes("product.html")
    await left.opens()
    await right.opens()
    await left.says("left one")
    await left.ticked("left one", "sent")
    await right.sees("left one")
    await right.says("right one", "right two")
    await left.sees("right two")
    await left.says("left two")
    await right.sees("left two")
    everything = ["left one", "right one", "right two", "left two"]
    assert await left.said() == everything
    assert await right.said() == everything


async def test_without_websockets_the_chat_goes_on_by_plain_requests(crowd: Crowd, shared_server: Server) -> None:
    shopper = await crowd.shopper()

    async def cut(socket: WebSocketRoute) -> None:
        await socket.close()

    await shopper.page.route_web_socket("**/socket.io/**", cut)
    await (await shopper.comes()).opens()
    await shopper.is_live()
    await shopper.says("by request alone", "and once more")
    await shopper.ticked("and once more", "sent")
    await answers(shared_server, "and once more", "Received without a socket")
    await shopper.sees("Received without a socket")
    assert await shopper.said() == ["by request alone", "and once more", "Received without a socket"]


async def signs_and_copies(shopper: Shop) -> None:
    """Signs are picked by the arrows, the last used stands first, Escape leads back; a message is copied, and that is said."""
    await shopper.field.fill("Thanks!")
    await shopper.field.press("ArrowLeft")
    await shopper.button("emoji", shopper.chat).press("Enter")
    grid = shopper.chat.get_by_role("group", name=shopper.say("emoji"))
    await expect(grid.get_by_role("button").first).to_be_focused()
    assert await grid.locator("button[tabindex='0']").count() == 1
    for key in ("ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowLeft", "ArrowDown"):
        await shopper.page.keyboard.press(key)
    ninth = await grid.get_by_role("button").nth(8).inner_text()
    await shopper.page.keyboard.press("Enter")
    await expect(shopper.field).to_have_value(f"Thanks{ninth}!")
    await expect(shopper.field).to_be_focused()
    await shopper.button("emoji", shopper.chat).press("Enter")
    await expect(grid.get_by_role("button").first).to_have_text(ninth)
    await shopper.page.keyboard.press("Escape")
    await expect(grid).to_have_count(0)
    await expect(shopper.field).to_be_focused()
    await shopper.field.fill("")
    await shopper.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await shopper.button("copy", shopper.log).press("Enter")
    await expect(shopper.log.get_by_text(shopper.say("copied"))).to_have_count(1)
    assert await shopper.page.evaluate("navigator.clipboard.readText()") == "typed by key\nsecond line"
    await expect(shopper.log.get_by_text(shopper.say("copied"))).to_have_count(0)
    await shopper.field.focus()


async def test_the_chat_needs_no_mouse(crowd: Crowd) -> None:
    shopper = await (await crowd.shopper()).comes()
    await shopper.button("open").focus()
    await shopper.page.keyboard.press("Enter")
    await expect(shopper.field).to_be_focused()
    await shopper.page.keyboard.type("typed by key")
    await shopper.page.keyboard.press("Shift+Enter")
    await shopper.page.keyboard.type("second line")
    await expect(shopper.field).to_have_value("typed by key\nsecond line")
    await shopper.page.keyboard.press("Enter")
    await shopper.ticked("typed by key second line", "sent")
    await signs_and_copies(shopper)

    # The whole round of Tab stays inside the dialog.
    for _ in range(12):
        await shopper.page.keyboard.press("Tab")
        await expect(shopper.chat.locator(":focus")).to_have_count(1)
    await shopper.page.keyboard.press("Escape")
    await expect(shopper.chat).to_have_count(0)
    await expect(shopper.button("open")).to_be_focused()


async def test_keys_typed_in_the_chat_are_not_the_shops(crowd: Crowd) -> None:
    shopper = await (await crowd.shopper()).comes()
    await shopper.page.evaluate("globalThis.heard = 0; addEventListener('keydown', () => heard++)")
    await shopper.opens()
    await shopper.field.press_sequentially("shortcuts")
    assert await shopper.page.evaluate("heard") == 0


@pytest.mark.parametrize(("language", "typed", "meant"), [("ja", "すし", "寿司"), ("zh", "ni'hao", "你好")])
async def test_enter_belongs_to_the_input_method_while_it_composes(
    crowd: Crowd, language: str, typed: str, meant: str
) -> None:
    shopper = await (await crowd.shopper(language)).comes()
    await shopper.opens()
    keyboard = await shopper.page.context.new_cdp_session(shopper.page)
    place = {"selectionStart": len(typed), "selectionEnd": len(typed)}
    await keyboard.send("Input.imeSetComposition", {"text": typed, **place})
    await shopper.field.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    # Safari tells of the Enter that chose the word only after the composition has ended, by the number 229.
    await keyboard.send("Input.insertText", {"text": meant})
    await shopper.field.dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "bubbles": True})
    await expect(shopper.field).to_have_value(meant)
    assert await shopper.said() == []
    await shopper.field.press("Enter")
    await shopper.ticked(meant, "sent")
    assert await shopper.said() == [meant]


async def test_words_of_another_release_are_not_used(crowd: Crowd) -> None:
    shopper = await crowd.shopper()
    asked: list[str] = []

    async def older(route: Route) -> None:
        asked.append(route.request.url)
        table = 'Tradewind("words", "en", Array(99).fill("Wrong"), "000000")'
        await (route.fulfill(content_type="text/javascript", body=table) if len(asked) == 1 else route.continue_())

    await shopper.page.clock.install()
    await shopper.page.route("**/widget/lang/en.js?*", older)
    async with shopper.page.expect_request_finished(lambda request: "/lang/" in request.url):
        await shopper.page.goto(f"{shopper.url}/demo/")
    await shopper.page.clock.fast_forward(6_000)
    await expect(shopper.button("open")).to_be_visible()
    assert len(asked) == 2


async def middle(shop: Shop, what: str) -> float:
    """Where the middle of one of the chat's parts is, in pixels from the left."""
    locator = {"field": shop.field, "send": shop.button("send"), "close": shop.button("close", shop.chat)}
    box = await locator.get(what, shop.chat).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


async def test_in_arabic_everything_is_mirrored(crowd: Crowd) -> None:
    english = await (await crowd.shopper("en")).comes()
    arabic = await (await crowd.shopper("ar")).comes()
    sides = {}
    for shopper in (english, arabic):
        await shopper.opens()
        word = "سلام" if shopper is arabic else "hello"
        await shopper.says(word)
        await shopper.ticked(word, "sent")
        width = await shopper.page.evaluate("innerWidth")
        bubble = await shopper.bubble(word).bounding_box()
        log = await shopper.log.bounding_box()
        assert bubble is not None
        assert log is not None
        sides[shopper] = (
            await middle(shopper, "chat") > width / 2,
            await middle(shopper, "send") > await middle(shopper, "field"),
            await middle(shopper, "close") > await middle(shopper, "chat"),
            bubble["x"] + bubble["width"] / 2 > log["x"] + log["width"] / 2,
        )
    for shopper, forward in ((english, "ArrowRight"), (arabic, "ArrowLeft")):
        await shopper.button("emoji", shopper.chat).click()
        await shopper.page.keyboard.press(forward)
        await expect(shopper.chat.get_by_role("group").get_by_role("button").nth(1)).to_be_focused()
    assert sides[english] == (True, True, True, True)
    assert sides[arabic] == (False, False, False, False)
    assert await arabic.log.evaluate("(log) => getComputedStyle(log).direction") == "rtl"
    assert await arabic.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


HUMS = """navigator.mediaDevices.getUserMedia = async () => {
  const context = new AudioContext(), hum = context.createOscillator(), out = context.createMediaStreamDestination();
  hum.connect(out);
  hum.start();
  return out.stream;
}"""


async def test_one_learns_who_is_there_leaves_a_voice_note_begins_anew_and_finds_the_old_again(
    crowd: Crowd, shared_server: Server
) -> None:
    agent = await Agent.logs_in(shared_server.url, "amara", online=True)
    shopper = await (await crowd.shopper()).comes()
    await shopper.opens()
    await expect(shopper.log.get_by_text("Amara Okoye")).to_be_visible()
    await shopper.page.evaluate(HUMS)
    await shopper.button("record", shopper.chat).click()
    await shopper.button("stop", shopper.chat).click()
    await expect(shopper.chat.get_by_text("voice.webm")).to_be_visible()
    await shopper.button("send", shopper.chat).click()
    await expect(shopper.log.get_by_text("voice.webm")).to_be_visible()
    await shopper.says("the first matter")
    await shopper.ticked("the first matter", "sent")
    await agent.leaves()
    await shopper.button("end", shopper.chat).click()
    await shopper.chat.get_by_role("alertdialog").get_by_role("button", name=shopper.say("end")).click()
    async with shopper.page.expect_download() as saved:
        await shopper.button("save", shopper.chat).click()
    assert "the first matter" in (await (await saved.value).path()).read_text()

    await shopper.button("fresh", shopper.chat).click()
    await shopper.says("the second matter")
    await shopper.ticked("the second matter", "sent")
    await expect(shopper.bubble("the first matter")).to_have_count(0)
    await shopper.page.reload()
    await shopper.button("open").click()
    await shopper.sees("the second matter")
    await shopper.log.get_by_text(shopper.say("earlier")).click()
    await shopper.log.locator("details button").click()
    await shopper.sees("the first matter")
    await expect(shopper.log.locator("audio")).to_have_count(1)
    with closing(sqlite3.connect(f"file:{shared_server.database}?mode=ro", uri=True)) as store:
        places = "SELECT count(DISTINCT conversation_id) FROM entry WHERE body LIKE '%the first matter%'"
        assert store.execute(f"{places} OR body LIKE '%the second matter%'").fetchone() == (2,)


async def test_the_shops_own_script_opens_looks_over_and_holds_back(crowd: Crowd) -> None:
    shopper = await (await crowd.shopper()).comes()
    await shopper.page.evaluate(
        """() => {
          globalThis.told = [];
          for (const name of ["open", "close", "message", "before-send"]) Tradewind("on", name, (it) => void told.push(name));
          Tradewind("on", "before-send", ({ text }) => !text.includes("secret") && text.replace("4111", "****"));
          Tradewind("showNewMessage", "Where is 4111?");
        }"""
    )
    await expect(shopper.field).to_have_value("Where is 4111?")
    await shopper.field.press("Enter")
    await shopper.ticked("Where is ****?", "sent")
    await shopper.says("a secret")
    await shopper.says("not one")
    await shopper.ticked("not one", "sent")
    assert await shopper.said() == ["Where is ****?", "not one"]
    await shopper.page.evaluate("Tradewind('update', { locale: 'de', theme: 'dark' })")
    await expect(shopper.page.locator(".tradewind[lang=de][data-theme=dark]")).to_have_count(1)
    await shopper.page.evaluate("Tradewind('close')")
    await shopper.page.evaluate("Tradewind('setOrder', { id: '113-4567', status: 'shipped' }); Tradewind('open')")
    await shopper.chat.get_by_role("button", name="Zu dieser Bestellung fragen").click()
    await expect(shopper.chat.get_by_role("textbox")).to_have_value(re.compile("113-4567"))
    await expect(shopper.chat.get_by_role("textbox")).to_be_focused()
    assert await shopper.page.evaluate("told.slice(0, 5).join()") == "open,before-send,before-send,before-send,close"
