"""One conversation in two languages, as each side has it on the screen."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.browser.test_access import faults
from tests.support.browser import Crowd
from tests.support.console import Console
from tests.support.people import Shopper
from tests.support.running import Server
from tests.support.words import staffing_words

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
ASKED = "أين الطلب #4711 الذي اشتريته قبل أسبوعين من متجركم؟"
ELSEWHERE = "هل يمكنني تغيير عنوان التوصيل قبل أن يخرج الطرد؟"
MEANT = "[en] " + ASKED
BETTER = "يغادر الطرد #8302 غدًا"
FLOW = "(element) => [getComputedStyle(element).direction, getComputedStyle(element).unicodeBidi]"


async def choose(tab: Console, way: str) -> None:
    """How the open conversation is read."""
    await tab.button("ways.name", tab.thread).click()
    await tab.page.get_by_role("menuitem", name=tab.say(f"ways.{way}"), exact=True).click()
    await tab.page.keyboard.press("Escape")


def words(within: Locator, language: str) -> Locator:
    """Texts in this language."""
    return within.locator(f"[lang={language}][dir=auto]")


async def test_original_and_translation_stand_as_each_conversation_wants_them(
    house_crowd: Crowd, house: Server
) -> None:
    shopper = await Shopper.arrives(house.url, locale="ar")
    await shopper.says(ASKED)
    other = await Shopper.arrives(house.url, locale="ar")
    await other.says(ELSEWHERE)
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.opens("4711")
    await amara.claims()
    bubble = amara.log.get_by_role("article").filter(has_text="4711")
    await expect(words(bubble, "en")).to_have_text(MEANT)
    await expect(words(bubble, "ar")).to_have_text(ASKED)
    assert await words(bubble, "ar").evaluate(FLOW) == ["rtl", "isolate"]
    assert await words(bubble, "en").evaluate(FLOW) == ["ltr", "isolate"]
    assert await words(bubble, "ar").locator("bdi").get_attribute("dir") == "ltr", "a number inside is read its own way"

    await choose(amara, "beside")
    mine, theirs = await words(bubble, "en").bounding_box(), await words(bubble, "ar").bounding_box()
    assert mine
    assert theirs
    assert theirs["x"] >= mine["x"] + mine["width"], "side by side"
    await amara.page.reload()
    await expect(bubble.get_by_text(amara.say("bubble.translation", language="English"))).to_be_visible()
    await amara.opens("عنوان", "all")
    second = amara.log.get_by_role("article").filter(has_text="عنوان")
    flip = second.get_by_role("button", name=amara.say("bubble.original", language="Arabic"))
    await expect(flip).to_have_attribute("aria-expanded", "true")
    await choose(amara, "original")
    await expect(words(second, "ar")).to_have_text(ELSEWHERE)
    await expect(words(second, "en")).to_have_count(0)
    await second.get_by_role("button", name=amara.say("bubble.translation", language="English")).click()
    await expect(words(second, "en")).to_have_text("[en] " + ELSEWHERE)
    await amara.opens("4711", "all")
    await expect(bubble.get_by_role("button", expanded=True)).to_have_count(0)
    await expect(words(bubble, "ar")).to_have_text(ASKED)
    await previews(amara, shopper)


async def previews(amara: Console, shopper: Shopper) -> None:
    """What the customer will read stands below what is written before it is sent, and is put better by hand."""
    await amara.writes("Parcel #8302 leaves tomorrow")
    preview = words(amara.composer, "ar").filter(has_text="[ar]")
    await expect(preview).to_have_text("[ar] Parcel #8302 leaves tomorrow")
    await expect(preview.locator("bdi")).to_have_attribute("dir", "ltr")
    await expect(amara.composer.get_by_text(amara.say("bubble.reads", language="Arabic"))).to_be_visible()
    assert await faults(amara) == []
    await amara.button("wording.edit", amara.composer).click()
    own = amara.composer.get_by_role("textbox", name=amara.say("wording.field"))
    await expect(own).to_have_value("[ar] Parcel #8302 leaves tomorrow")
    await own.fill(BETTER)
    await amara.button("composer.send", amara.composer).click()
    told = await shopper.sees(BETTER)
    assert (told["body"]["original"], told["body"]["language"]) == ("Parcel #8302 leaves tomorrow", "ar")
    await expect(preview).to_have_count(0)


async def test_a_guess_is_told_and_put_right_in_one_step(house_crowd: Crowd, house: Server) -> None:
    shopper = await Shopper.arrives(house.url, locale="en")
    await shopper.says("bolsa rota")
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.opens("bolsa rota")
    await amara.claims()
    bubble = amara.log.get_by_role("article").filter(has_text="bolsa rota")
    await bubble.get_by_role("button", name=amara.say("wording.naming"), exact=True).click()
    await amara.dialog.get_by_label(amara.say("wording.writes")).select_option("pt")
    await amara.button("wording.name", amara.dialog).click()
    await expect(bubble.get_by_text(amara.say("bubble.original", language="Portuguese"))).to_be_visible()
    await expect(amara.thread.locator("header")).to_contain_text(re.compile("PT"))
    await expect(bubble.get_by_role("button", name=amara.say("wording.naming"), exact=True)).to_have_count(0)
    await amara.says("It is yours for nothing today")
    told = await shopper.sees("[pt] It is yours for nothing today")
    assert (told["body"]["originalLanguage"], told["body"]["language"]) == ("en", "pt")


async def test_engines_forms_of_address_and_costs_are_set_in_the_console(house_crowd: Crowd, house: Server) -> None:
    amara = await (await house_crowd.agent("amara")).comes()
    amara.words = {**amara.words, **staffing_words("en")}
    await amara.page.goto(f"{house.url}/console/#/languages")
    for name, kind in (("Deep", "deepl"), ("Ours", "libretranslate")):
        await amara.button("languages.addEngine").click()
        form = amara.dialog
        await form.get_by_label(amara.say("languages.kind")).select_option(kind)
        await form.get_by_label(amara.say("languages.engineName")).fill(name)
        if kind == "libretranslate":
            await form.get_by_label(amara.say("languages.url")).fill("http://127.0.0.1:9")
        await form.get_by_role("textbox", name=amara.say("languages.key"), exact=True).fill("a-secret-that-nobody-sees")
        await amara.button("languages.save", form).click()
        await expect(amara.dialog).to_have_count(0)
    section = amara.page.get_by_role("region", name=amara.say("languages.engines"), exact=True)
    listed = section.get_by_role("listitem")
    await expect(listed.first).to_contain_text("Deep")
    await expect(listed.first).to_contain_text(amara.say("languages.hasKey"))
    await amara.button("languages.up", section, name="Ours").click()
    await expect(listed.first).to_contain_text("Ours")
    await amara.button("languages.test", listed.first).click()
    await expect(listed.first.get_by_role("status")).to_contain_text("unreachable")
    await amara.button("languages.removeEngine", section, name="Deep").click()
    await expect(listed).to_have_count(3)
    await amara.button("languages.removeEngine", amara.dialog, name="Deep").click()
    await expect(listed).to_have_count(2)

    spoken = amara.page.get_by_role("region", name=amara.say("languages.voices"), exact=True)
    await amara.button("languages.addVoice", spoken).click()
    await spoken.get_by_label(amara.say("languages.language")).select_option("de")
    await spoken.get_by_label(amara.say("languages.formality")).select_option("casual")
    await amara.button("languages.save", spoken).click()
    await expect(amara.button("languages.save", spoken)).to_have_count(0)
    costs = amara.page.get_by_role("region", name=amara.say("languages.costs"), exact=True)
    await costs.get_by_label(amara.say("languages.capDay")).fill("50000")
    await amara.button("languages.save", costs).click()
    await expect(amara.button("languages.save", costs)).to_be_disabled()
    await amara.page.reload()
    await expect(spoken.get_by_label(amara.say("languages.formality"))).to_have_value("casual")
    await expect(costs.get_by_label(amara.say("languages.capDay"))).to_have_value("50 000")
    assert "a-secret" not in await amara.page.content()
