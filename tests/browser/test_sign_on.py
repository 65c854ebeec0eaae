"""Single sign-on in a real browser: an admin sets the provider, people walk to it and back; and what the door says else."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.test_access import faults
from tests.support.browser import Crowd
from tests.support.console import Console
from tests.support.nursery import ROOT
from tests.support.provider import CLIENT, SECRET
from tests.support.sign_on import Town, town
from tests.support.worlds import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SAID = json.loads((ROOT / "console/src/i18n/sign-on/en.json").read_text())


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """A server and a provider."""
    async with town(tmp_path_factory.mktemp("sign-on")) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def people(place: Town, chromium: Browser) -> AsyncIterator[Crowd]:
    """Browsers that were never there."""
    crowd = Crowd(chromium, place.world.url)
    yield crowd
    assert await crowd.leaves() == []


async def at_the_door(crowd: Crowd, workspace: str = "north") -> Console:
    """Somebody who has typed where they want to."""
    somebody = await crowd.agent("amara")
    await somebody.page.goto(f"{somebody.url}/console/")
    await somebody.page.get_by_role("textbox", name=somebody.say("login.workspace"), exact=True).fill(workspace)
    return somebody


async def says_who(tab: Console, who: str) -> None:
    """On the provider's own page."""
    await tab.page.get_by_role("heading", name="The provider").wait_for()
    await tab.page.get_by_role("textbox", name="Who").fill(who)
    await tab.page.get_by_role("button", name="Continue").click()


async def test_an_admin_sets_it_and_people_come_in_by_it(place: Town, people: Crowd) -> None:
    dana = await place.world.agent("north", "dana")
    assert (await dana.http("DELETE", "/v1/admin/sign-on")).status_code == 200
    admin = await at_the_door(people)
    await admin.page.get_by_role("textbox", name=admin.say("login.email"), exact=True).fill("dana@north.example")
    await admin.page.get_by_role("textbox", name=admin.say("login.password"), exact=True).fill(PASSWORD)
    await admin.button("login.enter").click()
    await admin.is_live()
    await admin.page.get_by_role("button", name=admin.say("page.signOn"), exact=True).click()
    main, said = admin.page.get_by_role("main"), SAID["set"]
    await expect(main.get_by_text(f"{place.world.url}/console/sign-on", exact=True)).to_be_visible()
    wrong = "http://127.0.0.2:1"
    for name, word in (("name", "Harbor ID"), ("issuer", wrong), ("clientId", CLIENT), ("secret", SECRET)):
        await main.get_by_label(said[name]).first.fill(word)
    await main.get_by_role("button", name=said["test"], exact=True).click()
    await expect(main.get_by_role("alert")).to_have_text(SAID["why"]["connect"])
    await main.get_by_label(said["issuer"]).fill(place.there.issuer)
    await main.get_by_role("button", name=said["test"], exact=True).click()
    await expect(main.get_by_role("status")).to_contain_text(said["testOk"])
    assert await faults(admin) == []
    await main.get_by_role("button", name=said["save"], exact=True).click()
    await expect(main.get_by_role("status")).to_have_text(said["saved"])
    await expect(main.get_by_text(said["secretKept"])).to_be_visible()

    ann = await at_the_door(people)
    await ann.button("signOn.with", name="Harbor ID").click()
    await says_who(ann, "ann-there")
    await ann.is_live()
    assert ann.page.url.startswith(f"{ann.url}/console/")
    assert "code=" not in ann.page.url
    await expect(ann.page.get_by_role("button", name="Ann,")).to_be_visible()
    await ann.page.get_by_role("button", name="Ann,").click()
    await ann.page.get_by_role("menuitem", name=ann.say("account.leave"), exact=True).click()
    await expect(ann.page.get_by_role("textbox", name=ann.say("login.workspace"))).to_have_value("north")
    await expect(ann.button("signOn.with", name="Harbor ID")).to_be_visible()


async def test_the_door_says_why_not_and_where_passwords_open_nothing_it_offers_none(
    place: Town, people: Crowd
) -> None:
    _, spare = await place.person("spare", "admin")
    await place.is_there(people={"stranger": {"email": "stranger@north.example", "email_verified": True}})
    assert (await place.set(only=True, opener=spare)).status_code == 200
    somebody = await at_the_door(people)
    onward = somebody.button("signOn.with", name="Harbor ID")
    await expect(onward).to_be_visible()
    await expect(somebody.page.get_by_role("textbox", name=somebody.say("login.password"), exact=True)).to_have_count(0)
    assert await faults(somebody) == []
    await onward.click()
    await says_who(somebody, "stranger")
    await expect(somebody.page.get_by_role("alert")).to_have_text(SAID["arrive"]["person"])
    assert await faults(somebody) == []
    await somebody.button("login.otherLogin").click()
    await somebody.page.get_by_role("textbox", name=somebody.say("login.workspace"), exact=True).fill("north")
    await somebody.button("signOn.password").click()
    await somebody.page.get_by_role("textbox", name=somebody.say("login.email"), exact=True).fill("ben@north.example")
    await somebody.page.get_by_role("textbox", name=somebody.say("login.password"), exact=True).fill(PASSWORD)
    await somebody.button("login.enter").click()
    only = somebody.say("signOn.only", name="Harbor ID")
    await expect(somebody.page.get_by_role("alert")).to_have_text(only)
    assert await somebody.broken() == []
