"""People in real browsers. They find things as people do: by role and name, through the widget's shadow root."""

import re
from pathlib import Path
from typing import Any, Self

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Dialog, Error, Locator, Page, expect

from tests.support.words import console_words, widget_words

LOCALES = {"en": "en-GB", "ja": "ja-JP", "ar": "ar-AE", "de": "de-DE", "zh": "zh-CN", "es": "es-MX"}
DEMO = {
    "lin": ("Lin Yue", "zh"),
    "sofia": ("Sofía Reyes", "es"),
    "jonas": ("Jonas Weber", "de"),
    "amara": ("Amara Okoye", "en"),
}
WATCH = """
globalThis.broken = [];
addEventListener("securitypolicyviolation", (e) => broken.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
"""


class Tab:
    """One page of somebody's browser, with everything in it that should not have happened."""

    def __init__(self, page: Page, url: str, words: dict[str, str]) -> None:
        self.page = page
        self.url = url
        self.words = words
        self.troubles: list[str] = []
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(f"thrown: {error}"))
        page.on("dialog", self._dialog)
        page.on("console", self._console)

    async def _dialog(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        await dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)

    def say(self, key: str, **parts: object) -> str:
        """The words the page uses for a meaning."""
        return re.sub(r"\{\{?(\w+)\}?\}", lambda slot: str(parts[slot[1]]), self.words[key])

    def button(self, key: str, within: Locator | None = None, **parts: object) -> Locator:
        """The button that says exactly that."""
        return (within or self.page).get_by_role("button", name=self.say(key, **parts), exact=True)

    async def broken(self) -> list[str]:
        """What the page's policy had to stop."""
        return list(await self.page.evaluate("globalThis.broken"))


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
        await expect(self.bubble(text).locator("xpath=..")).to_contain_text(words)

    async def said(self) -> list[str]:
        """All messages of the thread, from the top."""
        return await self.log.locator("div[dir=auto]").all_inner_texts()

    async def is_live(self) -> None:
        """The line has nothing to excuse."""
        await expect(self.connection).to_have_text("")


class Console(Tab):
    """An agent, or a supervisor, at the desk."""

    def __init__(self, page: Page, url: str, name: str) -> None:
        self.name, language = DEMO[name]
        super().__init__(page, url, console_words(language))
        self.list = page.get_by_role("region", name=self.say("list.name"))
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

    async def opens(self, text: str, view: str = "all") -> None:
        """Open the conversation whose line shows this text."""
        await self.looks_at(view)
        await self.row(text).click()
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


class Crowd:
    """Everybody of one test; each has a browser of their own. On the way out nobody may have been in trouble."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.contexts: list[BrowserContext] = []
        self.tabs: list[Tab] = []

    async def browser_of(self, language: str, **more: Any) -> BrowserContext:
        """A fresh browser that speaks this language."""
        context = await self.browser.new_context(locale=LOCALES[language], **more)
        await context.add_init_script(WATCH)
        self.contexts.append(context)
        return context

    async def shopper(self, language: str = "en", *, within: BrowserContext | None = None, **more: Any) -> Shop:
        """Somebody on the shop's page; `within`: one more tab of the same browser."""
        context = within or await self.browser_of(language, **more)
        shop = Shop(await context.new_page(), self.url, language)
        self.tabs.append(shop)
        return shop

    async def agent(self, name: str, **more: Any) -> Console:
        """Somebody of the demo desk, not logged in yet."""
        context = await self.browser_of(DEMO[name][1], **{"viewport": {"width": 1400, "height": 860}, **more})
        console = Console(await context.new_page(), self.url, name)
        self.tabs.append(console)
        return console

    async def leaves(self, pictures: Path | None = None) -> list[str]:
        """Everybody goes; answers what went wrong unseen. With a folder: a picture of each page first."""
        for number, tab in enumerate(self.tabs):
            if pictures is not None and not tab.page.is_closed():
                try:
                    await tab.page.screenshot(path=pictures / f"{number}-{type(tab).__name__}.png", timeout=3000)
                except Error as error:
                    print(f"no picture: {error.message}")
        for context in self.contexts:
            await context.close()
        return [trouble for tab in self.tabs for trouble in tab.troubles]
