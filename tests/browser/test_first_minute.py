"""The product in one minute, in two real browsers."""

import pytest
from playwright.async_api import expect

from tests.support.browser import Crowd

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

QUESTION = "荷物はどこですか"


async def test_a_shopper_in_osaka_and_an_agent_in_london_understand_each_other(house_crowd: Crowd) -> None:
    shopper = await (await house_crowd.shopper("ja")).comes("product.html")
    amara = await (await house_crowd.agent("amara")).comes()
    await shopper.opens()
    await shopper.says(QUESTION)
    await shopper.ticked(QUESTION, "sent", "read")

    # The agent reads the question in English, with the shopper's own words beneath.
    await amara.looks_at("queue")
    await amara.list.get_by_role("tabpanel").get_by_role("button").first.click()
    await amara.claims()
    bubble = amara.log.get_by_role("article").first
    await expect(bubble).to_contain_text("Where is my")
    await expect(bubble.get_by_role("button", name="Original (Japanese)")).to_be_visible()
    await expect(bubble.get_by_text(QUESTION, exact=True)).to_be_visible()
    await shopper.ticked(QUESTION, "read")

    # A phrase found by its English words goes out in native Japanese.
    await amara.field.press_sequentially("/order number")
    phrase = amara.composer.get_by_role("option", name="ご注文番号をお知らせいただけますか。")
    await expect(phrase).to_be_visible()
    while await phrase.get_attribute("aria-selected") != "true":
        await amara.field.press("ArrowDown")
    await amara.field.press("Enter")
    await expect(amara.field).to_have_value("ご注文番号をお知らせいただけますか。")
    await amara.field.press("Enter")
    await shopper.sees("ご注文番号をお知らせいただけますか。")

    # What she writes herself arrives in Japanese too; the shopper may look at her own words.
    await amara.says("Your order has been shipped.")
    await shopper.sees("ご注文の商品を発送いたしました。")
    await shopper.button("original", shopper.log).click()
    await shopper.sees("Your order has been shipped.")
    await amara.marked("Your order has been shipped.", "read")

    # What the desk says to itself stays there.
    await amara.notes("Careful, a very good customer")
    await amara.says("You are welcome!")
    await expect(shopper.log.get_by_text("Amara Okoye", exact=True)).to_have_count(1)
    assert "very good customer" not in await shopper.page.content() + await shopper.log.inner_text()
