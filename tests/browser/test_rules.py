"""Rules at work in the console: stopped before a mistake, warned, or looked at by a second person."""

import secrets

import pytest
from playwright.async_api import expect

from tests.support.browser import Crowd
from tests.support.people import Shopper, post
from tests.support.running import Server
from tests.support.words import packs_words

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FORBIDDEN = "Sure! Contact me on WhatsApp +44 7700 900123, it is faster."
HELD = "We will see you in court."


async def buys_on_amazon(server: Server, text: str, name: str = "Karin") -> None:
    """Somebody writes from the marketplace."""
    body = {
        "thread": secrets.token_hex(6),
        "externalId": secrets.token_hex(6),
        "customer": {"externalId": secrets.token_hex(6), "name": name, "locale": "en", "market": "DE"},
        "text": text,
    }
    answer = await post(
        server.url, "/v1/bridge/commands/message.deliver", body, Authorization="Bearer demo-bridge-token"
    )
    assert answer.status_code == 200, answer.text


async def test_a_forbidden_text_stays_in_the_composer_with_a_better_one(crowd: Crowd, shared_server: Server) -> None:
    await buys_on_amazon(shared_server, "Can we talk about my order?")
    amara = await (await crowd.agent("amara")).comes()
    await amara.opens("Can we talk about my order?")
    await amara.claims()
    await amara.writes(FORBIDDEN)
    advice = amara.composer.get_by_role("list", name=amara.say("advice.name"))
    await expect(advice.get_by_role("listitem").first).to_contain_text(amara.say("verdict.block"))
    await expect(amara.button("composer.send", amara.composer)).to_be_disabled()
    await expect(amara.composer.locator("mark").first).to_contain_text("WhatsApp")
    await amara.field.press("Enter")
    await expect(amara.field).to_have_value(FORBIDDEN)

    # Pressed so fast that the advice is not there yet: the server says the same.
    await amara.writes("Add me on WhatsApp +44 7700 900123")
    await amara.field.press("Enter")
    await expect(advice.get_by_role("listitem").first).to_contain_text(amara.say("verdict.block"))
    await expect(amara.field).to_have_value("Add me on WhatsApp +44 7700 900123")
    for _ in range(4):
        if await advice.count():
            before = await amara.field.input_value()
            await amara.field.press("Tab")
            await expect(amara.field).not_to_have_value(before)
            await amara.page.wait_for_timeout(700)
    better = await amara.field.input_value()
    assert "WhatsApp" not in better
    await amara.field.press("Enter")
    await amara.marked(better, "posted")
    assert "WhatsApp" not in await amara.log.inner_text()
    await amara.button("action.close", amara.thread).click()


async def test_a_warned_text_is_sent_only_knowingly(crowd: Crowd, shared_server: Server) -> None:
    shopper = await Shopper.arrives(shared_server.url)
    await shopper.says("The second parcel is missing")
    amara = await (await crowd.agent("amara")).comes()
    await amara.opens("The second parcel is missing")
    await amara.claims()
    await amara.writes("Bloody hell, that should not happen")
    await expect(amara.composer.get_by_role("list", name=amara.say("advice.name"))).to_be_visible()
    await amara.field.press("Enter")
    question = amara.page.get_by_role("alertdialog", name=amara.say("advice.confirm"))
    await expect(question).to_be_visible()
    await question.get_by_role("button", name=amara.say("action.edit")).click()
    await expect(amara.field).to_be_focused()
    assert "Bloody" not in str(shopper.wire.heard)
    await amara.field.press("Enter")
    await question.get_by_role("button", name=amara.say("action.anyway")).click()
    await shopper.sees("Bloody hell, that should not happen")
    await expect(question).to_have_count(0)
    await amara.button("action.close", amara.thread).click()
    await shopper.wire.close()


async def test_a_held_text_waits_for_a_second_person(crowd: Crowd, shared_server: Server) -> None:
    shopper = await Shopper.arrives(shared_server.url)
    await shopper.says("Give me my money back")
    sofia = await (await crowd.agent("sofia")).comes()
    await sofia.opens("Give me my money back", "queue")
    await sofia.claims()
    await sofia.says(HELD)
    await sofia.marked(HELD, "held")
    amara = await (await crowd.agent("amara")).comes()
    await amara.page.get_by_role("button", name=amara.say("page.review")).click()
    message = amara.page.get_by_role("article").filter(has_text=HELD)
    await expect(message.locator("mark").first).to_be_visible()
    assert HELD not in str(shopper.wire.heard)
    await amara.button("review.edit", message).click()
    await message.get_by_role("textbox", name=amara.say("review.newText")).fill("We will look into it together.")
    await amara.button("review.sendEdited", message).click()
    await shopper.sees("We will look into it together.")
    await expect(message).to_have_count(0)
    await sofia.says("See you in court!")
    await sofia.marked("See you in court!", "held")
    again = amara.page.get_by_role("article").filter(has_text="See you in court!")
    await amara.button("review.reject", again).click()
    await again.get_by_role("textbox", name=amara.say("review.reason")).fill("calm down")
    await amara.button("review.reject", again).click()
    await sofia.marked("See you in court!", "returned")
    assert "court" not in str(shopper.wire.heard)
    await sofia.button("action.close", sofia.thread).click()
    await shopper.wire.close()


async def test_the_log_of_verdicts_is_read_filtered_and_whole(crowd: Crowd, shared_server: Server) -> None:
    await buys_on_amazon(shared_server, "Can you write to me elsewhere?", "Lotte")
    amara = await (await crowd.agent("amara")).comes()
    await amara.opens("Can you write to me elsewhere?")
    await amara.claims()
    await amara.writes(FORBIDDEN)
    await amara.field.press("Enter")
    await expect(amara.button("composer.send", amara.composer)).to_be_disabled()
    await amara.writes("Add me on WhatsApp +44 7700 900123")
    await amara.field.press("Enter")
    await expect(amara.composer.get_by_role("list", name=amara.say("advice.name"))).to_be_visible()
    await amara.page.goto(f"{amara.url}/console/#/packs/log")
    words = packs_words("en")
    log = amara.page.get_by_role("region", name=words["tab.log"])
    await log.get_by_label(words["over.action"]).select_option("block")
    lines = log.get_by_role("listitem")
    await expect(lines.first).to_contain_text(words["outcome.refused"])
    await expect(lines.first).to_contain_text("Amara Okoye")
    assert "WhatsApp" not in await log.inner_text()
    link = await log.get_by_role("link", name=words["log.csv"]).get_attribute("href")
    assert link == "/v1/admin/verdicts/csv?action=block"
    await log.get_by_label(words["log.outcome"]).select_option("approved")
    await expect(log).to_contain_text(words["log.none"])
    await log.get_by_role("button", name=words["log.check"]).click()
    await expect(log).to_contain_text(words["log.head"])
    await log.get_by_label(words["log.kept"]).fill(f"1:{'0' * 64}")
    await log.get_by_role("button", name=words["log.check"]).click()
    await expect(log.get_by_role("alert")).to_contain_text(words["why.kept"])
    await amara.page.go_back()
    await amara.button("action.close", amara.thread).click()


async def test_what_is_missing_is_one_key_away_and_clocks_end_with_a_word(crowd: Crowd, shared_server: Server) -> None:
    notice = "I hereby withdraw from my contract and want my money back"
    await buys_on_amazon(shared_server, notice, "Wilma")
    amara = await (await crowd.agent("amara")).comes()
    await amara.opens(notice)
    await amara.claims()
    clocks = amara.thread.get_by_role("list", name=amara.say("clock.title")).get_by_role("listitem")
    await expect(clocks).to_have_count(2)
    await expect(amara.log).to_contain_text(amara.say("clock.refund"))

    await amara.writes("Your money is on its way.")
    await amara.field.press("Enter")
    advice = amara.composer.get_by_role("list", name=amara.say("advice.name")).get_by_role("listitem")
    await expect(advice.first).to_contain_text(amara.say("verdict.require"))
    await expect(amara.field).to_have_value("Your money is on its way.")
    await expect(amara.button("composer.send", amara.composer)).to_be_disabled()
    await amara.field.press("Tab")
    whole = "Your money is on its way. We confirm that we have received your notice of withdrawal."
    await expect(amara.field).to_have_value(whole)
    await expect(advice).to_have_count(0)
    await amara.field.press("Enter")
    await amara.marked(whole, "posted")
    await expect(clocks).to_have_count(1)
    await clocks.get_by_role("button", name=amara.say("clock.stopRefund")).click()
    await expect(clocks).to_have_count(0)
    await expect(amara.log).to_contain_text(amara.say("clock.stopRefund"))
    await amara.page.get_by_text(amara.say("law.title")).click()
    await amara.button("clock.start").click()
    await expect(clocks).to_have_count(1)
    await expect(clocks).to_contain_text(amara.say("clock.withdrawal"))
    await amara.button("clock.stopWithdrawal").click()
    await expect(clocks).to_have_count(0)
    await amara.button("action.close", amara.thread).click()
