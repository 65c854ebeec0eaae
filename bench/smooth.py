"""Whether the console stays smooth: 5,000 conversations in its list, 10,000 messages in its thread, 60 events a second.

`python -m bench.smooth [--rounds N] [--seconds S]`: a real server, real people at their sockets and the built console in
Chromium. An agent reads the list and the thread to their ends, then goes on reading and writing while the events rain. For
each part it prints what the page's main thread did for each frame (of the thread's own clock, from a recorded trace), its
longest task, the tasks over 50 ms, and the gaps between frames as the wall clock saw them, which a busy machine widens. Then
an hour's worth of events goes by, and what the page keeps of it is told. `--keep FILE` keeps the last trace for the
browser's own tools. Answers 1 when a task is over 50 ms in the median of the rounds.
"""

import argparse
import asyncio
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, async_playwright

from bench.busy import COOKIE, talk
from bench.desk import READY, UNBOUNDED, Desk
from bench.onlooker import Onlooker, Part
from bench.processes import free_port, python, serving
from bench.rain import Rain
from bench.trace import LONG_MS
from server.settings import Settings
from tests.support.browser import CHROMIUM

CONVERSATIONS, MESSAGES, RATE = 5_000, 10_000, 60
HOUR_OF_EVENTS = 3600 * RATE


async def once(browser: Browser, made: Desk, port: int, asked: argparse.Namespace) -> list[Part]:
    """One agent's hour in short; answers its parts."""
    page = Onlooker(await browser.new_page(viewport={"width": 1400, "height": 860}), f"http://127.0.0.1:{port}")
    rain = await Rain.gather(made, port)
    try:
        await page.comes(COOKIE, "cv_0")
        parts = [
            await page.traced("the list is read to its end", page.reads_list(asked.conversations)),
            await page.traced("the thread is read to its start", page.reads_thread()),
        ]
        async with rain.falling(RATE):
            parts.append(await page.traced(f"{RATE} events a second", page.works(asked.seconds)))
            print(f"  {page.heard / asked.seconds:.0f} events a second were told to the page")
            if asked.keep is not None:
                asked.keep.write_bytes(page.trace)
            print(f"  {await page.remembers(asked.events)}", flush=True)
        if rain.refused:
            raise RuntimeError(f"the server refused: {rain.refused[0].decode()}")
        return parts
    finally:
        rain.ends()
        await page.goes()


async def measure(asked: argparse.Namespace) -> list[list[Part]]:
    """Make the desk, then look at it as often as asked."""
    with TemporaryDirectory() as folder:
        made = Desk(Settings(data_dir=Path(folder)), 1, asked.conversations)
        await made.make()
        await talk(made, asked.messages)
        port = free_port()
        chosen = {"PORT": str(port), "DATA_DIR": folder, "DRAIN_SECONDS": "0.1", **UNBOUNDED}
        with serving(python("server", "web"), port, chosen, page=READY):
            async with async_playwright() as play:
                browser = await play.chromium.launch(
                    executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--js-flags=--expose-gc"]
                )
                rounds = [await once(browser, made, port, asked) for _ in range(asked.rounds)]
                await browser.close()
                return rounds


def main() -> int:
    """Measure, print, judge by the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--conversations", type=int, default=CONVERSATIONS)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--events", type=int, default=HOUR_OF_EVENTS)
    parser.add_argument("--keep", type=Path, metavar="FILE")
    rounds = asyncio.run(measure(parser.parse_args()))
    longest = 0.0
    for part in zip(*rounds, strict=True):
        task = statistics.median(one.task for one in part)
        longest = max(longest, task)
        print(f"{part[0].name}: longest task {task:.1f} ms, medians of {len(part)}")
    return int(longest > LONG_MS)


if __name__ == "__main__":
    sys.exit(main())
