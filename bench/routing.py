"""How soon a free agent has the next customer, and whether that depends on how many wait.

`python -m bench.routing` prints, for queues of different lengths, the time from the commit that frees an agent to the moment
the next customer is told, over a real SQLite and a real Redis, and the ratio between the longest and the shortest queue.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from server.app.house import House
from server.app.running import Running
from server.conversations.resting import close
from server.conversations.room import Caller
from server.domain.clock import SystemClock
from server.domain.conversation import Conversation
from server.domain.language import Speaks
from server.domain.people import Actor, Agent, Customer
from server.domain.workspace import Policy, Shop, Workspace
from server.fanout import audiences
from server.protocol.commands import Close
from server.settings import Settings
from server.store.migrate import migrate
from server.store.plant import Plant, plant
from server.store.records import Records
from server.store.turn import Change, Needs, Turn

LANGUAGES = ("en", "zh", "es", "de", "fr", "ja", "pt", "it", "ko", "ru", "ar", "tr")
W = "ws_bench"


class Desk:
    """A house with its agents at work and customers in the queue."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self.house = House(Settings(data_dir=folder), "all", SystemClock())
        self.running = Running(self.house)
        self.dice = dice
        self.freed: dict[str, float] = {}
        self.told: asyncio.Queue[float] = asyncio.Queue()
        self._emit = self.house.engine.emit
        self.house.emit = self.emit  # type: ignore[method-assign]

    def emit(self, audience: str, event: str, payload: Any, **more: Any) -> int:
        """As the edge, and note when a customer is told who has come."""
        if event == "conversation.assigned" and more["namespace"] == audiences.CUSTOMER:
            self.told.put_nowait(time.perf_counter())
        return self._emit(audience, event, payload, **more)

    async def open(self, agents: int, waiting: int) -> None:
        """Everybody is busy with one conversation; `waiting` more come."""
        house = self.house
        await migrate(house.store.database)
        shop = Shop(id="sh_1", workspace_id=W, key="k", name="s", market="DE", locale="de")
        people = tuple(self._agent(number) for number in range(agents))
        workspace = Workspace(id=W, slug="s", name="s", epoch="e", policy=Policy(relax_seconds=0))
        records = Records(house.store.database, house.store.writer.lock)
        await plant(records, Plant(workspace=workspace, shops=(shop,), agents=people), 0)
        for agent in people:
            house.presence.connected(W, agent.id, f"sid-{agent.id}")
        await self.running.start()
        await self.come(agents)
        await self._until_waiting(0)
        await self.come(waiting)
        await self._until_waiting(waiting)
        while not self.told.empty():
            self.told.get_nowait()

    async def come(self, count: int) -> None:
        """Customers of all languages begin to wait."""
        for _ in range(0, count, 50):
            await self.house.store.writer.commit(Change(Needs(), self._opens))

    def _opens(self, turn: Turn) -> None:
        for _ in range(50):
            id = f"{self.dice.getrandbits(60):x}"
            turn.add_customer(Customer(id=f"cu_{id}", workspace_id=W))
            turn.open(
                Conversation(
                    id=f"cv_{id}",
                    workspace_id=W,
                    shop_id="sh_1",
                    customer_id=f"cu_{id}",
                    language=self.dice.choice(LANGUAGES),
                    market=self.dice.choice(("DE", "US", "JP", "BR")),
                    waiting_since=turn.now,
                )
            )

    def _agent(self, number: int) -> Agent:
        spoken = self.dice.sample(LANGUAGES, 3)
        return Agent(
            id=f"ag_{number}",
            workspace_id=W,
            email=f"{number}@x",
            name=str(number),
            languages=tuple(Speaks(language, self.dice.randint(3, 5)) for language in spoken),
            capacity=1,
            availability="online",
        )

    async def _until_waiting(self, count: int) -> None:
        async with asyncio.timeout(120):
            while len(await self.house.store.reads.waiting(W)) != count:  # noqa: ASYNC110 - a row has no event
                await asyncio.sleep(0.05)
        await self.house.router.quiet()

    async def frees(self, agent_id: str) -> float:
        """An agent ends what they have; ms from that commit until the next customer was told."""
        [had] = await self.house.store.reads.owned(W, agent_id)
        who = Actor(kind="agent", id=agent_id, workspace_id=W)
        await close(self.house.room, Caller(who), Close(conversation_id=had.id, client_id=f"close-{had.id}"))
        began = time.perf_counter()
        async with asyncio.timeout(10):
            return 1000 * (await self.told.get() - began)


async def measure(agents: int, waiting: int, rounds: int) -> tuple[float, float, float]:
    """(p50 ms, p99 ms, CPU ms of one round) with a queue of this length."""
    dice = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), dice)
        await desk.open(agents, waiting)
        try:
            cpu = time.process_time()
            times = [await desk.frees(f"ag_{dice.randrange(agents)}") for _ in range(rounds)]
            cpu = 1000 * (time.process_time() - cpu) / rounds
        finally:
            await desk.running.stop()
    cuts = statistics.quantiles(times, n=100)
    return cuts[49], cuts[98], cpu


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agents", type=int, default=500)
    parser.add_argument("--waiting", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--rounds", type=int, default=200)
    ask = parser.parse_args()
    rows = []
    for waiting in ask.waiting:
        p50, p99, cpu = asyncio.run(measure(ask.agents, waiting, ask.rounds))
        rows.append(cpu)
        print(
            f"{ask.agents} agents, {waiting:>6} waiting: told after {p50:.1f} ms p50, {p99:.1f} ms p99; {cpu:.2f} ms CPU"
        )
    print(f"one round with the longest queue costs {rows[-1] / rows[0]:.2f} of one with the shortest")


if __name__ == "__main__":
    main()
