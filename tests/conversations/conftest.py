"""A desk without its clockwork: the real verbs over a real database, and a clock that is moved by hand."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from loadtest.laws.history import History
from loadtest.laws.judge import judge
from server.app import demo
from server.app.house import House
from server.app.store import Store
from server.conversations import claim, opening, passing, post_message
from server.conversations.known import Known
from server.conversations.room import Caller, Room
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Agent
from server.domain.queues import Routing
from server.domain.workspace import Policy
from server.protocol import commands as ask
from server.settings import Settings
from server.store.reads import Reads
from tests.properties.desk import Desk, Still, borrowed, customer, make
from tests.support.parts import Postgres
from tests.support.people import client_id
from tests.support.shape import quick_passwords, shaped
from tests.support.stored import read_store


class Scene:
    """The demo desk. Everybody is online with room for two; Lin for one live conversation only."""

    def __init__(self, desk: Desk, clock: Still, database: Path) -> None:
        self.desk, self.room, self.clock, self.database = desk, desk.room, clock, database

    @property
    def reads(self) -> Reads:
        """What is stored."""
        return self.room.reads

    def later(self, seconds: float) -> int:
        """Time passes; answers what time it is."""
        self.clock.ms += round(seconds * 1000)
        return self.clock.ms

    def rules(self, **routing: Any) -> None:
        """The desk's rules from now on."""
        policy = msgspec.json.encode(Policy(routing=Routing(**routing))).decode()
        self.sql("UPDATE workspace SET policy = ?", policy)
        self.room.known.forget(demo.WORKSPACE)

    def sql(self, statement: str, *values: object) -> list[Any]:
        """Straight to the database."""
        connection = sqlite3.connect(self.database, timeout=20)
        with connection:
            found = connection.execute(statement, values).fetchall()
        connection.close()
        return found

    async def asks(self, who: str, text: str = "Hello, where is my parcel?") -> str:
        """A customer's first word; answers the conversation."""
        command = ask.Open(client_id=client_id(), body=ask.Content(text=text))
        return (await opening.open_conversation(self.room, customer(who), command)).conversation_id

    async def writes(self, who: str, id: str, text: str = "And another thing") -> None:
        """A customer's next word."""
        await self.says(customer(who), id, text)

    async def says(self, who: Caller, id: str, text: str = "We are looking at it") -> None:
        """Anybody's word."""
        command = ask.Send(conversation_id=id, client_id=client_id(), body=ask.Content(text=text), language="en")
        await post_message.post_message(self.room, who, command)

    async def claims(self, who: Caller, id: str) -> None:
        """Somebody takes it by hand."""
        await claim.claim(self.room, who, self.on(ask.Claim, id))

    async def stands(self, who: Caller, availability: Any, reason: str = "") -> None:
        """Somebody says how available they are."""
        await passing.set_presence(self.room, who, ask.Presence(availability=availability, reason=reason))

    def on(self, command: Any, id: str, **more: Any) -> Any:
        """A command about a conversation, with a client id of its own."""
        return command(conversation_id=id, client_id=client_id(), **more)

    async def agent(self, who: Caller) -> Agent:
        """Somebody as they are stored."""
        return await self.room.desk.agent(demo.WORKSPACE, who.actor.id)

    async def conversation(self, id: str) -> Conversation:
        """A conversation as it is stored."""
        return (await self.reads.some([id]))[0]

    async def log(self, id: str) -> list[Any]:
        """The bodies of all that happened in it."""
        from server.conversations.room import system

        return [entry.body for entry in await self.reads.entries(system(demo.WORKSPACE), id, 0, 100)]

    def holds(self) -> None:
        """No law of the desk is broken."""
        assert not judge(History(), read_store(self.database))


async def refused(verb: Any) -> tuple[str, str]:
    """Why not, and where."""
    try:
        await verb
    except Refusal as refusal:
        return refusal.code, refusal.detail
    raise AssertionError("it was let through")


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Rooms to borrow, and a database to copy."""
    folder = tmp_path_factory.mktemp("verbs")
    asyncio.run(make(folder))
    with borrowed(folder) as house:
        yield house


@pytest.fixture
async def scene(house: House, tmp_path: Path) -> AsyncIterator[Scene]:
    """A desk of the test's own."""
    shutil.copy(house.settings.data_dir / "tradewind.db", tmp_path)
    clock = Still()
    house.clock = clock
    desk = await Desk(house, tmp_path).open()
    desk.room = msgspec.structs.replace(desk.room, clock=clock)
    yield Scene(desk, clock, tmp_path / "tradewind.db")
    await desk.close()


@pytest.fixture(scope="package")
def cluster() -> Iterator[Postgres]:
    """A PostgreSQL of these tests' own."""
    postgres = Postgres().start()
    yield postgres
    postgres.remove()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Where a database without a row is."""
    if request.param == "sqlite":
        shaped(tmp_path)
        return Settings(data_dir=tmp_path)
    cluster: Postgres = request.getfixturevalue("cluster")
    return Settings(data_dir=tmp_path, database_url=cluster.shaped())


async def seeded(store: Store, clock: Still) -> None:
    """The demo desk in an empty database, with rules of its own."""
    passwords = quick_passwords()
    await demo.seed(store.desk, store.records, passwords, clock)
    passwords.close()
    rules = Policy(routing=Routing(weights={"live": 2}, after_work_seconds=30))
    await store.admin.change_policy(demo.WORKSPACE, {"routing": rules.routing})


def room_over(house: House, store: Store, clock: Still) -> Room:
    """The verbs' tools over this store."""
    return msgspec.structs.replace(
        house.room,
        writer=store.writer,
        reads=store.reads,
        desk=store.desk,
        files=store.files,
        link_letters=store.link_letters,
        history=store.history,
        persons=store.persons,
        shoppers=store.shoppers,
        lists=store.lists,
        aids=store.aids,
        search=store.search,
        known=Known(store.reads, store.desk, clock),
        clock=clock,
    )
