"""What group commit buys: durable messages a second with one verb a transaction and with up to 64, on SQLite WAL FULL.

`python -m bench.commit` prints the medians of alternating runs and their ratio.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from server.domain.clock import SystemClock
from server.domain.conversation import Conversation
from server.domain.people import Actor, Author, Customer
from server.domain.timeline import Posted
from server.domain.workspace import Shop, Workspace
from server.store.database import open_database
from server.store.migrate import migrate
from server.store.plant import Plant, plant
from server.store.records import Records
from server.store.turn import Change, Key, Needs, Turn
from server.store.writer import Writer, WriterOptions

WHO = Author("customer", "cu_1")
ACTOR = Actor(kind="customer", id="cu_1", workspace_id="ws_1")
THREADS = [f"cv_{number}" for number in range(20)]


def opening(turn: Turn) -> None:
    """Twenty conversations of one customer."""
    turn.add_customer(Customer(id="cu_1", workspace_id="ws_1"))
    for id in THREADS:
        turn.open(Conversation(id=id, workspace_id="ws_1", shop_id="sh_1", customer_id="cu_1"))


def saying(id: str, client_id: str) -> Change[int]:
    """One message."""

    def decide(turn: Turn) -> int:
        c = turn.conversation(ACTOR, id)
        body = Posted(text="hello, where is my parcel?", language="en")
        return turn.append(c.id, WHO, client_id, body).seq

    return Change(Needs(conversations=(id,), keys=(Key(id, WHO.key, client_id),)), decide)


async def rate(batch: int, seconds: float) -> float:
    """Messages a second of twenty senders who each wait for their ack."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'bench.db'}")
        await migrate(database)
        writer = Writer(database, SystemClock(), lambda _outcome: None, WriterOptions(batch=batch))
        shop = Shop(id="sh_1", workspace_id="ws_1", key="k", name="s", market="DE", locale="de")
        workspace = Workspace(id="ws_1", slug="s", name="s", epoch="e")
        await plant(Records(database, writer.lock), Plant(workspace=workspace, shops=(shop,)), 0)
        await writer.start()
        await writer.commit(Change(Needs(), opening))
        until = time.monotonic() + seconds

        async def sender(id: str) -> int:
            said = 0
            while time.monotonic() < until:
                await writer.commit(saying(id, f"client-{said}"))
                said += 1
            return said

        said = sum(await asyncio.gather(*map(sender, THREADS)))
        await writer.stop()
        await database.close()
        return said / seconds


def main() -> None:
    """Alternate, then print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0)
    asked = parser.parse_args()
    alone: list[float] = []
    grouped: list[float] = []
    for _ in range(asked.runs):
        alone.append(asyncio.run(rate(1, asked.seconds)))
        grouped.append(asyncio.run(rate(64, asked.seconds)))
    one, many = statistics.median(alone), statistics.median(grouped)
    print(f"one verb a transaction   {one:8.0f} messages/s")
    print(f"up to 64 a transaction   {many:8.0f} messages/s")
    print(f"ratio                    {many / one:8.1f}")


if __name__ == "__main__":
    main()
