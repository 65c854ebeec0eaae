"""Who is told what: customers never hear of the desk's own business, and what was lost on the bus is found again."""

from itertools import count

import msgspec
import pytest

from server.domain.conversation import Conversation
from server.domain.people import Actor, Author
from server.domain.reading import Reading
from server.domain.timeline import AnyBody, Assigned, Entry, Noted, Posted, Requeued
from server.fanout import audiences, bus
from server.fanout.publisher import Publisher
from server.fanout.relay import Relay
from server.fanout.views import customer_conversation, customer_entry
from server.store.turn import Outcome

CONVERSATION = Conversation(id="cv_1", workspace_id="ws_1", shop_id="sh_1", customer_id="cu_1")


class Ear:
    """Hears what a node tells, as its sockets would."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, str, object]] = []

    def emit(self, audience: str, event: str, payload: object, *, namespace: str, volatile: bool = False) -> int:
        self.heard.append((namespace, audience, event, msgspec.json.decode(msgspec.json.encode(payload))))
        return 1

    def numbers(self, namespace: str) -> list[int]:
        return [p["seq"] for space, _, _, p in self.heard if space == namespace and isinstance(p, dict) and "seq" in p]


class Line(bus.OneNode):
    """A bus whose frames are kept, to be delivered, lost or doubled by the test."""

    alone = False

    def __init__(self) -> None:
        self.frames: list[tuple[str, bytes]] = []

    def publish(self, topic: str, frame: bytes) -> None:
        self.frames.append((topic, frame))


class Log:
    """A conversation's log as the database would hold it."""

    def __init__(self) -> None:
        self.c = CONVERSATION
        self.lines: list[Entry] = []
        self._ids = count()

    def says(self, body: AnyBody, *, public: bool = True) -> Outcome:
        c = msgspec.structs.replace(
            self.c, last_seq=self.c.last_seq + 1, last_cseq=self.c.last_cseq + public, updated_at=self.c.updated_at + 1
        )
        entry = Entry(
            workspace_id="ws_1",
            conversation_id="cv_1",
            seq=c.last_seq,
            cseq=c.last_cseq if public else None,
            author=Author("agent", "ag_1", "Lin"),
            client_id=f"id-{next(self._ids)}",
            at=c.updated_at,
            body=body,
        )
        self.c = c
        self.lines.append(entry)
        return Outcome(conversations={"cv_1": c}, appended=[entry])

    async def some(self, ids: list[str]) -> list[Conversation]:
        return [self.c] if "cv_1" in ids else []

    async def changed(self, since: int, limit: int = 500) -> list[Conversation]:
        return [self.c] if self.c.updated_at >= since else []

    async def entries(self, actor: Actor, id: str, after: int, limit: int) -> tuple[Entry, ...]:
        if actor.kind == "customer":
            return tuple(e for e in self.lines if e.cseq is not None and e.cseq > after)
        return tuple(e for e in self.lines if e.seq > after)


def words(text: str) -> Posted:
    return Posted(text=text, language="en")


def test_a_note_and_the_desks_moves_never_reach_customers() -> None:
    ear, log = Ear(), Log()
    publisher = Publisher(ear, bus.OneNode())
    publisher.announce(log.says(words("hello")))
    publisher.announce(log.says(Noted(text="difficult customer", language="en"), public=False))
    publisher.announce(log.says(Requeued(cause="declined", agent_id="ag_1"), public=False))
    publisher.announce(log.says(words("how can I help")))
    told = str([payload for space, _, _, payload in ear.heard if space == audiences.CUSTOMER])
    assert "difficult" not in told
    assert "declined" not in told
    assert "ag_1" not in told
    assert ear.numbers(audiences.CUSTOMER) == [1, 2]
    assert ear.numbers(audiences.AGENT) == [1, 2, 3, 4]


def test_what_is_not_for_customers_has_no_view_for_them() -> None:
    log = Log()
    [entry] = log.says(Noted(text="secret", language="en"), public=False).appended
    with pytest.raises(ValueError, match="series"):
        customer_entry(entry)
    with pytest.raises(ValueError, match="series"):
        customer_entry(msgspec.structs.replace(entry, cseq=1))


def test_a_customer_reads_the_translation_and_may_see_the_original() -> None:
    reading = Reading(language="ja", text="こんにちは", engine="phrasebook")
    [entry] = Log().says(Posted(text="Hello", language="en", reading=reading)).appended
    body = customer_entry(entry).body
    assert (body.text, body.original, body.engine) == ("こんにちは", "Hello", "phrasebook")  # type: ignore[union-attr]


def test_an_offer_is_still_waiting_in_a_customers_eyes() -> None:
    offered = msgspec.structs.replace(CONVERSATION, status="offered", assignee_id="ag_1", assignee_name="Lin")
    seen = customer_conversation(offered)
    assert (seen.status, seen.agent_name) == ("waiting", "")


async def test_the_relay_finds_what_the_bus_lost() -> None:
    log, line = Log(), Line()
    here = Publisher(Ear(), line)
    ear = Ear()
    there = Publisher(ear, bus.OneNode())
    there.told.baseline(log.c)
    for number in range(6):
        here.announce(log.says(words(f"m{number}"), public=number % 2 == 0))
    news = [frame for topic, frame in line.frames if topic == audiences.followers("cv_1")]
    for lost in (0, 1, 4):
        assert lost < len(news)
    for number, frame in enumerate(news):
        if number not in (1, 4):
            there.heard(audiences.followers("cv_1"), frame)
    assert await Relay(log, there).followed({"cv_1"}) == 1
    assert sorted(set(ear.numbers(audiences.AGENT))) == [1, 2, 3, 4, 5, 6]
    assert sorted(set(ear.numbers(audiences.CUSTOMER))) == [1, 2, 3]
    assert await Relay(log, there).followed({"cv_1"}) == 0


@pytest.mark.parametrize(
    "frame", [b"", b"\x80\x04pickle", b"[]", b'[1,"news",{}]', b'[2,"news",{}]', b'[1,"x",1]', b"{" * 99]
)
def test_garbage_on_the_bus_is_ignored(frame: bytes) -> None:
    ear = Ear()
    Publisher(ear, bus.OneNode()).heard("conversation:cv_1", frame)
    assert ear.heard == []


def test_a_large_batch_travels_as_news_only() -> None:
    log, line = Log(), Line()
    Publisher(Ear(), line).announce(log.says(words("x" * 5000)))
    frames = [frame for topic, frame in line.frames if topic.startswith("conversation:")]
    assert all(len(frame) <= bus.LARGEST for frame in frames)
    heard = bus.decode(frames[0])
    assert isinstance(heard, bus.News)
    assert heard.appended == ()


def test_an_assignment_is_public_by_name_only() -> None:
    body = Assigned(agent_id="ag_9", agent_name="Lin", fence=7, step="speaker", reason="idle")
    [entry] = Log().says(body).appended
    assert msgspec.json.encode(customer_entry(entry).body) == b'{"kind":"conversation.assigned","agentName":"Lin"}'
