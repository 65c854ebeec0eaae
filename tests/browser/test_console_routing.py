"""Who works when, which rules give the work, and why somebody got a conversation: the console's pages of routing."""

import json
import re
from functools import cache

import httpx2
import pytest
from playwright.async_api import expect

from server.domain.queues import relaxing
from server.domain.workspace import Policy
from tests.browser.test_access import faults
from tests.support.browser import Crowd
from tests.support.console import Console
from tests.support.nursery import ROOT
from tests.support.people import Shopper
from tests.support.running import PLAIN, Server

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@cache
def words(group: str, key: str, **slots: object) -> str:
    """What the late pages say in English."""
    said = str(json.loads((ROOT / "console/src/i18n/staffing/en.json").read_text())[group][key])
    for name, value in slots.items():
        said = said.replace(f"{{{{{name}}}}}", str(value))
    return said


async def goes(agent: Console, page: str) -> None:
    """Take a page of the rail."""
    await agent.page.get_by_role("navigation").get_by_role("button", name=agent.say(f"page.{page}"), exact=True).click()
    await expect(agent.page.get_by_role("heading", level=1, name=agent.say(f"page.{page}"), exact=True)).to_be_visible()


async def stored(house: Server, path: str) -> dict[str, object]:
    """What the server has, as its supervisor may read it."""
    async with httpx2.AsyncClient(base_url=house.url, verify=PLAIN) as client:
        login = {"workspace": "demo", "email": "amara@demo.example", "password": "tradewind-demo"}
        (await client.post("/v1/agent/login", json=login)).raise_for_status()
        return dict((await client.get(path)).raise_for_status().json())


async def test_a_week_is_set_by_keys_and_shows_in_the_coverage(house_crowd: Crowd, house: Server) -> None:
    amara = await (await house_crowd.agent("amara")).comes()
    await goes(amara, "team")
    assert await faults(amara) == []
    await amara.page.get_by_role("button", name="Lin Yue", exact=True).focus()
    await amara.page.keyboard.press("Enter")
    drawer = amara.dialog
    await drawer.get_by_role("button", name=words("week", "add", day="Monday")).press("Enter")
    monday = drawer.get_by_role("group", name="Monday", exact=True).get_by_role("button")
    await monday.focus()
    for key in (*["Shift+ArrowLeft"] * 2, *["ArrowRight"] * 4, "ArrowDown", "ArrowUp"):
        await amara.page.keyboard.press(key)
    await expect(monday).to_be_focused()
    await drawer.get_by_role("button", name=words("week", "copy")).press("Enter")
    assert await faults(amara) == []
    await amara.page.keyboard.press("Escape")
    await drawer.get_by_role("button", name=words("action", "stay")).press("Enter")
    await drawer.get_by_role("button", name=words("action", "save")).press("Enter")
    await expect(drawer).to_have_count(0)
    people = {one["name"]: one for one in (await stored(house, "/v1/admin/agents"))["items"]}  # type: ignore[attr-defined]
    assert people["Lin Yue"]["hours"]["shifts"] == [{"day": day, "start": 600, "end": 1050} for day in range(5)]

    await goes(amara, "coverage")
    await amara.page.get_by_text(words("coverage", "week"), exact=True).click()
    await amara.page.get_by_role("switch", name=words("coverage", "asTable")).press("Space")
    chinese = amara.page.get_by_role("row").filter(has_text="Chinese")
    # Five shifts; one that runs now stands in the table twice, as what is left of it and as next week's.
    await expect(chinese.filter(has_text="Lin Yue").nth(4)).to_be_visible()
    await expect(chinese.filter(has_text=words("coverage", "nobody")).first).to_be_visible()
    assert await faults(amara) == []


async def test_rules_are_told_in_sentences_tried_and_saved(house_crowd: Crowd, house: Server) -> None:
    amara = await (await house_crowd.agent("amara")).comes()
    await goes(amara, "routing")
    usual, made = amara.page.locator("ol[data-usual] > li"), relaxing(Policy().relax_seconds)
    await expect(usual).to_have_count(len(made))
    for number, step in enumerate(made):  # the console tells what the server makes
        whom = words("who", {0: "translated", -1: "anyone"}.get(step.level, str(step.level)))
        when = words("step", "later", time="").strip() if step.after else words("step", "atOnce")
        await expect(usual.nth(number)).to_contain_text(re.compile(f"^{when}.*{whom}"))
        shift, outside = words("step", "onShift"), words("step", "outsourced")
        await expect(usual.nth(number).filter(has_text=re.compile(f", {shift}"))).to_have_count(int(step.shift))
        await expect(usual.nth(number).filter(has_text=outside)).to_have_count(int(step.outsourced))
    await amara.page.get_by_role("button", name=words("queue", "add")).click()
    await amara.page.get_by_role("button", name="queue-1", exact=False).first.click()
    # By its key: the queue is still unfolding, and a click may miss what moves.
    await amara.page.get_by_role("button", name=words("steps", "own")).press("Enter")
    last = amara.page.get_by_role("listitem").filter(has_text=words("who", "anyone")).last
    await expect(usual).to_have_count(len(made))
    steps = amara.page.locator("ol:not([data-usual]) > li > ol > li, ol:not([data-usual]) ol > li")
    await expect(steps).to_have_count(len(made))
    await expect(last).to_be_visible()
    await steps.nth(1).get_by_role("button", name=words("step", "edit", step="").strip()).click()
    after = steps.nth(1).get_by_role("textbox", name=words("step", "after"), exact=True)
    await after.fill(str(made[2].after + 1))
    await amara.page.get_by_role("button", name=words("action", "save")).click()
    await expect(amara.page.get_by_text(words("fault", "after")).first).to_be_visible()
    await after.fill("15")
    await expect(steps.nth(1)).to_contain_text(words("step", "later", time="15 seconds"))
    assert await faults(amara) == []
    await amara.page.get_by_role("button", name=words("dry", "try")).last.click()
    tried = amara.page.get_by_text(words("dry", "nothing")).or_(
        amara.page.get_by_text(words("dry", "mean"), exact=True)
    )
    await expect(tried.first).to_be_visible()
    await amara.page.get_by_role("button", name=words("action", "save")).click()
    await expect(amara.page.get_by_text(words("routing", "saved"))).to_be_visible()
    routing = (await stored(house, "/v1/admin/policy"))["routing"]
    assert [(one["name"], one["steps"][1]["after"]) for one in routing["queues"]] == [("queue-1", 15)]  # type: ignore[index]


async def test_an_agent_is_told_why_and_says_what_it_needs(house_crowd: Crowd, house: Server) -> None:
    lin = await (await house_crowd.agent("lin")).comes()
    await lin.becomes("online")
    shopper = await Shopper.arrives(house.url, locale="zh-CN")
    await shopper.says("请问这个杯子可以用微波炉吗？")
    await lin.opens("微波炉", "mine")
    await lin.log.get_by_role("button", name="Lin Yue").click()
    table = lin.dialog.get_by_role("table")
    await expect(table.get_by_role("rowheader", name="Lin Yue")).to_be_visible()
    assert await faults(lin) == []
    await lin.page.keyboard.press("Escape")
    needs = lin.page.get_by_role("region", name=lin.say("triage.title"))
    await lin.button("triage.change", needs).click()
    await needs.get_by_label(lin.say("triage.priority")).select_option("3")
    row = lin.row("微波炉")
    await expect(row.get_by_role("img", name=lin.say("triage.priorityOf", priority=3))).to_be_visible()
    await expect(lin.log.get_by_text(lin.say("triage.priorityOf", priority=3)).first).to_be_visible()
    assert await faults(lin) == []
    await lin.becomes("offline")
    await shopper.wire.close()
