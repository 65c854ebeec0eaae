"""The walks nobody may be without, in Firefox and WebKit: ask, answer, a file, a line that breaks. `./dev browsers` runs them."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.support.console import DEMO
from tests.support.elsewhere import Sheet, firefox, webkit
from tests.support.running import Server
from tests.support.words import console_words, widget_words

pytestmark = [pytest.mark.elsewhere, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]
HANDS = (Path(__file__).parent / "hands.js").read_text()
FIELD = "textarea"
ENGLISH, CHAT = console_words("en"), widget_words("en")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """A server that may be killed."""
    server = await Server(tmp_path_factory.mktemp("elsewhere")).start()
    yield server
    await server.stop()


class Person:
    """Somebody before a page."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    async def goes(self, url: str) -> None:
        """Load a page, and have hands there."""
        await self._sheet.goes(url)
        await self._sheet.does(f"(() => {{ {HANDS} return true; }})()")

    async def __call__(self, deed: str, *words: Any) -> Any:
        return await self._sheet.does(f"hands.{deed}({', '.join(map(json.dumps, words))})")


@pytest.mark.parametrize("engine", [firefox, webkit])
async def test_asked_answered_with_a_file_over_a_broken_line(
    house: Server, engine: Callable[[int], AbstractAsyncContextManager[list[Sheet]]]
) -> None:
    question = f"Where is my parcel? {engine.__name__}"
    async with engine(2) as sheets:
        shopper, amara = map(Person, sheets)
        await shopper.goes(f"{house.url}/demo/")
        await shopper("press", "button", CHAT["open"])
        await shopper("says", FIELD, question)
        await shopper("seen", "div[dir=auto]", question)

        await amara.goes(f"{house.url}/console/")
        await amara._sheet.does("localStorage.setItem('tradewind.language', 'en')")
        await amara.goes(f"{house.url}/console/")
        await amara("press", "button", DEMO["amara"][0])
        await amara("press", "[role=tab]", ENGLISH["view.all"])
        await amara("press", "[role=tabpanel] button", question)
        await amara("press", "button", ENGLISH["action.claim"])
        await amara("says", FIELD, "I look at once")
        await shopper("seen", "div[dir=auto]", "I look at once")

        await shopper("attaches", "receipt.txt", "Paid 12.00")
        await shopper("press", "button:not(:disabled)", CHAT["send"])
        await amara("seen", "article", "receipt.txt")

        await house.kill()
        await amara("seen", "[role=status]", ENGLISH["wire.offline"])
        await shopper("says", FIELD, "Said into the dark")
        await house.start()
        await amara("seen", "article", "Said into the dark")
        await amara("says", FIELD, "And seen in the light")
        await shopper("seen", "div[dir=auto]", "And seen in the light")
        for text in (question, "I look at once", "Said into the dark", "And seen in the light"):
            assert await shopper("count", "div[dir=auto]", text) == 1, text
