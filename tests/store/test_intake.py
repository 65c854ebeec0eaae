"""How files come in over real databases: who wins when two come at once, what is allowed, and what is given up when."""

import asyncio
import hashlib
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import asdict, replace
from sqlalchemy import insert, text

from server.domain.attachment import Attachment
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Customer
from server.domain.timeline import Noted, Posted
from server.domain.workspace import Shop, Workspace
from server.store import tables as t
from server.store.database import open_database
from server.store.files import DAY, HOUR, Allowance, File, Files
from server.store.folder import Folder
from server.store.intake import AT_ONCE, Intake, Parts
from server.store.migrate import migrate
from server.store.pictures import Pictures
from server.store.plant import Plant, plant
from server.store.reads import Reads
from server.store.records import Records
from server.store.spool import Spool, SpoolOptions
from tests.support.parts import Postgres
from tests.support.pictures import picture

NOW = 1_900_000_000_000
MUCH = Allowance(files=1000, size=1 << 30)


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> int:
        return self.at

    def monotonic(self) -> float:
        return self.at / 1000


async def bytes_of(*parts: bytes | asyncio.Event) -> AsyncIterator[bytes]:
    """Bytes as they come over a wire; at an event the sender waits."""
    for part in parts:
        if isinstance(part, bytes):
            yield part
        else:
            await part.wait()


class Store:
    """Files over one database and one folder, as one node or several see them."""

    def __init__(self, url: str, folder: Path) -> None:
        self.folder = folder
        self.database = open_database(url)
        self.records = Records(self.database, asyncio.Lock())
        self.files = Files(Reads(self.database), self.records)
        self.clock = Hand()
        self.intakes: list[Intake] = []

    async def fill(self) -> None:
        """A workspace with one conversation."""
        await migrate(self.database)
        here = Workspace(id="ws", slug="one", name="One", epoch="e")
        shop = Shop(id="sh", workspace_id="ws", key="one", name="One", market="DE", locale="de")
        await plant(self.records, Plant(workspace=here, shops=(shop,), teams=(), agents=()), NOW)
        talk = Conversation(id="cv", workspace_id="ws", shop_id="sh", customer_id="cu")
        async with self.records.write() as connection:
            await connection.execute(insert(t.customer).values(asdict(Customer(id="cu", workspace_id="ws"))))
            await connection.execute(insert(t.conversation).values(asdict(talk)))

    async def close(self) -> None:
        for intake in self.intakes:
            await intake.stop()
        await self.database.close()

    def node(self, **options: float) -> Intake:
        spool = Spool(self.folder / "spool", SpoolOptions(**options))
        blobs = Folder(self.folder / "files")
        parts = Parts(files=self.files, blobs=blobs, spool=spool, pictures=Pictures(), clock=self.clock)
        self.intakes.append(Intake(parts))
        return self.intakes[-1]

    async def announced(self, id: str, size: int, name: str = "a.txt", **more: str) -> File:
        file = File(id=id, workspace_id="ws", owner="customer:cu", name=name, size=size, created_at=self.clock.now())
        await self.files.announce(replace(file, **more), MUCH)
        return await self.files.find(id)

    async def stored(self, id: str, content: bytes = b"hello") -> File:
        file = await self.announced(id, len(content))
        return await self.node().receive(file, bytes_of(content))

    async def says(self, seq: int, cseq: int | None, body: Posted | Noted) -> None:
        row = {
            "conversation_id": "cv",
            "workspace_id": "ws",
            "seq": seq,
            "cseq": cseq,
            "body": body,
            "client_id": str(seq),
        }
        async with self.records.write() as connection:
            await connection.execute(insert(t.entry).values(**row, kind="x", author_kind="agent", author_id="ag"))

    async def claims(self, *ids: str, conversation: str = "cv", owner: str = "customer:cu") -> list[str]:
        return [each.id for each in await self.files.claim("ws", owner, ids, conversation)]

    def kept(self) -> set[str]:
        """The ids of files whose bytes are there."""
        return {path.parents[1].name for path in (self.folder / "files").glob("*/*/*/full")}


async def filled(url: str, folder: Path) -> str:
    store = Store(url, folder)
    await store.fill()
    await store.close()
    return url


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of either kind, filled once."""
    folder = tmp_path_factory.mktemp("home")
    url = f"sqlite:///{folder / 'one.db'}"
    if request.param == "postgres":
        cluster: Postgres = request.getfixturevalue("cluster")
        url = cluster.fresh()
    return asyncio.run(filled(url, folder))


@pytest.fixture
async def store(home: str, tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(home, tmp_path)
    yield store
    async with store.records.write() as connection:
        for table in ("entry", "file"):
            await connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608
    await store.close()


async def test_of_two_uploads_at_once_one_wins_and_the_other_leaves_nothing(store: Store) -> None:
    file, held = await store.announced("fl_a", 5), asyncio.Event()
    slow = asyncio.create_task(store.node().receive(file, bytes_of(b"slo", held, b"w!")))
    await asyncio.sleep(0)
    quick = await store.node().receive(file, bytes_of(b"quick"))
    held.set()
    assert await slow == quick == await store.files.find("fl_a")
    (only,) = (store.folder / "files").glob("*/fl_a/*/full")
    assert only.read_bytes() == b"quick"
    assert quick.sha256 == hashlib.sha256(b"quick").hexdigest()
    assert not list((store.folder / "spool").iterdir())


async def test_the_same_bytes_twice_at_once_stay(store: Store) -> None:
    file, held = await store.announced("fl_a", 5), asyncio.Event()
    slow = asyncio.create_task(store.node().receive(file, bytes_of(b"qui", held, b"ck")))
    await asyncio.sleep(0)
    await store.node().receive(file, bytes_of(b"quick"))
    held.set()
    await slow
    assert [path.read_bytes() for path in (store.folder / "files").glob("*/fl_a/*/full")] == [b"quick"]


async def test_a_node_takes_a_file_once_at_a_time_and_not_too_many(store: Store) -> None:
    node, held = store.node(), asyncio.Event()
    going = [
        asyncio.create_task(node.receive(await store.announced(f"fl_{n}", 2), bytes_of(b"a", held, b"b")))
        for n in range(AT_ONCE - 1)
    ]
    await asyncio.sleep(0)
    with pytest.raises(Refusal, match="busy"):
        await node.receive(await store.files.find("fl_0"), bytes_of(b"ab"))
    going.append(asyncio.create_task(node.receive(await store.announced("fl_last", 2), bytes_of(b"a", held, b"b"))))
    await asyncio.sleep(0)
    with pytest.raises(Refusal, match="busy"):
        await node.receive(await store.announced("fl_more", 2), bytes_of(b"ab"))
    held.set()
    await asyncio.gather(*going)
    await node.receive(await store.files.find("fl_more"), bytes_of(b"ab"))


async def test_who_falls_silent_or_dawdles_is_let_go_and_leaves_nothing(store: Store) -> None:
    async def drip() -> AsyncIterator[bytes]:
        for _ in range(100):
            await asyncio.sleep(0.02)
            yield b"x"

    file = await store.announced("fl_a", 100)
    for node, sender in (
        (store.node(silence=0.05), bytes_of(b"x", asyncio.Event())),
        (store.node(whole=0.2), drip()),
    ):
        with pytest.raises(Refusal, match="stalled") as refusal:
            await node.receive(file, sender)
        assert refusal.value.retry
    assert not list((store.folder / "spool").iterdir())
    assert not store.kept()


async def test_what_a_dead_process_left_half_done_is_removed(store: Store) -> None:
    spool = store.folder / "spool"
    spool.mkdir()
    old, new = spool / "old", spool / "new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 3700,) * 2)
    await store.node().sweep()
    assert list(spool.iterdir()) == [new]


async def test_a_picture_is_kept_as_it_was_made_and_a_refused_one_is_not(store: Store) -> None:
    content = picture("PNG") + b"behind"
    node = store.node()
    kept = await node.receive(await store.announced("fl_a", len(content), "page.html"), bytes_of(content))
    whole, small = (next((store.folder / "files").glob(f"*/fl_a/*/{size}")) for size in ("full", "small"))
    assert (kept.name, kept.mime, kept.size) == ("page.html.png", "image/png", whole.stat().st_size)
    assert hashlib.sha256(whole.read_bytes()).hexdigest() == kept.sha256
    assert b"behind" not in whole.read_bytes()
    assert small.read_bytes()[8:12] == b"WEBP"
    with pytest.raises(Refusal, match="unsupported"):
        await node.receive(await store.announced("fl_b", 50), bytes_of(content[:50]))
    assert store.kept() == {"fl_a"}


async def test_more_than_is_allowed_is_refused_until_tomorrow(store: Store) -> None:
    async def announce(id: str, size: int, conversation: str = "", owner: str = "customer:cu") -> None:
        file = File(id=id, workspace_id="ws", owner=owner, name="a", size=size, created_at=store.clock.now())
        await store.files.announce(file, Allowance(files=3, size=100, conversation=150, workspace=180), conversation)

    async def refused(id: str, size: int, conversation: str = "", owner: str = "customer:cu") -> None:
        with pytest.raises(Refusal, match="rate_limited"):
            await announce(id, size, conversation, owner)

    await announce("fl_a", 90)
    await refused("fl_b", 11)
    await announce("fl_b", 10)
    await announce("fl_b", 10)
    await refused("fl_c", 81, owner="customer:other")
    await announce("fl_c", 80, owner="customer:other")
    store.clock.at += DAY + 1
    for id in ("fl_d", "fl_e", "fl_f"):
        await announce(id, 1)
    await refused("fl_g", 1)
    async with store.records.write() as connection:
        await connection.execute(text("UPDATE file SET conversation_id = 'cv' WHERE id IN ('fl_a', 'fl_b')"))
    await refused("fl_h", 51, "cv", "customer:other")
    await announce("fl_h", 50, "cv", "customer:other")


async def test_many_at_once_are_counted_one_by_one(store: Store) -> None:
    async def announce(n: int) -> bool:
        file = File(id=f"fl_{n}", workspace_id="ws", owner="customer:cu", name="a", size=1, created_at=NOW)
        try:
            await store.files.announce(file, Allowance(files=3, size=100))
        except Refusal:
            return False
        return True

    assert sum(await asyncio.gather(*map(announce, range(8)))) == 3


async def test_an_id_is_for_one_announcement(store: Store) -> None:
    await store.announced("fl_a", 5, "a.txt")
    for size, name in ((6, "a.txt"), (5, "b.txt")):
        with pytest.raises(Refusal, match="conflict"):
            await store.announced("fl_a", size, name)
    await store.node().receive(await store.files.find("fl_a"), bytes_of(b"hello"))
    stored = await store.announced("fl_a", 5, "a.txt")
    assert stored.stored_at


async def test_a_file_belongs_to_the_first_conversation_that_names_it(store: Store) -> None:
    for id in ("fl_a", "fl_b"):
        await store.stored(id)
    await store.announced("fl_c", 5)
    assert await store.claims("fl_b", "fl_a") == ["fl_b", "fl_a"]
    assert await store.claims("fl_a") == ["fl_a"]
    await store.stored("fl_d")
    for ids, conversation, owner in (
        (("fl_d", "fl_a"), "other", "customer:cu"),
        (("fl_d", "fl_c"), "cv", "customer:cu"),
        (("fl_d",), "cv", "customer:other"),
        (("fl_d", "fl_none"), "cv", "customer:cu"),
    ):
        with pytest.raises(Refusal, match="not_found"):
            await store.claims(*ids, conversation=conversation, owner=owner)
    assert (await store.files.find("fl_d")).conversation_id == "", "none is claimed when one is refused"


async def test_a_customer_is_shown_what_a_message_brought_them_and_no_note(store: Store) -> None:
    await store.stored("fl_a")
    await store.claims("fl_a")
    file = await store.files.find("fl_a")
    it = (Attachment(id="fl_a", name="a.txt", mime="text/plain", size=5),)
    for seq, cseq, body, shown in (
        (1, None, Noted(text="", language="en", attachments=it), False),
        (2, 1, Posted(text="is it fl_a?", language="en"), False),
        (3, None, Posted(text="held", language="en", attachments=it), False),
        (4, 2, Posted(text="said", language="en", attachments=it), True),
    ):
        await store.says(seq, cseq, body)
        assert await store.files.shown(file) is shown, body


async def test_the_sweep_takes_what_nobody_can_name_any_more_and_nothing_else(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.files.PAGE", 2)
    await store.announced("fl_never", 5)
    for id in ("fl_unsent", "fl_sent", "fl_erased"):
        await store.stored(id)
    await store.claims("fl_sent")
    await store.claims("fl_erased", conversation="cv_gone")
    node = store.node()

    async def sweep() -> set[str]:
        for _ in range(4):
            await node.sweep()
        async with store.records.write() as connection:
            return {id.removeprefix("fl_") for id in (await connection.execute(text("SELECT id FROM file"))).scalars()}

    everything = {"never", "unsent", "sent", "erased"}
    assert await sweep() == everything
    store.clock.at += HOUR + 1
    assert await sweep() == everything - {"never"}
    store.clock.at += DAY
    assert await sweep() == {"unsent", "sent"}
    assert store.kept() == {"fl_unsent", "fl_sent"}
    await store.announced("fl_never", 5)
    store.clock.at += 6 * DAY
    await store.announced("fl_never", 5)
    assert await sweep() == {"sent", "never"}
    assert store.kept() == {"fl_sent"}


async def test_one_file_that_cannot_be_removed_holds_up_no_other(store: Store) -> None:
    for id in ("fl_a", "fl_b"):
        await store.stored(id)
    (stuck,) = (store.folder / "files").glob("*/fl_a")
    aside = stuck.rename(stuck.with_name("aside"))
    stuck.symlink_to(aside)  # what cannot be removed as a folder
    store.clock.at += 8 * DAY
    await store.node().sweep()
    assert store.kept() & {"fl_b"} == set()
    stuck.unlink()
    aside.rename(stuck)
    await store.node().sweep()
    assert not store.kept()


async def test_a_file_that_is_being_removed_cannot_be_named_or_found(store: Store) -> None:
    await store.stored("fl_a")
    store.clock.at += 8 * DAY
    assert await store.files.give_up(store.clock.now()) == ["fl_a"]
    with pytest.raises(Refusal, match="not_found"):
        await store.claims("fl_a")
    with pytest.raises(Refusal, match="not_found"):
        await store.files.find("fl_a")
    assert await store.files.give_up(store.clock.now()) == ["fl_a"], "until its bytes are gone"
