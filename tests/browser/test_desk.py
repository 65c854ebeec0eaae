"""A day at the desk: who has a conversation, what becomes of it, and what is kept of an unfinished answer."""

import re

import pytest
from playwright.async_api import expect

from tests.support.browser import Crowd, cut_off
from tests.support.people import Shopper
from tests.support.running import Server

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_conversation_goes_from_hand_to_hand(house_crowd: Crowd, house: Server) -> None:
    shopper = await Shopper.arrives(house.url)
    await shopper.says("I would like to change my address")
    sofia = await (await house_crowd.agent("sofia")).comes()
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.looks_at("queue")
    await expect(amara.row("change my address")).to_be_visible()
    await sofia.opens("change my address", "queue")
    await expect(sofia.field).to_have_count(0)
    await sofia.claims()
    await expect(amara.row("change my address")).to_have_count(0)
    await sofia.looks_at("mine")
    await expect(sofia.row("change my address")).to_be_visible()
    await sofia.notes("Ya pidió esto ayer")

    await amara.becomes("online")
    await sofia.hands_over("Amara Okoye", "Please call the warehouse")
    await expect(sofia.row("change my address")).to_have_count(0)
    await amara.opens("change my address", "mine")
    await amara.stands("mine")
    await amara.sees("Please call the warehouse")
    await amara.sees("Ya pidió esto ayer")

    await amara.becomes("busy")
    await amara.hands_over("", "Nobody picks up there")
    await amara.stands("waiting")
    await sofia.opens("change my address", "queue")
    await sofia.sees("Nobody picks up there")
    await sofia.claims()
    assert "warehouse" not in str(shopper.wire.heard)
    assert "picks up" not in str(shopper.wire.heard)
    await shopper.wire.close()


async def test_a_conversation_rests_ends_and_begins_again(house_crowd: Crowd, house: Server) -> None:
    shopper = await Shopper.arrives(house.url)
    await shopper.says("The lamp arrived broken")
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.opens("The lamp arrived broken", "queue")
    await amara.claims()
    await amara.becomes("online")  # else the shopper's word goes to somebody who is
    await amara.button("action.snooze", amara.thread).click()
    await amara.page.get_by_role("menuitem", name=amara.say("snooze.hour"), exact=True).click()
    await amara.stands("snoozed")
    await shopper.says("Is anybody there?")
    await amara.stands("mine")
    await amara.button("action.close", amara.thread).click()
    await amara.becomes("busy")
    await amara.stands("closed")
    await expect(amara.composer).to_contain_text(amara.say("composer.closed"))
    await amara.looks_at("all")
    await expect(amara.row("Is anybody there?")).to_have_count(0)
    await amara.looks_at("closed")
    await expect(amara.row("Is anybody there?")).to_be_visible()
    await amara.button("action.reopen", amara.thread).first.click()
    await amara.stands("mine")
    await amara.says("Yes, sorry for the wait")
    await shopper.sees("Yes, sorry for the wait")
    await shopper.wire.close()


async def test_an_unfinished_answer_waits_with_its_conversation(house_crowd: Crowd, house: Server) -> None:
    for question in ("Does the kettle whistle?", "Is the blanket wool?"):
        shopper = await Shopper.arrives(house.url)
        await shopper.says(question)
        await shopper.wire.close()
    amara = await (await house_crowd.agent("amara")).comes()
    for question, draft in (("kettle", "It does, quite"), ("blanket", "Pure wool, fr")):
        await amara.opens(question, "all")
        await amara.claims()
        await amara.writes(draft)
    await amara.opens("kettle", "mine")
    await expect(amara.field).to_have_value("It does, quite")
    await amara.page.reload()
    await expect(amara.field).to_have_value("It does, quite")
    await amara.opens("blanket", "mine")
    await expect(amara.field).to_have_value("Pure wool, fr")


async def test_an_unsent_answer_survives_a_reload_and_arrives_once(house_crowd: Crowd, house: Server) -> None:
    shopper = await Shopper.arrives(house.url)
    await shopper.says("Which size is the big one?")
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.opens("Which size is the big one?", "queue")
    await amara.claims()
    async with cut_off(amara, house):
        await amara.says("Two litres")
        await amara.marked("Two litres", "sending")
    await amara.marked("Two litres", "posted")
    await amara.sees("Two litres")
    await shopper.sees("Two litres")
    assert str([entry["body"] for entry in shopper.wire.entries(shopper.conversation)]).count("'Two litres'") == 1
    await shopper.wire.close()


async def test_from_the_list_to_the_answer_by_keys_alone(house_crowd: Crowd, house: Server) -> None:
    shopper = await Shopper.arrives(house.url)
    await shopper.says("Do you ship to Norway?")
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.looks_at("queue")
    press = amara.page.keyboard.press
    await press("Tab")
    for _ in range(30):
        if await amara.list.locator(":focus").filter(has_text="Norway").count():
            break
        await press("Tab")
    await press("Enter")
    await expect(amara.thread.get_by_role("heading")).to_be_visible()
    claim = amara.button("action.claim", amara.thread).first
    for _ in range(20):
        if await claim.evaluate("(button) => button === document.activeElement"):
            break
        await press("Shift+Tab")
    await press("Enter")
    await amara.stands("mine")
    await amara.list.get_by_role("tab", name=re.compile(amara.say("view.mine"))).focus()
    await press("Alt+r")
    await expect(amara.field).to_be_focused()
    await amara.page.keyboard.type("We do")
    await press("Enter")
    await shopper.sees("We do")
    await press("Alt+n")
    await expect(amara.field).to_be_focused()
    await amara.page.keyboard.type("likes fjords")
    await press("Enter")
    await amara.sees("likes fjords")
    await press("Alt+e")
    await amara.stands("closed")
    await shopper.wire.close()


async def test_enter_belongs_to_the_agents_input_method_too(house_crowd: Crowd, house: Server) -> None:
    shopper = await Shopper.arrives(house.url, locale="zh-CN")
    await shopper.says("请问这个杯子可以用微波炉吗？")
    lin = await (await house_crowd.agent("lin")).comes()
    await lin.opens("微波炉", "queue")
    await lin.claims()
    keyboard = await lin.page.context.new_cdp_session(lin.page)
    await lin.field.focus()
    await keyboard.send("Input.imeSetComposition", {"text": "ke'yi", "selectionStart": 5, "selectionEnd": 5})
    await lin.field.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    await keyboard.send("Input.insertText", {"text": "可以"})
    await lin.field.dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "bubbles": True})
    await expect(lin.field).to_have_value("可以")
    await lin.field.press("Enter")
    await shopper.sees("可以")
    await shopper.wire.close()
