"""One page of somebody's browser. Things are found as people find them: by role and name, through shadow roots."""

import re

from playwright.async_api import ConsoleMessage, Dialog, Locator, Page


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
