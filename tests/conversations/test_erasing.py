"""A person is told all that is known of them, and forgotten: in every table of both databases, and after a backup came back."""

import json
import shutil
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.app import demo
from server.app.house import House
from server.app.privacy import reapply
from server.app.store import Store
from server.conversations import opening, post_message
from server.conversations.erasing import Tools, erase_conversation, erase_person, finish, keep_for_a_time
from server.conversations.exporting import export_person
from server.conversations.room import SYSTEM, Room, system
from server.domain.erasing import without_words
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.people import Actor
from server.domain.reading import Reading
from server.domain.timeline import Entry, Translated
from server.protocol import commands as ask
from server.protocol.bridge_commands import Deliver, Person
from server.settings import Settings
from server.store import tables as t
from server.store.erasures import Erasure, subject_of
from server.store.turn import Change, Needs
from tests.conversations.conftest import Caller, refused, room_over, seeded
from tests.conversations.planted_person import BRIDGE, CANARY, FIRST, LATER, places, rated, surround, talk
from tests.properties.desk import Still, customer
from tests.support.people import client_id

ANA, BEN, OTHER = customer("ana"), customer("ben"), "Bensword"
EVERYWHERE = {
    *("customer", "conversation", "entry", "consent", "file", "memory", "delivery", "bridge_customer"),
    *(
        "webhook_event",
        "webhook_attempt",
        "searched",
        "draft",
        "link_letter",
        "correction",
        "profile",
        "rich",
        "ticket",
        "ticket_entry",
    ),
}
TOLD = {"bridge_erasure"}
"""What holds a name until the bridge it came from has said that it forgot it."""
OWN = {
    *("workspace", "shop", "team", "agent", "session", "bridge", "bridge_token", "bridge_request", "meta", "preset"),
    *("audit", "audit_head", "second_factor", "recovery_code", "invitation", "spent_ticket", "webhook"),
    *("sign_on", "sign_on_link"),
    *("assignment", "attendance", "mention", "letter", "erasure", "role", "verdict", "verdict_head"),
    *("push_key", "push_seat", "push_told"),
    *("rule_pack", "rule_override", "ticket_head", "ticket_link", "ticket_line", "escalation"),
    *("term", "translation_engine", "translation_spent"),
    *("shop_key", "ended_login", "merged_customer", "sign_on", "sign_on_link"),
}
"""Tables that hold no customer's words: what is configured, what the desk did, and numbers."""


here = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
"""What does not ask the database much is asked of one."""


class Scene(msgspec.Struct):
    """Ana and Ben talked with the desk; every place holds a word of each."""

    store: Store
    room: Room
    clock: Still
    ana: str
    ben: str

    @property
    def tools(self) -> Tools:
        """The house's own."""
        return self.store.taking

    async def log(self, id: str) -> tuple[Entry, ...]:
        """The agents' series."""
        return await self.room.reads.entries(system(demo.WORKSPACE), id, 0, 300)

    async def erases(self, who: str = "cu_ana") -> Erasure:
        """As the route does it."""
        asked = erasure(who, self.clock.ms)
        await self.store.erasures.begin(asked)
        return await erase_person(self.tools, asked)

    async def exports(self, path: Path) -> dict[str, bytes]:
        """Ana's ZIP."""
        person = await self.store.reads.customer(demo.WORKSPACE, "cu_ana")
        await export_person(self.tools, self.store.persons, person, path)
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def erasure(who: str, at: int) -> Erasure:
    """A person's wish."""
    subject = subject_of(demo.WORKSPACE, who)
    return Erasure(id=new_id("er"), workspace_id=demo.WORKSPACE, subject=subject, customer_id=who, at=at)


async def bridges_forget(scene: Scene) -> None:
    """Every bridge says that it has."""
    owed = await scene.store.bridge_erasures.of(BRIDGE, 0, 200, "waiting")
    assert [(each.external_id, each.customer_id) for each in owed] == [(CANARY, "cu_ana")]
    for each in owed:
        await scene.store.bridge_erasures.settle(BRIDGE, each.id, scene.clock.ms)


@pytest.fixture
async def scene(house: House, settings: Settings, tmp_path: Path) -> AsyncIterator[Scene]:
    """Over either database."""
    clock = Still()
    if settings.embedded:
        shutil.copy(house.settings.data_dir / "tradewind.db", settings.data_dir)
    store = Store(settings, clock, lambda _: None)
    if not settings.embedded:
        await seeded(store, clock)
    room = room_over(house, store, clock)
    await store.writer.start()
    found = []
    for who, word in ((ANA, CANARY), (BEN, OTHER)):
        id = await talk(room, who, word)
        await rated(room, who, id, word)
        (tmp_path / word).write_text(word)
        await surround(store, id, who.actor.id, word, tmp_path / word)
        found.append(id)
    clock.ms += 1000
    yield Scene(store, room, clock, *found)
    await store.writer.stop()
    await store.intake.stop()
    await store.database.close()


def test_every_table_is_looked_at_or_known_to_hold_no_customers_words() -> None:
    assert set(t.metadata.tables) == EVERYWHERE | OWN | TOLD


async def test_a_person_gets_all_of_it_and_then_nothing_is_left(scene: Scene, tmp_path: Path) -> None:
    assert await places(scene.store, CANARY) == EVERYWHERE, "the checker looks everywhere"
    given = await scene.exports(tmp_path / "ana.zip")
    told = json.loads(given["person.json"])
    assert {name: text.decode() for name, text in given.items() if name != "person.json"} == {
        f"files/fi_ana-{CANARY}.txt": CANARY
    }
    assert (told["person"]["email"], told["consents"][0]["version"]) == (f"{CANARY}@mail.example", CANARY)
    (talk_,) = told["conversations"]
    assert {entry["body"]["kind"] for entry in talk_["entries"]} >= {"note.posted", "message.translated"}
    assert talk_["verdicts"]
    assert talk_["deliverys"]
    (profile,) = told["profile"]
    assert (profile["signed"]["email"], profile["cart"]["items"][0]["name"]) == (f"{CANARY}@signed.example", CANARY)
    assert OTHER not in str(given)

    before = await scene.log(scene.ana)
    others = await places(scene.store, OTHER)
    sealed = await scene.store.rulings.head(demo.WORKSPACE)
    done = await scene.erases()
    assert sealed[0] >= 2
    assert await scene.store.rulings.verify(demo.WORKSPACE, sealed) is None, "the log of verdicts stays whole"
    assert await places(scene.store, CANARY) == TOLD
    await bridges_forget(scene)
    assert await places(scene.store, CANARY) == set()
    assert _bytes(scene) == OTHER
    assert await places(scene.store, OTHER) == others == EVERYWHERE
    after = await scene.log(scene.ana)
    assert [entry.seq for entry in after] == list(range(1, len(before) + 3)), "no hole in the agents' series"
    assert [e.cseq for e in after if e.cseq] == list(range(1, sum(bool(e.cseq) for e in after) + 1))
    assert [(e.kind, e.client_id, e.at) for e in before] == [(e.kind, e.client_id, e.at) for e in after[: len(before)]]
    assert (after[-1].kind, after[-1].body.upto) == ("conversation.erased", len(before))  # type: ignore[union-attr]
    assert (await scene.room.reads.some([scene.ana]))[0].status == "closed"
    assert done.customer_id == ""
    assert done.subject == subject_of(demo.WORKSPACE, "cu_ana")
    assert await finish(scene.tools) == 0


def _bytes(scene: Scene) -> str:
    return "".join(path.read_text() for path in (scene.store.spool._folder.parent / "files").rglob("*/full"))


@here
async def test_a_retry_and_a_late_engine_bring_nothing_back(scene: Scene) -> None:
    await scene.erases()
    first = ask.Open(client_id=FIRST, body=ask.Content(text=f"{CANARY} opened"))
    again = await opening.open_conversation(scene.room, ANA, first)
    later = ask.Send(conversation_id=scene.ana, client_id=LATER, body=ask.Content(text=f"{CANARY} later"))
    said = await post_message.post_message(scene.room, ANA, later)
    assert (again.dup, again.text, said.dup, said.text) == (True, "", True, "")
    late = Translated(ref=2, reading=Reading(language="zh", text=CANARY, engine="e"))
    telling = Change(
        Needs(conversations=(scene.ana,)),
        lambda turn: turn.append(scene.ana, SYSTEM, "sys:late", late) and None,
    )
    assert await refused(scene.room.writer.commit(telling)) == ("bad_state", "erased")
    assert await places(scene.store, CANARY) <= TOLD
    # the same device says something new: that is a new word, and met as one
    fresh = ask.Send(conversation_id=scene.ana, client_id=client_id(), body=ask.Content(text="Hello, once more"))
    assert not (await post_message.post_message(scene.room, ANA, fresh)).dup
    assert (await scene.room.reads.some([scene.ana]))[0].status == "waiting"


@here
async def test_who_was_forgotten_and_writes_by_a_bridge_again_is_answered(scene: Scene) -> None:
    relay = Caller(Actor(kind="bridge", id=BRIDGE, workspace_id=demo.WORKSPACE, shop_id=demo.SHOP, channel="amazon"))
    room = msgspec.structs.replace(scene.room, bridges=scene.store.bridges)

    def says(text: str, external_id: str) -> Any:
        who = Person(external_id=f"{CANARY}-outside", name=f"{CANARY} Smith")
        return opening.deliver_message(
            room, relay, Deliver(thread=f"{CANARY}-thread", external_id=external_id, customer=who, text=text)
        )

    sent = await says(f"{CANARY} one", "m-1")
    c = (await scene.room.reads.some([sent.conversation_id]))[0]
    await scene.erases("cu_ana")
    await scene.erases(c.customer_id)
    assert await places(scene.store, CANARY) <= TOLD
    assert (await says(f"{CANARY} one", "m-1")).dup
    assert await places(scene.store, CANARY) <= {"bridge_customer", *TOLD}, (
        "whom a retry names is known, what it says is not"
    )
    assert not (await says("Good morning", "m-2")).dup
    met = (await scene.room.reads.some([sent.conversation_id]))[0]
    assert (met.thread, met.customer_name) == (f"{CANARY}-thread", f"{CANARY} Smith")
    known = await scene.store.reads.customer(demo.WORKSPACE, c.customer_id)
    assert (known.name, known.erased_at) == (f"{CANARY} Smith", 0)


@here
async def test_what_was_begun_is_ended_by_the_clock(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = erasure("cu_ana", scene.clock.ms)
    await scene.store.erasures.begin(asked)
    c = (await scene.room.reads.some([scene.ana]))[0]
    with monkeypatch.context() as broken:  # the process dies between the two transactions
        broken.setattr(scene.store.erasures, "empty", _dies)
        with pytest.raises(Refusal):
            await erase_conversation(scene.tools, c, asked.at, "asked")
    assert "entry" in await places(scene.store, CANARY)
    assert await finish(scene.tools) == 1
    assert await places(scene.store, CANARY) <= TOLD
    assert len([e for e in await scene.log(scene.ana) if e.kind == "conversation.erased"]) == 1


async def _dies(*_: object) -> list[str]:
    raise Refusal("unavailable", "store")


async def test_time_takes_the_words_of_one_channel_and_leaves_the_others(scene: Scene) -> None:
    store = scene.store
    async with store.records.write() as connection:
        await connection.exec_driver_sql("UPDATE conversation SET status = 'closed'")
        await connection.exec_driver_sql("UPDATE conversation SET channel = 'mail' WHERE customer_id = 'cu_ben'")
        await connection.exec_driver_sql("UPDATE ticket SET channel = 'mail' WHERE customer_id = 'cu_ben'")
    await store.admin.change_policy(demo.WORKSPACE, {"retention": {"*": 30, "mail": 400}})
    scene.clock.ms += 29 * 86_400_000
    assert await keep_for_a_time(scene.tools) == 0
    scene.clock.ms += 2 * 86_400_000
    assert await keep_for_a_time(scene.tools) == 2, "the conversation and the ticket"
    assert await keep_for_a_time(scene.tools) == 0
    assert await places(store, CANARY) <= TOLD
    assert await places(store, OTHER) == EVERYWHERE
    assert (await scene.log(scene.ana))[-1].body.cause == "retention"  # type: ignore[union-attr]


async def test_a_backup_that_is_put_back_forgets_again(house: House, tmp_path: Path) -> None:
    settings, clock = Settings(data_dir=tmp_path / "kept"), Still()
    settings.data_dir.mkdir()
    shutil.copy(house.settings.data_dir / "tradewind.db", settings.data_dir)
    store = Store(settings, clock, lambda _: None)
    room = room_over(house, store, clock)
    await store.writer.start()
    await talk(room, ANA, CANARY)
    await store.writer.stop()
    await store.database.close()
    shutil.copy(settings.data_dir / "tradewind.db", tmp_path / "backup.db")

    clock.ms += 1000
    store = Store(settings, clock, lambda _: None)
    await store.writer.start()
    asked = erasure("cu_ana", clock.ms)
    await store.erasures.begin(asked)
    await erase_person(store.taking, asked)
    assert "cu_ana" not in store.erasure_log.path.read_text()
    await store.writer.stop()
    await store.database.close()

    for name in ("tradewind.db", "tradewind.db-wal", "tradewind.db-shm"):
        (settings.data_dir / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "backup.db", settings.data_dir / "tradewind.db")
    store = Store(settings, clock, lambda _: None)
    await store.writer.start()
    try:
        assert await places(store, CANARY)
        assert await reapply(store, store.erasure_log) == 1
        assert await places(store, CANARY) <= TOLD
        assert await reapply(store, store.erasure_log) == 0
    finally:
        await store.writer.stop()
        await store.database.close()


def test_the_words_of_every_kind_of_entry_go() -> None:
    """A kind of entry that is added later and keeps a customer's words fails here, or is named as the desk's own."""
    own = {"conversation.assigned", "conversation.offered", "conversation.requeued", "conversation.triaged",
           "conversation.snoozed", "conversation.closed", "conversation.reopened", "conversation.erased",
           "clock.started", "clock.stopped", "ticket.noted", "message.identified"}  # fmt: skip
    from typing import get_args

    from server.domain import timeline as tl

    for kind in get_args(tl.AnyBody):
        if kind.__struct_config__.tag in own:
            continue
        fields = {f.name: _sample(f.type) for f in msgspec.structs.fields(kind)}
        full = kind(**fields)
        if kind is not tl.Opened or full.page_url:
            assert CANARY in str(full), kind
        assert CANARY not in str(without_words(full)), kind


def _sample(type_: Any) -> Any:
    """A value of this type with the canary in every text."""
    from typing import get_args, get_origin

    from server.domain.attachment import Attachment
    from server.domain.verdict import Action, Finding

    arms = (
        [arm for arm in get_args(type_) if arm is not type(None)]
        if "|" in str(type_) or "Union" in str(type_)
        else [type_]
    )
    arm = arms[0]
    if get_origin(arm) is tuple:
        return (_sample(get_args(arm)[0]),)
    if arm is Reading:
        return Reading(language="en", text=CANARY, engine=CANARY)
    if arm is Attachment:
        return Attachment(id="fi_1", name=CANARY, mime="x", size=1)
    if arm is Finding:
        return Finding(category="c", rule="r", action=Action.warn, start=0, end=1, message=CANARY, rewrite=CANARY)
    if "Literal" in str(arm):
        return get_args(arm)[0]
    return {str: CANARY, int: 1, float: 1.0, bool: True}.get(arm, CANARY)
