"""The verbs of the desk over a real SQLite file, with a clock that stands where it is put."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec.structs import replace

from server.app import demo
from server.app.house import House
from server.app.store import Store
from server.conversations.known import Known
from server.conversations.room import Caller, Room
from server.domain.people import Actor
from server.domain.queues import Queue, Routing
from server.domain.workspace import Policy
from server.identity.doors import actor_of
from server.settings import Settings
from server.store.turn import Change, Needs, Outcome
from server.store.writer import Writer
from tests.support.shape import quick_passwords, shaped

Verb = Callable[[Room], Awaitable[object]]
START = 1_700_000_000_000
QUEUE = "returns"
ROUTING = Routing(queues=(Queue(name=QUEUE),), after_work_seconds=30)
AGENTS = tuple(Caller(actor_of(agent)) for agent in demo.PEOPLE)


class Still:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.ms = START

    def now(self) -> int:
        """Milliseconds since the epoch."""
        return self.ms

    def monotonic(self) -> float:
        """Seconds."""
        return self.ms / 1000


def customer(name: str) -> Caller:
    """A shopper of the demo shop."""
    return Caller(Actor(kind="customer", id=f"cu_{name}", workspace_id=demo.WORKSPACE, shop_id=demo.SHOP))


async def make(path: Path) -> None:
    """A database with the demo workspace, every agent who can come in online with room for two, but Lin for one live
    conversation only; to be copied for each example."""
    shaped(path)
    store, passwords = Store(Settings(data_dir=path), Still(), lambda _: None), quick_passwords()
    try:
        await demo.seed(store.desk, store.records, passwords, Still())
        async with store.records.write() as connection:
            await connection.exec_driver_sql("DELETE FROM agent WHERE password_hash = ''")
            await connection.exec_driver_sql("UPDATE agent SET availability = 'online', capacity = 2")
            one = "UPDATE agent SET limits = '{\"live\": 1}' WHERE email LIKE 'lin@%'"
            await connection.exec_driver_sql(one)
            policy = msgspec.json.encode(Policy(routing=ROUTING)).decode()
            await connection.exec_driver_sql("UPDATE workspace SET policy = ?", (policy,))
    finally:
        passwords.close()
        await store.database.close()


@contextmanager
def borrowed(folder: Path) -> Iterator[House]:
    """A house whose rooms may be used and which never runs."""
    house = House(Settings(data_dir=folder), clock=Still())
    yield house
    house.passwords.close()
    asyncio.run(house.store.database.close())
    if house.redis:
        asyncio.run(house.redis.stop())


class Desk:
    """A house's own rooms and verbs without its clockwork: nobody routes, translates or sweeps meanwhile."""

    def __init__(self, house: House, path: Path) -> None:
        self._store = Store(Settings(data_dir=path), house.clock, lambda _: None)
        self.outcomes: list[Outcome] = []
        self._known = Known(self._store.reads, self._store.desk, house.clock)
        self._writer = Writer(self._store.database, house.clock, self._announce)
        self.room = replace(
            house.room,
            writer=self._writer,
            reads=self._store.reads,
            desk=self._store.desk,
            history=self._store.history,
            files=self._store.files,
            link_letters=self._store.link_letters,
            known=self._known,
        )

    async def open(self) -> "Desk":
        """Begin to write."""
        await self._writer.start()
        return self

    async def one_by_one(self, verbs: list[Verb]) -> list[object]:
        """Each verb's answer, given before the next one is asked."""
        return [(await asyncio.gather(verb(self.room), return_exceptions=True))[0] for verb in verbs]

    async def at_once(self, verbs: list[Verb]) -> list[object]:
        """The verbs' answers when all of them stand in line, in this order, before the first is decided."""
        async with self._writer.lock:
            asked: list[asyncio.Future[object]] = [
                asyncio.ensure_future(self._writer.commit(Change(Needs(), lambda _: None)))
            ]
            await asyncio.sleep(0.005)
            for verb in verbs:
                line = self._writer.waiting
                asked.append(asyncio.ensure_future(verb(self.room)))
                while not asked[-1].done() and self._writer.waiting == line:  # noqa: ASYNC110 - no event tells
                    await asyncio.sleep(0)
        return (await asyncio.gather(*asked, return_exceptions=True))[1:]

    async def close(self) -> None:
        """Write what stands in line, let go of the file."""
        await self._writer.stop()
        await self._store.database.close()

    def _announce(self, outcome: Outcome) -> None:
        self._known.note(outcome)
        self.outcomes.append(outcome)
