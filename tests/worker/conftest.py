"""A desk whose post is walked by hand: the real verbs and database, a clock that is moved, a real mail server."""

import asyncio
import random
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from email.headerregistry import Address
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.app.house import House
from server.conversations import claim, contact, opening, post_message, reading, resting
from server.conversations.room import Caller, system
from server.domain.conversation import Conversation
from server.identity.doors import actor_of
from server.protocol import commands as ask
from server.worker.postman import Postman, PostmanOptions
from server.worker.smtp import MailOptions
from tests.properties.desk import Desk, Still, borrowed, customer
from tests.support.mailbox import Mailbox, mailbox
from tests.support.people import client_id

MAYA = customer("maya")
ADDRESS = "maya@home.example"


class Post:
    """One conversation whose customer waits for a letter, and the workers who send it."""

    def __init__(self, desk: Desk, clock: Still, box: Mailbox, database: Path) -> None:
        self.desk, self.room, self.clock, self.box, self.database = desk, desk.room, clock, box, database
        self.postman = self.worker()
        self.id = ""

    def worker(self, seconds: float = 2.0, **options: Any) -> Postman:
        """Somebody who walks; `seconds` is their patience with the mail server."""
        mail = MailOptions(
            host="127.0.0.1", port=self.box.port, sender=Address("", "help", "shop.example"), seconds=seconds
        )
        return Postman(self.room, self.desk._store.letters, mail, PostmanOptions(**options), random.Random(7))

    async def dies(self) -> None:
        """The worker is ended when the mail server has all of a letter and has not answered."""
        self.box.mode = "mute"
        dying = asyncio.create_task(self.postman.walk())
        await self.box.holds(1)
        dying.cancel()
        await asyncio.wait({dying})
        self.box.mode = "well"

    async def asked(self) -> "Post":
        """Maya asks, leaves her address, and goes; Amara takes it."""
        hello = ask.Open(client_id=client_id(), body=ask.Content(text="Hello, where is my parcel?"))
        self.id = (await opening.open_conversation(self.room, MAYA, hello)).conversation_id
        await self.leaves_address(ADDRESS)
        people = await self.room.desk.agents(MAYA.actor.workspace_id)
        self.amara = Caller(actor_of(next(one for one in people if one.name.startswith("Amara"))))
        await claim.claim(self.room, self.amara, self.on(ask.Claim))
        return self

    async def leaves_address(self, email: str) -> None:
        """Maya says where the answer shall go."""
        await contact.contact(self.room, MAYA, self.on(ask.Contact, email=email))

    async def answers(self, text: str = "We are looking at it", who: Caller | None = None) -> None:
        """Somebody writes: Amara, if not said otherwise."""
        said = self.on(ask.Send, body=ask.Content(text=text), language="en")
        await post_message.post_message(self.room, who or self.amara, said)

    async def reads(self) -> None:
        """Maya reads all of it in the chat."""
        talk = await self.talk()
        read = ask.Read(conversation_id=self.id, seq=talk.last_cseq)
        await reading.mark_read(self.room, MAYA, read)

    async def closes(self, who: Caller) -> None:
        """Somebody ends it."""
        await resting.close(self.room, who, self.on(ask.Close))

    def on(self, command: Any, **more: Any) -> Any:
        """A command about the conversation."""
        return command(conversation_id=self.id, client_id=client_id(), **more)

    def later(self, seconds: float) -> None:
        """Time passes."""
        self.clock.ms += round(seconds * 1000)

    async def walks(self, seconds: float = 61, worker: Postman | None = None) -> int:
        """Time passes, then a round; how many letters left."""
        self.later(seconds)
        return await (worker or self.postman).walk()

    async def talk(self) -> Conversation:
        """The conversation as it is stored."""
        return (await self.room.reads.some([self.id]))[0]

    async def notes(self) -> list[str]:
        """What the desk was told."""
        log = await self.room.reads.entries(system(MAYA.actor.workspace_id), self.id, 0, 100)
        return [entry.body.text for entry in log if entry.kind == "note.posted"]  # type: ignore[union-attr]

    def sql(self, statement: str, *values: object) -> list[Any]:
        """Straight to the database."""
        with closing(sqlite3.connect(self.database, timeout=20)) as database, database:
            return database.execute(statement, values).fetchall()


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Rooms to borrow."""
    with borrowed(tmp_path_factory.mktemp("post")) as house:
        yield house


@pytest.fixture
async def post(house: House, seeded: Path, tmp_path: Path) -> AsyncIterator[Post]:
    """A desk and a mail server of the test's own; Maya waits for a letter, and nobody has answered yet."""
    shutil.copy(seeded, tmp_path / "tradewind.db")
    house.clock = clock = Still()
    desk = await Desk(house, tmp_path).open()
    desk.room = msgspec.structs.replace(desk.room, clock=clock)
    async with mailbox() as box:
        yield await Post(desk, clock, box, tmp_path / "tradewind.db").asked()
    await desk.close()
