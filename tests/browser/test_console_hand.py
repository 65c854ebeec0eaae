"""The console under an agent's hands: panes that stay as they were put, what the composer warns of, keys, one's standing."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.test_access import faults
from tests.browser.test_rules import buys_on_amazon
from tests.support.browser import Crowd
from tests.support.console import Console
from tests.support.people import Agent, Shopper, client_id
from tests.support.running import Server

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_panes_and_density_stay_as_they_were_put(house_crowd: Crowd, house: Server) -> None:
    amara = await (await house_crowd.agent("amara")).comes()
    edge = amara.page.get_by_role("separator", name=amara.say("pane.resize")).first

    async def width() -> float:
        box = await amara.list.bounding_box()
        assert box
        return box["width"]

    before = await width()
    await edge.focus()
    for _ in range(4):
        await amara.page.keyboard.press("ArrowRight")
    by_keys = await width()
    assert by_keys > before
    box = await edge.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + 300
    await amara.page.mouse.move(x, y)
    await amara.page.mouse.down()
    await amara.page.mouse.move(x + 60, y, steps=5)
    await amara.page.mouse.up()
    wide = await width()
    assert wide > by_keys + 40
    await amara.page.get_by_role("button", name=re.compile(f"^{amara.name},")).click()
    await amara.page.get_by_role("menuitem", name=amara.say("habit.roomy"), exact=True).click()
    await expect(amara.page.get_by_role("menuitem", name=amara.say("habit.dense"), exact=True)).to_be_visible()
    await amara.page.reload()
    await amara.is_live()
    assert abs(await width() - wide) <= 1
    await expect(amara.page.locator("html[data-density=dense]")).to_have_count(1)


async def puts_in(amara: Console) -> None:
    """`:` and a sign's name, `{{` and what is known: offered, walked by arrows, put in; a time of day offers nothing."""
    await amara.field.press_sequentially("At 10:30: yes:no :thumb")
    signs = amara.composer.get_by_role("listbox", name=amara.say("composer.emoji"))
    await expect(signs.get_by_role("option")).to_have_count(2)
    await expect(amara.field).to_have_attribute("aria-activedescendant", re.compile("-0$"))
    await amara.field.press("ArrowDown")
    await expect(signs.get_by_role("option", selected=True)).to_contain_text("👎")
    assert await faults(amara) == []
    await amara.field.press("Tab")
    await expect(amara.field).to_have_value("At 10:30: yes:no 👎")
    await amara.field.press_sequentially(", from {{shop")
    known = amara.composer.get_by_role("listbox", name=amara.say("insert.title"))
    await expect(known.get_by_role("option")).to_have_count(1)
    await amara.field.press("Enter")
    await expect(amara.field).to_have_value("At 10:30: yes:no 👎, from Harbor & Pine")
    await amara.field.press_sequentially(" {{")
    await expect(known.get_by_role("option").filter(has_text=amara.name)).to_be_visible()
    await amara.field.press("Escape")
    await expect(known).to_have_count(0)


async def test_the_composer_offers_warns_and_lets_a_refused_answer_be_taken_back(
    house_crowd: Crowd, house: Server
) -> None:
    shopper = await (await house_crowd.shopper()).comes()
    await shopper.opens()
    await shopper.says("Is the lamp bright?")
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.opens("Is the lamp bright?", "queue")
    await amara.claims()
    await amara.button("composer.emoji", amara.composer).press("Enter")
    await amara.composer.get_by_role("button", name="👍", exact=True).press("Enter")
    await expect(amara.field).to_have_value("👍")
    await expect(amara.field).to_be_focused()
    await amara.field.fill("")
    await puts_in(amara)
    await amara.field.fill("")
    await amara.field.press_sequentially("/refund")
    offered = amara.composer.get_by_role("listbox", name=amara.say("phrases.title"))
    await expect(offered.get_by_role("option").first).to_be_visible()
    phrase = await offered.get_by_role("option").first.inner_text()
    await amara.field.press("Enter")
    await expect(amara.field).to_have_value(re.compile(re.escape(phrase.split("\n")[0][:12])))
    assert await shopper.said() == ["Is the lamp bright?"], "Enter chose the phrase and sent nothing"

    await amara.field.fill("As bright as")
    await amara.field.press_sequentially(" day")
    await expect(shopper.log).to_contain_text(shopper.say("typing", name=amara.name))
    await shopper.says("And is it warm?")
    warning = amara.composer.get_by_role("status").filter(has_text=amara.say("composer.newer"))
    await expect(warning).to_be_visible()
    assert await faults(amara) == []
    await amara.button("action.understood", warning).click()
    await expect(warning).to_have_count(0)
    await amara.field.press("Enter")
    await shopper.sees("As bright as day")

    await amara.looks_at("mine")
    await shopper.field.press_sequentially("W")
    await expect(amara.row(amara.say("thread.typing", name=amara.say("customer.unknown")))).to_be_visible()


async def test_unread_words_have_their_divider_and_days_theirs(house_crowd: Crowd, house: Server) -> None:
    shopper = await Shopper.arrives(house.url)
    await shopper.says("Where does it ship from?")
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.opens("ship from", "queue")
    await amara.claims()
    await amara.sees("Where does it ship from?")
    await expect(amara.log.get_by_role("separator").filter(has_text=amara.say("thread.unread"))).to_have_count(0)
    while not [
        one for name, one in shopper.wire.heard if name == "conversation.changed" and one["conversation"]["agentsRead"]
    ]:
        await amara.page.wait_for_timeout(50)
    await amara.page.goto(f"{amara.url}/console/#/board")
    await shopper.says("From Spain?")
    await amara.page.wait_for_timeout(300)
    await amara.page.goto(f"{amara.url}/console/#/desk")
    await amara.looks_at("mine")
    await expect(amara.row("From Spain?")).to_contain_text(amara.say("row.unread"))
    await amara.row("From Spain?").click()
    divider = amara.log.get_by_role("separator").filter(has_text=amara.say("thread.unread"))
    await expect(divider).to_have_count(1)
    above, below = await divider.bounding_box(), await amara.bubble("From Spain?").bounding_box()
    assert above
    assert below
    assert above["y"] < below["y"]
    await expect(amara.log.get_by_text("today", exact=True)).to_have_count(1)
    await shopper.wire.close()


async def test_the_bar_of_commands_the_sheet_of_keys_and_ones_own_standing(house_crowd: Crowd, house: Server) -> None:
    shopper = await Shopper.arrives(house.url)
    await shopper.says("May I have a bigger box?")
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.page.keyboard.press("Control+k")
    bar = amara.page.get_by_role("dialog", name=amara.say("keys.commands"))
    await bar.locator("input").fill("bigger box")
    await expect(bar.get_by_text("May I have a bigger box?").first).to_be_visible()
    await amara.page.wait_for_timeout(1_000)  # what the server finds takes the place of what was known
    await amara.page.keyboard.press("ArrowDown")
    await expect(bar.locator("[data-selected]")).to_contain_text("bigger box")
    assert await faults(amara) == []
    await amara.page.keyboard.press("Enter")
    await expect(amara.log).to_be_visible()
    await amara.claims()
    me = amara.page.get_by_role("button", name=re.compile(f"^{amara.name},"))
    await expect(me).to_contain_text(re.compile(r"[1-9]/8"))
    await amara.page.get_by_role("navigation").focus()
    await amara.page.keyboard.press("Escape")
    await amara.page.evaluate("document.activeElement?.blur()")
    await amara.page.keyboard.press("?")
    sheet = amara.page.get_by_role("dialog", name=amara.say("keys.title"))
    await expect(sheet.get_by_text(amara.say("keys.accept"), exact=True)).to_be_visible()
    assert await faults(amara) == []
    await amara.page.keyboard.press("Escape")
    await me.click()
    await amara.page.get_by_role("menuitem", name=amara.say("availability.away"), exact=True).hover()
    await amara.page.get_by_role("menuitem", name=amara.say("reason.lunch"), exact=True).click()
    sofia = await (await house_crowd.agent("sofia")).comes()
    await expect(me).to_have_accessible_name(re.compile(re.escape(amara.say("availability.away"))))
    await amara.page.goto(f"{amara.url}/console/#/board")
    people = amara.page.get_by_role("region", name=amara.say("board.people"), exact=True)
    await expect(people.get_by_role("row").filter(has_text=amara.name)).to_contain_text(amara.say("reason.lunch"))
    assert await sofia.broken() == []
    await shopper.wire.close()


async def test_a_dialog_gives_the_keyboard_back_to_the_menu_that_led_to_it(house_crowd: Crowd, house: Server) -> None:
    shopper = await Shopper.arrives(house.url)
    await shopper.says("Do these boots run small?")
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.opens("boots run small", "queue")
    await amara.claims()
    me = amara.page.get_by_role("button", name=re.compile(f"^{amara.name},"))
    led = {
        "snooze.custom": amara.button("action.snooze", amara.thread),
        "macro.first": amara.button("macro.title", amara.thread),
        "wording.naming": amara.button("ways.name", amara.thread),
        "account.security": me,
    }
    for item, button in led.items():
        await button.press("Enter")
        await amara.page.get_by_role("menuitem", name=amara.say(item), exact=True).press("Enter")
        await expect(amara.dialog).to_be_visible()
        await amara.page.keyboard.press("Escape")
        await expect(amara.dialog).to_have_count(0)
        await expect(button).to_be_focused()
    await shopper.wire.close()


async def test_an_answer_that_came_too_late_says_so_and_is_taken_back(house_crowd: Crowd, house: Server) -> None:
    shopper = await Shopper.arrives(house.url)
    await shopper.says("Is the axe sharp?")
    sofia = await (await house_crowd.agent("sofia")).comes()
    await sofia.opens("Is the axe sharp?", "queue")
    await sofia.claims()
    await sofia.page.context.set_offline(True)
    await expect(sofia.page.get_by_role("status", name=sofia.say("wire.offline"))).to_be_visible()
    await sofia.says("Very sharp")
    await sofia.says("And heavy")
    amara = await Agent.logs_in(house.url, "amara", online=False)
    here = {"conversationId": shopper.conversation, "clientId": client_id()}
    await amara.does("conversation.claim", **here)
    await sofia.page.context.set_offline(False)
    await sofia.is_live()
    late = sofia.bubble("Very sharp").get_by_role("alert")
    await expect(late).to_contain_text(sofia.say("problem.not_assignee"))
    await sofia.button("action.again", late).click()
    await expect(late).to_be_visible()
    await sofia.button("action.discard", late).click()
    await expect(sofia.bubble("Very sharp")).to_have_count(0)
    await sofia.bubble("And heavy").get_by_role("button", name=sofia.say("action.edit"), exact=True).click()
    await expect(sofia.bubble("And heavy")).to_have_count(0)
    said = [
        entry["body"].get("text")
        for entry in (await amara.does("conversation.resume", conversationId=shopper.conversation))["entries"]
    ]
    assert "Very sharp" not in said
    assert "And heavy" not in said
    await amara.leaves()
    await shopper.wire.close()


SPOKEN = """globalThis.spoken = []; new MutationObserver((all) => all.forEach(({ target }) => {
  const said = (target.closest ? target : target.parentElement)?.closest("[role=status]")?.textContent;
  if (said && said !== spoken.at(-1)) spoken.push(said);
})).observe(document.querySelector("textarea").closest("section"), { subtree: true, characterData: true, childList: true })"""


async def test_a_marketplace_s_limit_is_counted_and_kept(house_crowd: Crowd, house: Server) -> None:
    await buys_on_amazon(house, "How long is the warranty?")
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.opens("How long is the warranty?")
    await amara.claims()
    await amara.writes("Two years. " * 10)
    count, send = amara.composer.get_by_text(re.compile(r"/ 4000$")), amara.button("composer.send", amara.composer)
    await expect(count).to_have_count(0)
    await amara.page.evaluate(SPOKEN)
    await amara.writes("Two years. " * 291)
    await amara.field.press_sequentially("Or more. " * 2)
    await amara.writes("Two years. " * 363)
    await expect(count).to_have_text("3993 / 4000")
    await expect(send).to_be_enabled()
    await amara.field.press("End")
    await amara.field.press_sequentially("and more")
    await expect(count).to_have_text("4001 / 4000")
    near = [amara.say("composer.near", share=share, limit=4000) for share in ("80%", "90%", "100%")]
    assert await amara.page.evaluate("spoken") == [*near, amara.say("composer.over", limit=4000)]
    await expect(send).to_be_disabled()
    await amara.field.press("Enter")
    await expect(amara.field).to_have_value(re.compile("and more"))
    assert await faults(amara) == []
    await amara.notes("Two years. " * 364 + "is what I wanted to say")
