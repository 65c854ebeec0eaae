"""An agent whose console is closed: told by the browser, without customers' words, and led to the conversation by a click."""

import asyncio
import json
from typing import Any

import pytest
from playwright.async_api import CDPSession, expect

from tests.browser.test_signed import holds
from tests.support.browser import Crowd
from tests.support.push_service import Browser

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SERVICE = """
const keys = %s;
const made = () => ({
  options: { applicationServerKey: null }, unsubscribe: async () => { globalThis.kept = null; return true; },
  toJSON: () => ({ endpoint: "https://push.example/one", keys }),
});
PushManager.prototype.getSubscription = async function () { return globalThis.kept ?? null; };
PushManager.prototype.subscribe = async function (wish) {
  globalThis.subscribed = { visible: wish.userVisibleOnly, bytes: new Uint8Array(wish.applicationServerKey).length };
  return globalThis.kept = made();
};
"""
"""No push service can be reached from here; all of the browser but that is real."""
NOTICES = (
    "registration.getNotifications().then((all) => all.map(({ title, body, tag, dir }) => ({ title, body, tag, dir })))"
)
CLICK = """registration.getNotifications().then(([notification]) => {
  dispatchEvent(new NotificationEvent("notificationclick", { notification }));
})"""


class Service:
    """The push service's end of this browser's line. It needs a page to speak through, which is not the console's."""

    def __init__(self, wire: CDPSession, origin: str) -> None:
        self._wire, self._origin = wire, origin
        self._id: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        wire.on("ServiceWorker.workerRegistrationUpdated", self._heard)

    def _heard(self, told: dict[str, Any]) -> None:
        for each in told["registrations"]:
            if not self._id.done():
                self._id.set_result(each["registrationId"])

    async def hands_over(self, pushed: dict[str, Any]) -> None:
        """The browser gets it, opened."""
        await self._wire.send("ServiceWorker.enable")
        id = await asyncio.wait_for(asyncio.shield(self._id), 20)
        said = {"origin": self._origin, "registrationId": id, "data": json.dumps(pushed)}
        await self._wire.send("ServiceWorker.deliverPushMessage", said)


async def test_told_while_closed_and_led_back(noticing_crowd: Crowd) -> None:
    jonas, browser = await noticing_crowd.agent("jonas"), Browser()
    context, menu = jonas.page.context, jonas.page.get_by_role("menuitem")
    await context.grant_permissions(["notifications"])
    await context.add_init_script(SERVICE % json.dumps({"p256dh": browser.p256dh, "auth": browser.auth}))
    await jonas.comes()
    await jonas.page.get_by_role("button", name=jonas.name).first.click()
    async with context.expect_event("serviceworker") as began:
        await menu.filter(has_text=jonas.say("habit.pushOff")).click()
    worker = await began.value
    await expect(menu.filter(has_text=jonas.say("habit.pushOn"))).to_be_visible()
    await expect(menu.filter(has_text=jonas.say("habit.pushWordsOff"))).to_be_visible()
    assert await jonas.page.evaluate("subscribed") == {"visible": True, "bytes": 65}
    card = await jonas.page.evaluate("fetch('/v1/agent/push').then((answer) => answer.json())")
    assert (card["on"], card["words"], len(card["key"])) == (True, False, 87)

    blank = await context.new_page()
    await jonas.page.bring_to_front()
    service = Service(await context.new_cdp_session(blank), jonas.url)
    pushed = {"kind": "offer", "id": "cv_1", "lang": "de", "name": "<b>Maya</b>", "queue": "returns", "market": "DE"}
    await service.hands_over(pushed)
    assert await worker.evaluate(NOTICES) == [], "the console before one's eyes tells it better"
    assert not await jonas.broken()
    await jonas.page.goto("about:blank")
    await service.hands_over(pushed)
    maya = [{"title": "Maya", "body": "Neue Nachricht", "tag": "cv_1", "dir": "ltr"}]
    async with asyncio.timeout(30):  # the worker learns a moment later that the console is gone
        while await worker.evaluate(NOTICES) != maya:
            await service.hands_over({"kind": "message", "id": "cv_1", "lang": "de", "name": "Maya"})
            await asyncio.sleep(0.2)
    await service.hands_over({"kind": "else"})
    assert await worker.evaluate(NOTICES) == maya
    await jonas.page.goto(f"{jonas.url}/console/")
    await jonas.is_live()
    await jonas.page.evaluate("addEventListener('hashchange', () => { globalThis.went ??= location.hash; })")
    await worker.evaluate(CLICK)
    await holds(jonas.page, "globalThis.went === '#/desk/cv_1'")
    await jonas.page.get_by_role("button", name=jonas.name).first.click()
    await menu.filter(has_text=jonas.say("habit.pushOn")).click()
    await expect(menu.filter(has_text=jonas.say("habit.pushOff"))).to_be_visible()
    card = await jonas.page.evaluate("fetch('/v1/agent/push').then((answer) => answer.json())")
    assert card["on"] is False
