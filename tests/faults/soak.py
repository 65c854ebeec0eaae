"""Much coming and going for a long time: memory, tasks, descriptors and keys must be flat after the warm-up."""

import asyncio
import contextlib
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx2
import psutil
import websockets
from msgspec import Struct

from tests.support.people import Shopper
from tests.support.redis_tools import say
from tests.support.running import PLAIN, Server
from tests.support.traffic import traffic
from tests.support.wire import Gone

WARM = 1 / 3
MOST_MIB_AN_HOUR = 1.0
"""The plan's own limit (reliability, 4.7)."""


class Sample(Struct, frozen=True):
    """Hours since the start, MiB resident, and counts."""

    at: float
    memory: float
    descriptors: int
    threads: int
    tasks: int
    keys: int
    sockets: int


async def soak(minutes: float, seed: int) -> int:
    """Run it; prints the slope of each figure, 1 when something grows."""
    with tempfile.TemporaryDirectory(prefix="tw-soak-") as folder:
        server = Server(Path(folder), LOG_LEVEL="WARNING", ADDRESS_BURST="1000000", ADDRESS_REFILL="100000")
        await server.start()
        over = asyncio.Event()
        samples: list[Sample] = []
        try:
            churn = [asyncio.create_task(work(server, over)) for work in (_come_and_go, _knock_wrongly, _talk)]
            until, began = time.monotonic() + 60 * minutes, time.monotonic()
            while time.monotonic() < until:
                await asyncio.sleep(min(30.0, 2 * minutes))
                samples.append(await _look(server, began))
                print(_told(samples[-1]), flush=True)
            over.set()
            await asyncio.gather(*churn)
        finally:
            over.set()
            await server.stop()
    return judged(samples[int(len(samples) * WARM) :])


def _told(one: Sample) -> str:
    fields = ("memory", "descriptors", "threads", "tasks", "keys", "sockets")
    return f"{one.at * 60:6.1f} min  " + "  ".join(f"{name} {getattr(one, name):.6g}" for name in fields)


def slope(samples: Sequence[Sample], field: Callable[[Sample], float]) -> float:
    """How much it grows an hour, by least squares; without three samples nothing can be said."""
    if len(samples) < 3:
        return 0.0
    return statistics.linear_regression([one.at for one in samples], [field(one) for one in samples]).slope


def judged(samples: Sequence[Sample]) -> int:
    """Print the slope of the memory and the middle of every other figure before and after; 1 when something grows."""
    memory = slope(samples, lambda one: one.memory)
    print(f"memory {memory:+.2f} MiB an hour after the warm-up (limit {MOST_MIB_AN_HOUR})")
    grown = memory > MOST_MIB_AN_HOUR
    for name in ("descriptors", "threads", "tasks", "keys", "sockets"):
        values = [getattr(one, name) for one in samples]
        half = len(values) // 2 or 1
        before, after = statistics.median(values[:half]), statistics.median(values[half:])
        bad = after > before * 1.05 + 5
        print(f"{name:12} {before:8.1f} -> {after:8.1f}{'  GROWS' if bad else ''}")
        grown |= bad
    return int(grown)


async def _look(server: Server, began: float) -> Sample:
    assert server.process
    process = psutil.Process(server.process.pid)
    async with httpx2.AsyncClient(trust_env=False, verify=PLAIN, timeout=20) as client:
        metrics = (await client.get(f"{server.url}/metrics")).text
    counts = dict(re.findall(r"^(tradewind_\w+) ([\d.e+]+)$", metrics, re.MULTILINE))
    keys = int(re.findall(rb":(\d+)", say(server, "DBSIZE"))[0])
    return Sample(
        at=(time.monotonic() - began) / 3600,
        memory=process.memory_info().rss / 2**20,
        descriptors=process.num_fds(),
        threads=process.num_threads(),
        tasks=int(float(counts["tradewind_tasks"])),
        keys=keys,
        sockets=int(float(counts["tradewind_sockets"])),
    )


async def _come_and_go(server: Server, over: asyncio.Event) -> None:
    """Shoppers who look, some of whom ask something, and leave: about ten a second."""
    while not over.is_set():
        with contextlib.suppress(OSError, Gone, TimeoutError, httpx2.HTTPError):
            shopper = await Shopper.arrives(server.url)
            await shopper.wire.close()
        await asyncio.sleep(0.1)


async def _knock_wrongly(server: Server, over: asyncio.Event) -> None:
    """Wrong tokens, frames too large, lines that say nothing and are cut."""
    address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    words = ('40/customer,{"version":1,"token":"nobody"}', "4" * 300_000, "0", "40")
    number = 0
    while not over.is_set():
        number += 1
        with contextlib.suppress(OSError, websockets.WebSocketException, TimeoutError):
            async with asyncio.timeout(3), websockets.connect(address, compression=None) as socket:
                await socket.recv()
                await socket.send(words[number % len(words)])
                if number % 3:
                    await socket.recv()
                socket.transport.abort()
        await asyncio.sleep(0.2)


async def _talk(server: Server, over: asyncio.Event) -> None:
    """A desk at work for half a minute, which leaves; and again."""
    while not over.is_set():
        async with traffic(server.url, shoppers=3, agents=("sofia",)) as desk:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), 30)
            await desk.quiet()
            await desk.tidy()
