"""People in real browsers, each with one of their own."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Error

from tests.support.console import DEMO, Console
from tests.support.running import Server
from tests.support.shop import Shop
from tests.support.tab import Tab

LOCALES = {"en": "en-GB", "ja": "ja-JP", "ar": "ar-AE", "de": "de-DE", "zh": "zh-CN", "es": "es-MX"}
WHOLE = "/usr/bin/chromium"
SHELL = "/usr/bin/chromium-headless-shell"
CHROMIUM = SHELL if Path(SHELL).exists() else WHOLE
"""The shell is the same engine without the browser around it: a quarter less time for the same tests."""
WATCH = """
globalThis.broken = [];
addEventListener("securitypolicyviolation", (e) => broken.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
"""


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

    async def pictures(self, folder: Path) -> None:
        """What everybody sees now, for whoever has to find out why."""
        for number, tab in enumerate(self.tabs):
            with suppress(Error):  # a page that cannot be drawn any more is no news
                await tab.page.screenshot(path=folder / f"{number}-{type(tab).__name__}.png", timeout=3000)

    async def leaves(self) -> list[str]:
        """Everybody goes; answers what went wrong unseen."""
        for context in self.contexts:
            await context.close()
        return [trouble for tab in self.tabs for trouble in tab.troubles]


@asynccontextmanager
async def cut_off(tab: Tab, server: Server) -> AsyncIterator[None]:
    """What is said inside reaches no wire; then the page is loaded anew. Only what the browser has stored can arrive."""
    assert server.process is not None
    server.process.send_signal(signal.SIGSTOP)
    try:
        await tab.page.context.set_offline(True)
        yield
        await tab.page.context.set_offline(False)
        async with tab.page.expect_request(lambda request: request.is_navigation_request()):
            await tab.page.evaluate("setTimeout(() => location.reload())")
    finally:
        server.process.send_signal(signal.SIGCONT)
