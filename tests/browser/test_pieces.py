"""What goes with a message beside its words: made in the console, answered on a phone, by keyboard; and nothing of it is code."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from holidays import list_supported_countries
from playwright.async_api import Locator, expect

from server.domain.days_off import days_off
from tests.browser.test_access import faults
from tests.browser.test_hostile import HURT, PAYLOADS, unharmed
from tests.flows.test_admin import admin
from tests.support.browser import Crowd
from tests.support.console import Console
from tests.support.people import Agent, client_id
from tests.support.pictures import picture
from tests.support.running import Server
from tests.support.shop import Shop

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PHONE = {"width": 360, "height": 740}


async def makes(agent: Console, kind: str, **words: str) -> None:
    """Fill in one of the composer's forms, by the meaning of its fields."""
    await agent.button("enclose.name", agent.composer).click()
    await agent.page.get_by_role("menuitem", name=agent.say(f"enclose.{kind}"), exact=True).click()
    for key, text in words.items():
        await agent.dialog.get_by_label(agent.say(f"enclose.{key}")).first.fill(text)


async def adds(agent: Console) -> None:
    await agent.button("enclose.add", agent.dialog).click()
    await expect(agent.dialog).to_have_count(0)


async def meet(shopper: Shop, agent: Console, question: str) -> None:
    await (await shopper.comes()).opens()
    await shopper.says(question)
    await agent.comes()
    await agent.opens(question)
    await agent.claims()


async def test_replies_a_card_and_a_form_are_made_sent_and_answered(crowd: Crowd) -> None:
    shopper, agent = await crowd.shopper(viewport=PHONE), await crowd.agent("amara")
    await meet(shopper, agent, "My new jacket is far too small, what can I do?")
    await makes(agent, "reply", replies="Return it\nExchange it")
    assert await faults(agent) == []
    await adds(agent)
    await agent.says("What would you like?")
    chosen: Any = {"name": "jacket.png", "mimeType": "image/png", "buffer": picture(size=(64, 48))}
    await shopper.chat.locator("input[type=file]").set_input_files([chosen])
    await expect(shopper.button("send", shopper.chat)).to_be_enabled()
    taps = shopper.log.get_by_role("button", name="Exchange it", exact=True)
    await taps.focus()
    await taps.press("Enter")
    await expect(taps).to_be_disabled()
    await expect(shopper.log).to_be_focused()
    tapped = agent.bubble("Exchange it").and_(agent.page.locator("[data-side=theirs]"))
    await expect(tapped).to_be_visible()
    await expect(tapped).not_to_contain_text("jacket.png")
    await shopper.button("remove", shopper.chat, name="jacket.png").click()

    await agent.composer.locator("input[type=file]").set_input_files([chosen])
    await expect(agent.button("file.remove", agent.composer, name="jacket.png")).to_be_visible()
    await makes(agent, "card", title="Wool jacket, 42", amount="89.90", link="https://demo.example/p/42")
    await agent.dialog.get_by_label(agent.say("enclose.picture")).first.click()
    await agent.page.get_by_role("option", name="jacket.png").click()
    await adds(agent)
    await agent.says("This one?")
    link = shopper.log.get_by_role("link", name=shopper.say("view"))
    await expect(link).to_have_attribute("href", "https://demo.example/p/42")
    await expect(shopper.log.get_by_text("€89.90")).to_be_visible()
    await expect(shopper.log.get_by_role("img", name="jacket.png")).to_be_visible()

    await makes(agent, "form", label="Order number")
    await agent.dialog.get_by_label(agent.say("enclose.required")).check()
    await adds(agent)
    await agent.says("Please tell me:")
    await fills(shopper, shopper.log.get_by_label("Order number"))
    await agent.sees("Order number:")
    await expect(agent.log.get_by_text("113-4567", exact=True)).to_be_visible()
    assert await faults(agent) == []
    await expect(shopper.log.get_by_label("Order number")).to_have_count(0)


async def test_what_was_added_to_an_unfinished_message_waits_on_another_machine(crowd: Crowd) -> None:
    shopper, agent = await crowd.shopper(), await crowd.agent("amara")
    await meet(shopper, agent, "Which of the two kettles is quieter?")
    await makes(agent, "reply", replies="The blue one\nThe red one")
    await adds(agent)
    await expect(agent.composer.get_by_text("The blue one")).to_be_visible()
    await agent.page.wait_for_timeout(1_500)  # a pause in writing
    await agent.page.context.close()
    elsewhere = await (await crowd.agent("amara")).comes()
    await elsewhere.opens("Which of the two kettles is quieter?", "mine")
    await expect(elsewhere.composer.get_by_text("The blue one")).to_be_visible()
    await elsewhere.says("Which one do you mean?")
    await expect(shopper.log.get_by_role("button", name="The red one", exact=True)).to_be_visible()


async def fills(shopper: Shop, field: Locator) -> None:
    """What is left empty is asked for, in words; then it is said, and the form is gone after a reload too."""
    send = shopper.log.get_by_role("button", name=shopper.say("send"), exact=True)
    await send.click()
    await expect(shopper.log.get_by_role("alert")).to_have_text(shopper.say("needed"))
    await expect(field).to_be_focused()
    assert await faults(shopper) == []
    await field.fill("113-4567")
    await send.click()
    await expect(shopper.log.get_by_role("definition")).to_have_text("113-4567")
    await expect(field).to_have_count(0)


async def test_nothing_of_a_piece_is_code(crowd: Crowd, shared_server: Server) -> None:
    shopper, agent = await crowd.shopper(), await crowd.agent("amara")
    for tab in (shopper, agent):
        await tab.page.add_init_script(HURT)
    await meet(shopper, agent, "Something odd comes now, does it not?")
    amara = await Agent.logs_in(shared_server.url, "amara", online=False)
    found = (await amara.does("conversation.find", query="something odd"))["items"][0]["conversation"]
    corpus = [one[:80] for one in PAYLOADS]
    for four in (corpus[n : n + 4] for n in range(0, len(corpus), 4)):
        words = [*four, *corpus[:4]][:4]
        order = {"kind": "order", "number": words[0], "status": words[1], "items": [words[2]]}
        card = {"kind": "card", "title": words[3], "text": words[0], "link": "https://x.example/'onclick='hurt()"}
        replies = [{"kind": "reply", "label": one} for one in words[1:3]]
        fields = [{"kind": "field", "label": words[2], "type": "choice", "options": [*dict.fromkeys([*words, "x"])]}]
        for pieces in ([card, order, *replies], fields):
            body = {"text": words[3], "pieces": pieces}
            here = {"conversationId": found["id"], "fence": found["fence"], "clientId": client_id()}
            await amara.does("message.send", **here, body=body, language="en", confirmed=True)
    last = shopper.log.get_by_role("combobox").last
    await expect(last).to_be_visible()
    await expect(last).to_have_value("")
    await last.select_option(index=1)
    await shopper.log.get_by_role("button", name=shopper.say("send"), exact=True).last.click()
    await expect(shopper.log.get_by_role("definition")).to_have_count(1)
    await expect(agent.log.get_by_role("article").last).to_contain_text(f"{words[2]}:")
    await unharmed(agent)
    await unharmed(shopper)


async def test_what_the_shop_asks_before_is_asked_once_and_known_to_the_desk(crowd: Crowd, house: Server) -> None:
    amara = await Agent.logs_in(house.url, "amara", online=False)
    shop = (await admin(amara, "GET", "/shops")).json()["items"][0]
    words = {"en": {"hello": "", "away": "", "topics": ["Delivery", "Returns"]}}
    front = {**shop["front"], "askName": "optional", "askEmail": "required", "words": words}
    assert (await admin(amara, "PATCH", f"/shops/{shop['id']}", {"front": front})).status_code == 200
    people = Crowd(crowd.browser, house.url)
    shopper = await (await people.shopper(viewport=PHONE)).comes()
    await shopper.button("open").click()
    email = shopper.chat.get_by_label(shopper.say("email"))
    await shopper.button("begin", shopper.chat).click()
    await expect(email).to_be_focused()
    assert await faults(shopper) == []
    await email.fill("maya@shop.example")
    await shopper.chat.get_by_label(shopper.say("topic")).select_option("Returns")
    await shopper.button("begin", shopper.chat).click()
    await expect(shopper.field).to_be_focused()
    await shopper.says("The kettle is dented, may I send it back?")
    await shopper.ticked("The kettle is dented, may I send it back?", "sent")
    (line,) = (await amara.does("conversation.list", view="all"))["items"]
    assert line["attributes"] == {"topic": "Returns"}
    await shopper.page.reload()
    await shopper.button("open").click()
    await expect(shopper.field).to_be_focused()
    assert await people.leaves() == []


def holiday(today: date) -> tuple[str, date]:
    """A country that is off on one of the next days but for tomorrow and not on the day after, and which day that is."""
    for ahead in range(2, 6):
        day = today + timedelta(days=ahead)
        after = day + timedelta(days=1)
        for country in list_supported_countries(include_aliases=False):
            if day in days_off(country, day.year) and after not in days_off(country, after.year):
                return country, day
    raise AssertionError("the whole world works all week")


async def test_hours_and_days_off_are_told_by_the_shoppers_own_clock(crowd: Crowd, house: Server) -> None:
    tokyo, home = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")
    today = datetime.now(tokyo).date()
    country, day = holiday(today)
    shut = {"first": str(today), "last": str(day - timedelta(days=1)), "note": "We move house"}
    week = [{"day": number, "start": 600, "end": 1080} for number in range(7)]
    hours = {"shifts": week, "specials": [shut], "holidays": country}
    amara = await Agent.logs_in(house.url, "amara", online=True)
    shop = (await admin(amara, "GET", "/shops")).json()["items"][0]
    front = {"timeZone": "Asia/Tokyo", "hours": hours, "words": {"en": {"hello": "", "away": "We rest."}}}
    assert (await admin(amara, "PATCH", f"/shops/{shop['id']}", {"front": front})).status_code == 200
    back = datetime.combine(day + timedelta(days=1), time(10), tokyo).astimezone(home)
    people = Crowd(crowd.browser, house.url)
    shopper = await (await people.shopper(timezone_id="America/New_York")).comes()
    await shopper.opens()
    away = shopper.chat.get_by_text("We rest.")
    clock = rf"{back:%A}\D+{int(f'{back:%I}')}:{back:%M}\s{back:%p}"
    await expect(away).to_contain_text(re.compile(shopper.say("back", time="") + clock))
    await expect(shopper.chat.get_by_text("Amara Okoye")).to_have_count(0)
    assert (await admin(amara, "PATCH", f"/shops/{shop['id']}", {"front": {**front, "hours": {}}})).status_code == 200
    await shopper.page.reload()
    await shopper.opens()
    await expect(shopper.chat.get_by_text("Amara Okoye")).to_be_visible()
    await amara.leaves()
    assert await people.leaves() == []
