"""An agent's side: the console."""

import asyncio
import re
from typing import Self

from playwright.async_api import Locator, Page, expect

from tests.support.tab import Tab
from tests.support.words import console_words

FURTHER = """(list) => {
  const scrolls = (one) => one.scrollHeight > one.clientHeight + 4 && /auto|scroll/.test(getComputedStyle(one).overflowY);
  const box = [...list.querySelectorAll("*")].find(scrolls);
  if (box) box.scrollTop = box.scrollTop + box.clientHeight + 1 < box.scrollHeight ? box.scrollTop + 300 : 0;
}"""
DEMO = {
    "lin": ("Lin Yue", "zh"),
    "sofia": ("Sofía Reyes", "es"),
    "jonas": ("Jonas Weber", "de"),
    "amara": ("Amara Okoye", "en"),
}


class Console(Tab):
    """An agent, or a supervisor, at the desk."""

    def __init__(self, page: Page, url: str, name: str) -> None:
        self.name, language = DEMO[name]
        super().__init__(page, url, console_words(language))
        self.list = page.get_by_role("region", name=self.say("list.name"), exact=True)
        self.thread = page.get_by_role("region", name=self.say("thread.name"), exact=True)
        self.log = self.thread.get_by_role("log")
        self.composer = page.get_by_role("region", name=self.say("composer.name"), exact=True)
        self.field = self.composer.get_by_role("textbox")
        self.dialog = page.get_by_role("dialog")

    async def comes(self) -> Self:
        """Log in by the demo's button, and wait for the live line."""
        await self.page.goto(f"{self.url}/console/")
        await self.page.get_by_role("button", name=self.name).click()
        await self.is_live()
        return self

    async def is_live(self) -> None:
        """The light says so."""
        await expect(self.page.get_by_role("status", name=self.say("wire.live"), exact=True)).to_be_visible()

    async def becomes(self, availability: str) -> None:
        """Choose whether the router may give work."""
        await self.page.get_by_role("button", name=re.compile(f"^{self.name},")).click()
        await self.page.get_by_role("menuitem", name=self.say(f"availability.{availability}"), exact=True).click()
        await expect(self.page.get_by_role("button", name=self.say(f"availability.{availability}"))).to_be_visible()

    async def looks_at(self, view: str) -> None:
        """Choose a tab of the list: mine, queue, all, held, closed."""
        await self.list.get_by_role("tab", name=re.compile(f"^{self.say(f'view.{view}')}")).click()

    def row(self, text: str) -> Locator:
        """The line of the list that shows this text."""
        return self.list.get_by_role("button").filter(has_text=text)

    async def reaches(self, text: str) -> Locator:
        """The line of the list that shows this text, however far down it is: what is out of sight is not drawn."""
        row = self.row(text)
        async with asyncio.timeout(30):
            while not await row.count():
                await self.list.evaluate(FURTHER)
                await self.page.wait_for_timeout(50)
        return row

    async def opens(self, text: str, view: str = "all") -> None:
        """Open the conversation whose line shows this text."""
        await self.looks_at(view)
        await (await self.reaches(text)).click()
        await expect(self.log).to_be_visible()

    async def claims(self) -> None:
        """Take the open conversation."""
        await self.button("action.claim", self.thread).first.click()
        await self.stands("mine")

    async def stands(self, state: str) -> None:
        """The header says how the conversation stands."""
        await expect(self.thread.get_by_text(self.say(f"state.{state}"), exact=True)).to_be_visible()

    async def writes(self, text: str, *, note: bool = False) -> None:
        """Put a text into the composer without sending it."""
        tab = self.say("composer.note" if note else "composer.reply")
        await self.composer.get_by_role("tab", name=tab).click()
        await self.field.fill(text)

    async def says(self, text: str) -> None:
        """Answer the customer."""
        await self.writes(text)
        await self.field.press("Enter")
        await expect(self.field).to_have_value("")

    async def notes(self, text: str) -> None:
        """Leave a note for the colleagues."""
        await self.writes(text, note=True)
        await self.field.press("Enter")
        await self.sees(text)

    def bubble(self, text: str) -> Locator:
        """The message or note with this text."""
        return self.log.get_by_role("article").filter(has=self.page.get_by_text(text, exact=True))

    async def sees(self, text: str) -> None:
        """The text stands in the thread, once."""
        await expect(self.bubble(text)).to_have_count(1)
        await expect(self.bubble(text)).to_be_visible()

    async def marked(self, text: str, mark: str) -> None:
        """The message bears this mark: sending, posted, read, pending, held, returned, failed."""
        await expect(self.bubble(text).get_by_role("img", name=self.say(f"mark.{mark}"), exact=True)).to_be_visible()

    async def hands_over(self, to: str, note: str = "") -> None:
        """Give it to a colleague by name, or back to the queue when `to` is empty."""
        await self.button("action.transfer", self.thread).click()
        if to:
            await self.dialog.get_by_role("radio", name=re.compile(to)).click()
        else:
            await self.dialog.get_by_text(self.say("transfer.queue"), exact=True).click()
        await self.dialog.get_by_role("textbox", name=self.say("transfer.note")).fill(note)
        await self.button("action.transfer", self.dialog).click()
        await expect(self.dialog).to_have_count(0)
