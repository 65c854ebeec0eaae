"""What one's role lets one do in the console: roles are made, an auditor only reads, a person is handed out and forgotten."""

import io
import json
import sqlite3
import zipfile

import httpx2
import pytest
from playwright.async_api import expect

from tests.browser.test_access import faults
from tests.browser.test_console_routing import goes
from tests.support.browser import Crowd
from tests.support.console import Console
from tests.support.nursery import ROOT
from tests.support.people import Shopper, client_id
from tests.support.running import PLAIN, Server

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
NAME = "Maya Quuxanary"


def words(group: str, key: str, language: str = "en", part: str = "staffing", **slots: str) -> str:
    """What a late page says."""
    said = str(json.loads((ROOT / f"console/src/i18n/{part}/{language}.json").read_text())[group][key])
    for name, value in slots.items():
        said = said.replace(f"{{{{{name}}}}}", value)
    return said


def own(group: str, key: str, **slots: str) -> str:
    """What the page of privacy says in English."""
    return words(group, key, part="privacy", **slots)


def becomes(house: Server, role: str) -> None:
    """Amara's role from now on; the demo has no admin."""
    with sqlite3.connect(house.database, timeout=20) as database:
        database.execute("UPDATE agent SET role = ? WHERE email = 'amara@demo.example'", (role,))


async def comes_as(crowd: Crowd, house: Server, role: str) -> Console:
    """Amara in this role, at the desk."""
    becomes(house, role)
    return await (await crowd.agent("amara")).comes()


async def test_an_admin_makes_a_role_and_somebody_holds_it(house_crowd: Crowd, house: Server) -> None:
    amara = await comes_as(house_crowd, house, "admin")
    await goes(amara, "roles")
    await expect(amara.page.get_by_text(words("roles", "house"), exact=True)).to_have_count(4)
    await amara.page.get_by_role("button", name=words("roles", "add"), exact=True).click()
    await amara.dialog.get_by_role("textbox", name=words("roles", "name")).fill("Night desk")
    await amara.dialog.get_by_role("checkbox", name=words("permission", "lead"), exact=True).check()
    assert await faults(amara) == []
    save = amara.dialog.get_by_role("button", name=words("action", "save"), exact=True)
    await save.click()
    await expect(amara.dialog).to_have_count(0)
    mine = amara.page.get_by_role("listitem").filter(has=amara.page.get_by_role("button", name="Night desk"))
    await expect(mine.get_by_role("listitem")).to_have_text(
        [words("permission", "answer"), words("permission", "lead")]
    )
    assert await faults(amara) == []

    await amara.page.get_by_role("button", name=words("roles", "add"), exact=True).click()
    await amara.dialog.get_by_role("textbox", name=words("roles", "name")).fill("Night desk")
    await save.click()
    await expect(amara.dialog.get_by_role("alert")).to_have_text(words("roles", "taken"))
    await amara.page.keyboard.press("Escape")

    await goes(amara, "team")
    await amara.page.get_by_role("button", name="Lin Yue", exact=True).click()
    await amara.dialog.get_by_label(words("person", "role")).select_option(label="Night desk")
    await amara.dialog.get_by_role("button", name=words("action", "save")).click()
    await expect(amara.dialog).to_have_count(0)
    await goes(amara, "roles")
    await amara.page.get_by_role("button", name="Night desk", exact=True).click()
    await amara.dialog.get_by_role("button", name=words("roles", "remove")).click()
    await expect(amara.dialog.get_by_role("alert").last).to_have_text(words("roles", "held"))


async def test_an_auditor_reads_every_page_and_is_offered_no_deed(house_crowd: Crowd, house: Server) -> None:
    shopper = await Shopper.arrives(house.url)
    await shopper.says("Is anybody there?")
    amara = await comes_as(house_crowd, house, "auditor")
    buttons, deeds = (
        amara.page.locator("main").get_by_role("button"),
        amara.page.locator("main :is(input, textarea, select):enabled"),
    )
    rail = amara.page.get_by_role("navigation").get_by_role("button")
    await expect(rail.filter(has_text=amara.say("page.review"))).to_have_count(0)
    await expect(rail.filter(has_text=amara.say("page.privacy"))).to_have_count(0)
    await amara.opens("Is anybody there?")
    for word in ("action.claim", "action.transfer", "action.close", "triage.change", "marks.addAttribute"):
        await expect(amara.button(word)).to_have_count(0)
    await expect(amara.composer).to_have_count(0)
    for page, shown in (
        ("team", "Lin Yue"),
        ("roles", amara.say("role.auditor")),
        ("routing", words("number", "title")),
    ):
        await goes(amara, page)
        await expect(amara.page.locator("main").get_by_text(shown).first).to_be_visible()
        assert await faults(amara) == []
    await expect(deeds).to_have_count(0)
    await expect(buttons).to_have_count(0)
    await goes(amara, "languages")
    await expect(amara.page.get_by_role("link", name=words("languages", "exportCsv"))).to_be_visible()
    await expect(deeds).to_have_count(0)
    assert set(await buttons.all_inner_texts()) == {words("languages", "refresh")}
    await goes(amara, "team")
    await expect(amara.page.get_by_role("button", name=words("team", "add"))).to_have_count(0)
    await amara.page.get_by_role("button", name="Lin Yue", exact=True).click()
    await expect(amara.dialog.get_by_role("textbox", name=words("person", "name"))).to_be_disabled()
    await expect(amara.dialog.get_by_role("button", name=words("action", "save"))).to_have_count(0)
    assert await faults(amara) == []
    await amara.page.keyboard.press("Escape")
    await expect(amara.dialog).to_have_count(0)
    await amara.page.evaluate("location.hash = '#/privacy/cu_1'")
    await expect(amara.list).to_be_visible()
    await shopper.wire.close()


async def test_a_person_is_found_handed_out_and_forgotten(house_crowd: Crowd, house: Server) -> None:
    shopper = await Shopper.arrives(house.url)
    await shopper.does("conversation.open", clientId=client_id(), body={"text": f"I am {NAME}"}, name=NAME)
    for given, version in ((True, "6"), (False, "7")):
        said = {"purpose": "newsletter", "given": given, "version": version, "source": "checkout"}
        await shopper.does("consent.record", clientId=client_id(), **said)
    amara = await comes_as(house_crowd, house, "admin")
    await goes(amara, "privacy")
    assert await faults(amara) == []
    search = amara.page.get_by_role("search")
    await search.get_by_role("textbox").fill("maya quux")
    await search.get_by_role("button", name=own("find", "go")).click()
    await amara.page.get_by_role("button", name=NAME).click()
    consents = amara.page.get_by_role("region", name=own("consent", "title")).get_by_role("listitem")
    await expect(consents).to_have_count(2)
    await expect(consents.first).to_contain_text(own("consent", "no"))
    await expect(consents.last).to_contain_text(own("consent", "over"))
    assert await faults(amara) == []
    assert "Quux" not in amara.page.url, "what was searched for stands in no address"

    async with amara.page.expect_download() as loading:
        await amara.page.get_by_role("link", name=own("person", "export")).click()
    path = await (await loading.value).path()
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert json.loads(archive.read("person.json"))["person"]["name"] == NAME

    await amara.page.get_by_role("button", name=own("erase", "open")).click()
    for part in (
        "goesWords",
        "goesPerson",
        "goesFiles",
        "goesTraces",
        "staysNumbers",
        "staysLog",
        "staysElsewhere",
        "ends",
    ):
        await expect(amara.dialog.get_by_text(own("erase", part), exact=True)).to_be_visible()
    do = amara.dialog.get_by_role("button", name=own("erase", "do"), exact=True)
    await amara.dialog.get_by_role("textbox").fill(NAME[:-1])
    await expect(do).to_be_disabled()
    assert await faults(amara) == []
    await amara.dialog.get_by_role("textbox").fill(NAME)
    await do.click()
    await expect(amara.dialog).to_have_count(0)
    await expect(amara.page.get_by_text(own("person", "erased", date="").strip())).to_be_visible()
    await expect(amara.page.get_by_text(NAME)).to_have_count(0)
    await shopper.wire.event("conversation.erased", timeout=20)

    await amara.page.get_by_role("button", name=own("person", "back")).click()
    await expect(amara.page.get_by_role("region", name=own("past", "title")).get_by_role("row")).to_have_count(2)
    kept = amara.page.get_by_role("region", name=own("kept", "title"))
    await kept.get_by_role("combobox").select_option("*")
    await kept.get_by_role("textbox", name=own("kept", "others")).fill("730")
    assert await faults(amara) == []
    await kept.get_by_role("button", name=own("kept", "save"), exact=True).click()
    await expect(amara.page.get_by_text(own("kept", "saved"))).to_be_visible()
    async with httpx2.AsyncClient(base_url=house.url, verify=PLAIN) as client:
        login = {"workspace": "demo", "email": "amara@demo.example", "password": "tradewind-demo"}
        (await client.post("/v1/agent/login", json=login)).raise_for_status()
        assert (await client.get("/v1/admin/policy")).json()["retention"] == {"*": 730}
    await shopper.wire.close()
