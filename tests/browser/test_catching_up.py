"""A line that is lost and found: both faces say so while they catch up, and then nothing is missing."""

from collections.abc import Callable

import pytest
from msgspec import Struct, field
from playwright.async_api import WebSocketRoute, expect

from tests.support.browser import Crowd
from tests.support.console import Console
from tests.support.people import Agent, Shopper, client_id
from tests.support.running import Server
from tests.support.shop import Shop
from tests.support.tab import Tab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
ACK = "43"
"""How an answer to a question begins on the wire; all that was missed is asked for."""


class Thin(Struct):
    """One person's line: it can be cut, and once it is back answers can be kept waiting."""

    whole: bool = True
    slow: bool = False
    pages: list[WebSocketRoute] = field(default_factory=list)
    kept: list[Callable[[], None]] = field(default_factory=list)

    async def of(self, tab: Tab) -> None:
        """This person's browser has this line."""
        await tab.page.route_web_socket("**/socket.io/**", lambda page: self._between(page))  # noqa: PLW0108

    async def _between(self, page: WebSocketRoute) -> None:
        if not self.whole:
            return await page.close()
        server = page.connect_to_server()
        self.pages.append(page)

        def told(frame: str | bytes) -> None:
            if self.slow and isinstance(frame, str) and frame.startswith(ACK):
                self.kept.append(lambda: page.send(frame))
            else:
                page.send(frame)

        page.on_message(server.send)
        server.on_message(told)
        return None

    async def lost(self) -> None:
        """Cut, until it is found."""
        self.whole, self.slow = False, True
        for page in self.pages:
            await page.close()

    async def found(self, tab: Tab) -> None:
        """It is there again, and slow."""
        self.whole = True
        await tab.page.evaluate("dispatchEvent(new Event('online'))")

    def quickens(self) -> None:
        """What was kept waiting arrives, in its order."""
        self.slow = False
        for send in self.kept:
            send()


async def claimed(server: Server, shopper: Shopper | Shop, question: str) -> tuple[Agent, str]:
    """Amara has the conversation that ends with these words."""
    amara = await Agent.logs_in(server.url, "amara", online=False)
    waiting = (await amara.does("conversation.list", view="queue", limit=100))["items"]
    id = next(one["id"] for one in waiting if one["lastText"] == question)
    taken = await amara.does("conversation.claim", conversationId=id, clientId=client_id())
    amara.fences[id] = taken["conversation"]["fence"]
    return amara, id


async def test_the_chat_says_so_and_misses_nothing(crowd: Crowd, shared_server: Server) -> None:
    shopper, line = await crowd.shopper(), Thin()
    await line.of(shopper)
    await (await shopper.comes()).opens()
    await shopper.says("Is the tent waterproof?")
    await shopper.ticked("Is the tent waterproof?", "sent")
    amara, id = await claimed(shared_server, shopper, "Is the tent waterproof?")
    await amara.says(id, "I am looking", language="en")
    await shopper.sees("I am looking")
    await line.lost()
    await expect(shopper.connection).to_have_text(shopper.say("offline"))
    for text in ("It is", "Up to three metres of water", "Anything else?"):
        await amara.says(id, text, language="en")
    await amara.does("conversation.close", conversationId=id, clientId=client_id(), fence=amara.fences[id])
    await line.found(shopper)
    await expect(shopper.connection).to_have_text(shopper.say("catchingUp"))
    await expect(shopper.bubble("It is")).to_have_count(0)
    line.quickens()
    await shopper.is_live()
    await shopper.sees("Anything else?")
    said = ["Is the tent waterproof?", "I am looking", "It is", "Up to three metres of water", "Anything else?"]
    assert await shopper.said() == said
    await expect(shopper.button("again", shopper.chat)).to_be_visible()
    await amara.leaves()


async def as_it_stands(console: Console) -> tuple[list[str], list[str], list[str]]:
    """What the console shows of the conversation that is open, of its tabs, and of the list."""
    said = await console.log.locator("article [dir=auto]").all_inner_texts()
    tabs = await console.list.get_by_role("tab").all_inner_texts()
    rows = await console.list.get_by_role("tabpanel").get_by_role("button").locator("bdi").all_inner_texts()
    return said, tabs, rows


async def test_the_console_says_so_and_then_shows_what_one_sees_who_just_came(
    house_crowd: Crowd, house: Server
) -> None:
    asks, comes, goes = [await Shopper.arrives(house.url) for _ in range(3)]
    await asks.says("Does the stove need gas?")
    await goes.says("Never mind, found it")
    sofia, line = await house_crowd.agent("sofia"), Thin()
    await line.of(sofia)
    await sofia.comes()
    await sofia.opens("Does the stove need gas?", "queue")
    await sofia.claims()
    await line.lost()
    light = sofia.page.get_by_role("status", name=sofia.say("wire.offline"), exact=True)
    await expect(light).to_be_visible()
    await expect(sofia.thread).to_contain_text(sofia.say("wire.offlineLong"))
    await asks.says("Or wood?")
    await asks.says("And is it heavy?")
    await comes.says("Somebody new")
    await goes.does("conversation.close", conversationId=goes.conversation, clientId=client_id())
    amara = await Agent.logs_in(house.url, "amara", online=False)
    body = {"text": "Sofía, the stove is on page 4"}
    await amara.does("note.post", conversationId=asks.conversation, clientId=client_id(), body=body)
    await line.found(sofia)
    await expect(sofia.page.get_by_role("status", name=sofia.say("wire.catching-up"), exact=True)).to_be_visible()
    await expect(sofia.thread).to_contain_text(sofia.say("wire.catching-upLong"))
    await expect(sofia.bubble("Or wood?")).to_have_count(0)
    line.quickens()
    await sofia.is_live()
    await expect(sofia.thread).not_to_contain_text(sofia.say("wire.catching-upLong"))
    for text in ("Or wood?", "And is it heavy?", body["text"]):
        await sofia.sees(text)
    await sofia.looks_at("all")
    await expect(sofia.row("Somebody new")).to_be_visible()
    fresh = await (await house_crowd.agent("sofia")).comes()
    await fresh.opens("And is it heavy?", "all")
    await fresh.sees(body["text"])
    await expect(fresh.row("Somebody new")).to_be_visible()
    said, tabs, rows = await as_it_stands(sofia)
    assert (said, tabs, rows) == await as_it_stands(fresh)
    assert all(text in "\n".join(said) for text in ("Or wood?", body["text"]))
    assert "Somebody new" in "\n".join(rows)
    assert len(tabs) >= 3
    for shopper in (asks, comes, goes):
        await shopper.wire.close()
    await amara.leaves()
