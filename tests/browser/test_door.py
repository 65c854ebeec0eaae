"""How people come in: by a second factor, a code of the drawer, or the link of an invitation."""

import base64
import time

import httpx2
import pytest
from playwright.async_api import expect

from server.identity.totp import STEP, code_at
from tests.browser.test_access import faults
from tests.browser.test_console_routing import words
from tests.support.browser import Crowd
from tests.support.running import PLAIN, Server

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LOGIN = {"workspace": "demo", "email": "sofia@demo.example", "password": "tradewind-demo"}


async def phoned(house: Server) -> tuple[bytes, list[str]]:
    """Sofía's second factor is on: its secret and its recovery codes."""
    async with httpx2.AsyncClient(base_url=house.url, verify=PLAIN) as client:
        me = (await client.post("/v1/agent/login", json=LOGIN)).raise_for_status().json()
        client.headers["x-csrf"] = me["csrf"]
        begun = await client.post("/v1/agent/second-factor/begin", json={"password": LOGIN["password"]})
        written = begun.raise_for_status().json()["secret"]
        secret = base64.b32decode(written + "=" * (-len(written) % 8))
        code = code_at(secret, int(time.time()) // STEP)
        on = await client.post("/v1/agent/second-factor/confirm", json={"code": code})
        return secret, list(on.raise_for_status().json()["codes"])


async def test_the_second_step_takes_the_phone_s_code_or_one_of_the_drawer(house_crowd: Crowd, house: Server) -> None:
    secret, codes = await phoned(house)
    sofia = await house_crowd.agent("sofia")
    await sofia.page.goto(f"{house.url}/console/")
    for name, word in LOGIN.items():
        await sofia.page.get_by_role("textbox", name=sofia.say(f"login.{name}"), exact=True).fill(word)
    await sofia.button("login.enter").click()
    field = sofia.page.get_by_role("textbox", name=sofia.say("login.code"), exact=True)
    await expect(field).to_be_focused()
    assert [await field.get_attribute(name) for name in ("autocomplete", "inputmode")] == ["one-time-code", "numeric"]
    assert await faults(sofia) == []
    await field.fill("000000")
    await field.press("Enter")
    await expect(sofia.page.get_by_role("alert")).to_have_text(sofia.say("login.wrongCode"))
    await sofia.button("login.otherLogin").click()
    await expect(sofia.page.get_by_role("textbox", name=sofia.say("login.email"))).to_have_value(LOGIN["email"])
    await sofia.button("login.enter").click()
    await field.fill(code_at(secret, int(time.time()) // STEP + 1))  # the step at hand was spent to switch it on
    await field.press("Enter")
    await sofia.is_live()

    again = await house_crowd.agent("sofia")
    await again.page.goto(f"{house.url}/console/")
    await again.page.get_by_role("button", name="Sofía Reyes").click()
    await again.button("login.useRecovery").click()
    drawer = again.page.get_by_role("textbox", name=again.say("login.recovery"), exact=True)
    await drawer.fill("-".join(codes[0][at : at + 4] for at in range(0, 16, 4)))
    await drawer.press("Enter")
    await again.is_live()


async def test_an_invitation_s_link_leads_to_the_desk_once(house_crowd: Crowd, house: Server) -> None:
    async with httpx2.AsyncClient(base_url=house.url, verify=PLAIN) as client:
        lead = {**LOGIN, "email": "amara@demo.example"}
        me = (await client.post("/v1/agent/login", json=lead)).raise_for_status().json()
        ask = {"email": "noor@demo.example"}
        made = await client.post("/v1/admin/invitations", json=ask, headers={"x-csrf": me["csrf"]})
        link = f"{house.url}/console/#join={made.raise_for_status().json()['token']}"
    noor = await house_crowd.agent("amara")
    await noor.page.goto(link)
    await noor.page.get_by_role("textbox", name=words("join", "name"), exact=True).fill("Noor 花")
    await noor.page.get_by_role("textbox", name=words("join", "password"), exact=True).fill("a-password-of-ones-own")
    assert await faults(noor) == []
    await noor.page.get_by_role("button", name=words("join", "enter"), exact=True).click()
    await noor.is_live()
    assert "join" not in noor.page.url
    await expect(noor.page.get_by_role("button", name="Noor 花,")).to_be_visible()

    late = await house_crowd.agent("amara")
    await late.page.goto(link)
    await late.page.get_by_role("textbox", name=words("join", "name"), exact=True).fill("Somebody else")
    await late.page.get_by_role("textbox", name=words("join", "password"), exact=True).fill("another-long-password")
    await late.page.get_by_role("button", name=words("join", "enter"), exact=True).click()
    await expect(late.page.get_by_role("alert")).to_have_text(words("join", "dead"))
    await late.page.get_by_role("button", name=words("join", "login"), exact=True).click()
    await expect(late.button("login.enter")).to_be_visible()


async def test_one_s_own_door_is_made_safer_in_the_dialog(house_crowd: Crowd, house: Server) -> None:
    amara = await (await house_crowd.agent("amara")).comes()
    await amara.page.get_by_role("button", name="Amara Okoye,").click()
    await amara.page.get_by_role("menuitem", name=amara.say("account.security"), exact=True).click()
    password = amara.dialog.get_by_role("textbox", name=words("security", "password"), exact=True)
    begin = amara.dialog.get_by_role("button", name=words("security", "begin"), exact=True)
    await expect(begin).to_be_visible()
    await password.first.fill(LOGIN["password"])
    await begin.click()
    link = await amara.dialog.get_by_role("link", name=words("security", "openApp")).get_attribute("href")
    written = str(link).split("secret=")[1].split("&")[0]
    secret = base64.b32decode(written + "=" * (-len(written) % 8))
    code = amara.dialog.get_by_role("textbox", name=amara.say("login.code"), exact=True)
    await code.fill(code_at(secret, int(time.time()) // STEP))
    assert await faults(amara) == []
    await code.press("Enter")
    await expect(amara.dialog.get_by_role("status")).to_have_text(words("security", "codes"))
    await expect(amara.dialog.get_by_role("code")).to_have_count(10)
    await amara.dialog.get_by_role("button", name=words("security", "kept")).click()
    await expect(amara.dialog.get_by_text(words("security", "on"), exact=False).first).to_be_visible()
    await password.fill(LOGIN["password"])
    await amara.dialog.get_by_role("textbox", name=words("security", "newPassword")).fill("another-long-password")
    await amara.dialog.get_by_role("button", name=words("security", "change"), exact=True).click()
    await expect(amara.dialog.get_by_text(words("security", "done"))).to_be_visible()
    assert await faults(amara) == []
    await expect(amara.dialog.get_by_text(words("security", "here"), exact=True)).to_be_visible()
    await amara.page.keyboard.press("Escape")
    await amara.is_live()
