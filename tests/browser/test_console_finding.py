"""What helps agents with many conversations: finding, filtering, marking, doing several things at once, calling each other."""

import re
import sqlite3

import pytest
from playwright.async_api import expect

from tests.support.browser import Crowd
from tests.support.people import Shopper
from tests.support.running import Server

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def arrive(server: Server, *questions: str) -> None:
    """Shoppers who ask and go."""
    for question in questions:
        shopper = await Shopper.arrives(server.url)
        await shopper.says(question)
        await shopper.wire.close()


async def test_what_was_said_is_found_and_shown(house_crowd: Crowd, house: Server) -> None:
    await arrive(house, "注文した急須が割れていました", "Is the teapot dishwasher safe?")
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.page.keyboard.press("Alt+f")
    search = amara.list.get_by_role("searchbox")
    await expect(search).to_be_focused()
    await search.fill("急須")
    await expect(amara.row("急須")).to_have_count(1)
    await amara.row("急須").click()
    await expect(amara.log.get_by_text("注文した急須が割れていました", exact=True)).to_be_visible()
    await search.fill("dishw teap")
    await expect(amara.row("dishwasher")).to_have_count(1)
    await search.fill("nothing like it")
    await expect(amara.list.get_by_text(amara.say("commands.nothing"))).to_be_visible()
    await search.press("Escape")
    await expect(search).to_have_value("")
    asks = await Shopper.arrives(house.url)
    await asks.says("Are the dishwasher tabs sold singly?")
    await asks.says("Or by the dozen?")
    await amara.page.keyboard.press("Control+k")
    await expect(amara.dialog.get_by_role("textbox")).to_be_focused()
    await amara.page.keyboard.type("dishwasher")
    known = amara.dialog.get_by_role("button", name=re.compile("teapot dishwasher"))
    stands = await known.element_handle()
    await expect(amara.dialog.get_by_role("button", name=re.compile("dishwasher tabs"))).to_be_visible()
    await expect(known).to_have_count(1)
    assert await stands.is_visible(), "what the server found is beside the line that was there"
    await known.click()
    await expect(amara.log.get_by_text("Is the teapot dishwasher safe?", exact=True)).to_be_visible()
    await asks.wire.close()


async def test_several_are_labelled_and_kept_as_a_view(house_crowd: Crowd, house: Server) -> None:
    await arrive(house, "Can I return the vase?", "Can I return the bowl?")
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.looks_at("queue")
    await amara.button("filter.title").click()
    await amara.button("bulk.choose").click()
    await amara.page.keyboard.press("Escape")
    for thing in ("vase", "bowl"):
        await amara.row(thing).click()
    bar = amara.page.get_by_role("toolbar")
    await expect(bar).to_contain_text(amara.say("bulk.chosen_other", count=2))
    await amara.button("bulk.do", bar).click()
    labels = bar.get_by_role("combobox", name=amara.say("marks.labels"))
    await labels.fill("returns")
    await labels.press("Enter")
    await amara.button("bulk.putOn", bar).click()
    await expect(amara.row("vase").get_by_text("returns")).to_be_visible()
    await amara.button("bulk.end", bar).click()

    await amara.button("filter.title").click()
    box = amara.list.get_by_role("dialog")
    wanted = box.get_by_role("combobox", name=amara.say("marks.labels"))
    await wanted.fill("returns")
    await wanted.press("Enter")
    await expect(amara.row("bowl")).to_have_count(1)
    await expect(amara.row("teapot")).to_have_count(0)
    await box.get_by_label(amara.say("filter.saveAs")).fill("Returns")
    await amara.button("filter.save", box).click()
    await amara.button("filter.clear", box).click()
    await expect(amara.row("dishwasher")).to_have_count(1)
    await box.get_by_role("button", name="Returns", exact=True).click()
    await expect(amara.row("dishwasher")).to_have_count(0)
    await expect(amara.row("vase")).to_have_count(1)


async def test_a_macro_answers_labels_and_closes(house_crowd: Crowd, house: Server) -> None:
    await arrive(house, "The kettle leaks")
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.opens("The kettle leaks", "queue")
    await amara.claims()
    await amara.button("macro.title", amara.thread).click()
    await amara.page.get_by_role("menuitem", name=amara.say("macro.first")).click()
    await amara.button("macro.first", amara.dialog).click()
    await amara.dialog.get_by_label(amara.say("macro.name")).fill("Refunded")
    await amara.dialog.get_by_role("textbox", name=amara.say("macro.do.reply")).fill("Your refund is on its way.")
    await amara.button("macro.addStep", amara.dialog).click()
    put = amara.dialog.get_by_role("combobox", name=amara.say("bulk.putOn"))
    await put.fill("refund")
    await put.press("Enter")
    await amara.button("macro.addStep", amara.dialog).click()
    await amara.dialog.get_by_label(amara.say("macro.step", number=3)).select_option("close")
    await amara.button("filter.save", amara.dialog).click()
    await amara.dialog.get_by_role("button", name=amara.say("action.dismiss")).click()
    await amara.button("macro.title", amara.thread).click()
    await amara.page.get_by_role("menuitem", name="Refunded").click()
    await amara.sees("Your refund is on its way.")
    await amara.stands("closed")
    await expect(amara.thread.get_by_text("refund", exact=True).first).to_be_visible()


async def test_a_note_calls_a_colleague_who_is_seen_looking(house_crowd: Crowd, house: Server) -> None:
    """Also on a machine that draws late: what is typed on stands behind the name."""
    await arrive(house, "Is the lamp made of brass?")
    amara = await (await house_crowd.agent("amara")).comes()
    sofia = await (await house_crowd.agent("sofia")).comes()
    await amara.opens("brass", "queue")
    await amara.claims()
    await amara.writes("", note=True)
    await amara.page.evaluate("() => { window.requestAnimationFrame = (then) => setTimeout(then, 200); }")
    await amara.field.press_sequentially("@sof")
    await amara.field.press("Enter")
    await amara.field.press_sequentially("do you know?", delay=50)
    await amara.field.press("Enter")
    await amara.sees("@Sofía Reyes do you know?")
    await sofia.page.get_by_text(sofia.say("mention.by", name="Amara Okoye")).click()
    await sofia.sees("@Sofía Reyes do you know?")
    await expect(amara.thread.get_by_role("img", name=amara.say("thread.viewing", name="Sofía Reyes"))).to_be_visible()


async def test_a_draft_waits_on_another_machine(house_crowd: Crowd, house: Server) -> None:
    await arrive(house, "Do you ship to Peru?")
    here = await (await house_crowd.agent("amara")).comes()
    await here.opens("Peru", "queue")
    await here.claims()
    await here.writes("We do, by s")
    await expect(here.field).to_have_value("We do, by s")
    while not any("We do, by s" in text for text in drafts(house)):
        await here.page.wait_for_timeout(100)
    there = await (await house_crowd.agent("amara")).comes()
    await there.opens("Peru", "mine")
    await expect(there.field).to_have_value("We do, by s")


def drafts(server: Server) -> list[str]:
    """What the desk keeps of unfinished answers."""
    connection = sqlite3.connect(server.database, timeout=20)
    with connection:
        found = [str(text) for (text,) in connection.execute("SELECT text FROM draft")]
    connection.close()
    return found
