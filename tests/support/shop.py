"""A shopper's side: the demo shop and the chat on it."""

import re
from typing import Self

from playwright.async_api import Locator, Page, expect

from tests.support.tab import Tab
from tests.support.words import widget_words


class Shop(Tab):
    """A shopper on the demo shop."""

    def __init__(self, page: Page, url: str, language: str) -> None:
        super().__init__(page, url, widget_words(language))
        self.chat = page.get_by_role("dialog", name="Harbor & Pine")
        self.log = self.chat.get_by_role("log")
        self.field = self.chat.get_by_role("textbox", name=self.say("write"))
        self.connection = self.chat.locator(":scope > [role=status]")
        self.launcher = page.get_by_role("button", name=re.compile(re.escape(self.say("open")[:3])))

    async def comes(self, path: str = "") -> Self:
        """Open a page of the shop; the widget arrives by itself."""
        await self.page.goto(f"{self.url}/demo/{path}")
        await expect(self.button("open")).to_be_visible()
        return self

    async def opens(self) -> Self:
        """Open the chat."""
        await self.button("open").click()
        await expect(self.field).to_be_focused()
        return self

    async def says(self, *texts: str) -> None:
        """Write and press Enter, once for each."""
        for text in texts:
            await self.field.fill(text)
            await self.field.press("Enter")
            await expect(self.field).to_have_value("")

    def bubble(self, text: str) -> Locator:
        """The message with this text."""
        return self.log.get_by_text(text, exact=True)

    async def sees(self, text: str) -> None:
        """The text stands in the thread, once."""
        await expect(self.bubble(text)).to_have_count(1)
        await expect(self.bubble(text)).to_be_visible()

    async def ticked(self, text: str, *marks: str) -> None:
        """The message has come as far as one of these: sending, sent, read. Newest of its group only."""
        words = re.compile("|".join(f"{re.escape(self.say(mark))}$" for mark in marks))
        await expect(self.bubble(text).locator("xpath=../..")).to_contain_text(words)

    async def said(self) -> list[str]:
        """All messages of the thread, from the top."""
        return await self.log.locator("div[dir=auto]").all_inner_texts()

    async def is_live(self) -> None:
        """The line has nothing to excuse."""
        await expect(self.connection).to_have_text("")
