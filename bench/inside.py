"""What a message costs inside: from its command's bytes to its answer, without sockets and without a driver beside it.

`python -m bench.inside [--messages N] [--rounds N] [--without-rules]` prints microseconds of CPU a message, of the process and of
its loop alone, the best of some rounds: what other programs do at the same time shows little. Fifty conversations speak at
once, as in `bench/way.py`.
"""

import argparse
import asyncio
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import uvloop

from bench.desk import UNBOUNDED, Desk, W
from bench.way import PAIRS, WARM, WORKERS
from bench.words import AGENTS, CUSTOMERS, sentences
from server.app.house import House
from server.app.serving import calm_collector, keep_what_stays
from server.conversations.room import Caller
from server.domain.people import Actor
from server.domain.permissions import BUILT_IN
from server.domain.verdict import Verdict
from server.protocol.acks import Sent
from server.protocol.catalog import Door
from server.settings import Settings

Voice = tuple[Door, Caller, tuple[tuple[str, str], ...]]


async def measure(folder: Path, messages: int, rounds: int, *, rules: bool) -> tuple[float, float]:
    """Microseconds a message: of the process, and of its event loop."""
    bounds = {name.lower(): float(value) for name, value in UNBOUNDED.items()}
    settings = Settings(data_dir=folder, **bounds)
    await Desk(settings, WORKERS, PAIRS).make()
    house = House(settings)
    if not rules:
        house.words.pipeline.tools.compliance.judge = lambda _place, text, _scene: Verdict(text=text)
    await house.store.writer.start()
    await house.words.get_ready()
    agents = [await house.store.desk.agent(W, f"ag_{number}") for number in range(WORKERS)]
    leads = [Actor(kind="agent", id=a.id, workspace_id=W, name=a.name, permissions=BUILT_IN[a.role]) for a in agents]
    pairs = []
    for number in range(PAIRS):
        shopper = Actor(kind="customer", id=f"cu_{number}", workspace_id=W, locale="es")
        ends: tuple[Voice, Voice] = (
            ("customer", Caller(shopper), CUSTOMERS),
            ("agent", Caller(leads[number % WORKERS]), AGENTS),
        )
        pairs.append((house, f"cv_{number}", ends))
    calm_collector()
    keep_what_stays()
    await asyncio.gather(*(_talk(*pair, count=WARM) for pair in pairs))
    found = []
    for _ in range(rounds):
        process, loop = time.process_time(), time.thread_time()
        await asyncio.gather(*(_talk(*pair, count=messages // PAIRS) for pair in pairs))
        found.append((time.process_time() - process, time.thread_time() - loop))
    await house.store.writer.stop()
    return tuple(1e6 * best / messages for best in min(found))  # type: ignore[return-value]


async def _talk(house: House, id: str, ends: tuple[Voice, Voice], *, count: int) -> None:
    words = [sentences(said) for _, _, said in ends]
    for number in range(count):
        door, caller, _ = ends[number % 2]
        body = {
            "conversationId": id,
            "clientId": f"client-{os.urandom(6).hex()}",
            "body": {"text": next(words[number % 2])},
        }
        answer = await house.dispatch.answer(door, caller, "message.send", msgspec.json.encode(body))
        if not isinstance(answer, Sent):
            raise RuntimeError(answer)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-rules", action="store_true")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        work = measure(Path(folder), asked.messages, asked.rounds, rules=not asked.without_rules)
        process, loop = uvloop.run(work)
    print(f"{process:.0f} us of CPU a message, {loop:.0f} of them on the loop")


if __name__ == "__main__":
    main()
