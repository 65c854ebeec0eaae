"""What a desk's memory does while its line only grows: shoppers come, say twenty things each, and wait; nobody answers.

`python -m bench.growth [rounds]`: 1,000 messages of fifty shoppers a round; MiB resident of the server after every round.
"""

import asyncio
import random
import sys
import tempfile
from pathlib import Path

import psutil

from tests.support.people import Shopper
from tests.support.running import Server

SHOPPERS, AT_ONCE, SAID = 50, 10, 20


async def speak(url: str, dice: random.Random) -> None:
    """One shopper; no two sentences are the same."""
    shopper = await Shopper.arrives(url)
    for day in range(SAID):
        await shopper.says(
            f"My parcel {dice.randrange(10**6)} with lamp {dice.randrange(10**4)} is late since day {day}"
        )
    await shopper.wire.close()


async def main(rounds: int) -> None:
    """Print a line a round."""
    dice = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="tw-growth-") as folder:
        server = await Server(Path(folder), LOG_LEVEL="WARNING", ADDRESS_REFILL="100000").start()
        assert server.process
        process = psutil.Process(server.process.pid)
        try:
            for number in range(1, rounds + 1):
                for _ in range(SHOPPERS // AT_ONCE):
                    await asyncio.gather(*(speak(server.url, dice) for _ in range(AT_ONCE)))
                memory = process.memory_info().rss / 2**20
                print(f"{number * SHOPPERS * SAID:7,} messages  {memory:6.1f} MiB", flush=True)
        finally:
            await server.stop()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 45))
