"""How long a translation takes on each level: milliseconds, p50 and p95, and how often slower than the phrasebook.

`python -m bench.levels` asks each level the same number of times in one run. The engine is Apertium, when it is installed; the
memory of the store is SQLite.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx2

from server.app.store import Store
from server.app.tenants import make_workspace
from server.domain.clock import SystemClock
from server.domain.reading import Reading
from server.identity.passwords import Passwords
from server.settings import Settings
from server.store.migrate import migrate
from server.translation.cached import Cached
from server.translation.chain import Chain, Failure
from server.translation.detect import Detector
from server.translation.engines.apertium import Apertium, ApertiumOptions
from server.translation.engines.wire import by_client
from server.translation.instant import Instant
from server.translation.meanings import LANGUAGES
from server.translation.memory import Recent
from server.translation.phrasebook import Phrasebook
from server.translation.request import Request
from server.translation.stored import StoredMemory
from tests.support.apertium import apertium, installed

TIMES = 200
KNOWN = "Gracias"
SAID = "Su pedido número 4711 está en la aduana y llega pronto"
Level = Callable[[int], Awaitable[object]]


async def measured(name: str, level: Level, first: float = 0.0) -> float:
    """Asks and prints; answers the median."""
    took = []
    for number in range(TIMES):
        began = time.perf_counter()
        assert await level(number) is not None, name
        took.append((time.perf_counter() - began) * 1000)
    median, late = statistics.median(took), sorted(took)[int(TIMES * 0.95)]
    print(f"| {name} | {median:.3f} | {late:.3f} | {median / (first or median):.0f} |")
    return median


async def main() -> None:
    """All levels."""
    clock, passwords = SystemClock(), Passwords()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Settings(data_dir=Path(folder)), clock, lambda _outcome: None)
        await migrate(store.database)
        await make_workspace(store, passwords, clock, ("bench", "Bench", "a@bench.example"))
        here = (await store.desk.workspaces())[0].id
        memory, book = StoredMemory(store.memories), Phrasebook.load()
        instant, cold = Instant(book), Instant(book, Recent(live_s=-1))
        wording = Reading(language="pt", text=SAID.replace("Su pedido", "Seu pedido"), engine="person", editor="ag_1")
        learned = instant.learn(here, SAID, "es", wording)
        assert learned
        await memory.put(here, *learned)
        print("| level | p50 ms | p95 ms | times the first |\n|---|---|---|---|")

        async def said(_: int) -> object:
            return instant.recall(KNOWN, "es", "pt")

        async def known(number: int) -> object:
            return instant.recall(SAID.replace("4711", str(1000 + number)), "es", "pt", workspace_id=here)

        async def stored(_: int) -> object:
            await cold.fetch(memory, here, SAID, ("es", "pt"))
            return True

        first = await measured("phrasebook", said)
        await measured("memory, this process", known, first)
        await measured("memory, the store", stored, first)
        if installed():
            await engines(first)
        await store.database.close()
    passwords.close()


async def engines(first: float) -> None:
    """A real engine behind its guard and judges, and its answers again."""
    clock = SystemClock()
    async with apertium() as apy, httpx2.AsyncClient(timeout=10) as client:
        engine = Apertium(ApertiumOptions(url=apy.url), by_client(client), clock)
        chain = Chain((engine,), Detector(LANGUAGES), clock)

        async def ask(request: Request, seconds: float) -> Reading | None:
            answer = await chain.translate(request, seconds)
            return None if isinstance(answer, Failure) else answer

        def request(number: int) -> Request:
            return Request(text=f"{SAID} {'muy ' * (number % 40)}pronto", source="es", target="pt")

        await engine.translate(request(0))
        cached = Cached(ask, clock)
        await cached.translate(request(1), 5)
        await measured("an answer of the last ten minutes", lambda _: cached.translate(request(1), 5), first)
        await measured("an engine (Apertium), judged", lambda number: ask(request(number % 2), 5), first)


if __name__ == "__main__":
    asyncio.run(main())
