"""`./dev gallery [FOLDER]`: pictures of both faces as people see them, for somebody to look at.

`./dev gallery --readme` draws only those that README.md shows, small, into docs/pictures.

A shopper's chat and an agent's desk, in English, Chinese, Arabic and German, light and dark, on a desktop and on a phone; all
of one short story told by the real server. Writes PNG files named `face-language-scheme-device.png`.
"""

import argparse
import asyncio
import itertools
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.support.console import DEMO, Console
from tests.support.nursery import ROOT
from tests.support.people import Agent, Shopper
from tests.support.running import Server
from tests.support.shop import Shop

SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1400, "height": 860}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
}
LANGUAGES = {"en": "en-GB", "zh": "zh-CN", "ar": "ar-AE", "de": "de-DE"}
Scenes = tuple[tuple[str, str, str], ...]
SCENES: Scenes = tuple(itertools.product(LANGUAGES, ("light", "dark"), SCREENS))
README: Scenes = (("en", "light", "desktop"), ("ar", "dark", "phone"))
SHOWN = ("shops-en-light-desktop", "board-en-light-desktop", "list-ar-dark-phone", "chat-ar-dark-phone")
QUESTIONS = {
    "en": "The kettle leaks, order A-10293. Can I have another?",
    "zh": "我的订单什么时候发货？",
    "ar": "أين طلبي رقم 20391؟",
    "de": "Wo ist mein Paket? Bestellung 20391",
    "ja": "注文した傘がまだ届きません。いつ届きますか？",
}


async def story(url: str) -> None:
    """Shoppers ask; one of them is answered, with a note and a label beside."""
    for language, text in QUESTIONS.items():
        shopper = await Shopper.arrives(url)
        await shopper.does(
            "conversation.open", clientId=f"gallery-{language}-0001", body={"text": text}, name=NAMES[language]
        )
        await shopper.wire.close()


NAMES = {"en": "Maya Collins", "zh": "李晓", "ar": "سارة العلي", "de": "Jonas Peters", "ja": "佐藤 花"}


async def shown(page: Page, folder: Path, name: str) -> None:
    """Wait until nothing moves, then the picture."""
    await page.wait_for_timeout(700)
    await page.screenshot(path=folder / f"{name}.png")
    sys.stdout.write(f"{name}.png\n")


async def _browser(browser: Browser, language: str, scheme: str, device: str) -> BrowserContext:
    about: dict[str, Any] = {"locale": LANGUAGES[language], "color_scheme": scheme, **SCREENS[device]}
    return await browser.new_context(**about)


async def desk(browser: Browser, url: str, folder: Path, scenes: Scenes = SCENES) -> None:
    """Amara's desk."""
    for language, scheme, device in scenes:
        context = await _browser(browser, language, scheme, device)
        await context.add_init_script(f"localStorage.setItem('tradewind.language', '{language}')")
        console = Console(await context.new_page(), url, "amara")
        await console.page.goto(f"{url}/console/")
        await console.page.get_by_role("button", name=DEMO["amara"][0]).click()
        line = console.page.get_by_role("tabpanel").get_by_role("button").filter(has_text=NAMES["ja"])
        await console.page.get_by_role("tab").nth(2).click()
        if device == "phone":
            await shown(console.page, folder, f"list-{language}-{scheme}-{device}")
        await line.click()
        await console.page.get_by_role("log").wait_for()
        await shown(console.page, folder, f"desk-{language}-{scheme}-{device}")
        if device == "desktop" and scheme == "light":
            await console.page.goto(f"{url}/console/#/board")
            await shown(console.page, folder, f"board-{language}-{scheme}-{device}")
            await shops(console.page, url)
            await shown(console.page, folder, f"shops-{language}-{scheme}-{device}")
        await context.close()


async def shops(page: Page, url: str) -> None:
    """The first shop's page, with its widget open beside the form."""
    await page.goto(f"{url}/console/#/shops")
    await page.locator("main li button").first.click()
    await page.frame_locator("iframe").get_by_role("dialog").wait_for()


def small(folder: Path) -> None:
    """The pictures as README.md shows them."""
    for name in SHOWN:
        with Image.open(folder / f"{name}.png") as drawn:
            drawn.thumbnail((1100, 900))
            drawn.convert("RGB").save(ROOT / "docs/pictures" / f"{name}.webp", quality=82, method=6)


async def chat(browser: Browser, url: str, folder: Path, scenes: Scenes = SCENES) -> None:
    """The widget on the demo shop."""
    for language, scheme, device in scenes:
        context = await _browser(browser, language, scheme, device)
        shop = await Shop(await context.new_page(), url, language).comes()
        await shop.button("open").click()
        await shop.field.fill(QUESTIONS[language])
        await shop.field.press("Enter")
        await shown(shop.page, folder, f"chat-{language}-{scheme}-{device}")
        await context.close()


async def answered(url: str) -> None:
    """Amara takes the Japanese question, answers and notes."""
    amara = await Agent.logs_in(url, "amara", online=False)
    found = await amara.does("conversation.find", query="傘")
    here = {"conversationId": found["items"][0]["conversation"]["id"]}
    await amara.does("conversation.claim", clientId="gallery-claim-01", **here)
    await amara.does("conversation.triage", clientId="gallery-label-01", labels=["parcel", "vip gift"], **here)
    await amara.does(
        "message.send", clientId="gallery-reply-01", body={"text": "Thank you. I am looking for it."}, **here
    )
    await amara.does(
        "note.post", clientId="gallery-note-001", body={"text": "Carrier says: customs, two more days."}, **here
    )
    await amara.wire.close()


async def main(folder: Path, scenes: Scenes = SCENES) -> None:
    """One server, one browser, all pictures that are wanted."""
    with tempfile.TemporaryDirectory() as data:
        server = await Server(Path(data)).start()
        try:
            await story(server.url)
            await answered(server.url)
            async with async_playwright() as play:
                browser = await play.chromium.launch(
                    executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
                )
                await desk(browser, server.url, folder, scenes)
                await chat(browser, server.url, folder, scenes)
                await browser.close()
        finally:
            await server.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="./dev gallery", description="Pictures of both faces, for somebody to look at."
    )
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "dist" / "gallery")
    parser.add_argument("--readme", action="store_true", help="those that README.md shows, small, into docs/pictures")
    asked = parser.parse_args()
    if asked.readme:
        with tempfile.TemporaryDirectory() as drawn:
            asyncio.run(main(Path(drawn), README))
            small(Path(drawn))
    else:
        asked.folder.mkdir(parents=True, exist_ok=True)
        asyncio.run(main(asked.folder))
