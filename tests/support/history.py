"""What a run asked, was answered and saw, and what the database held in the end. The laws over it are in `laws`."""

import json
import sqlite3
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field

Json = dict[str, Any]
What = Literal["invoke", "ok", "fail", "info"]


class Op(Struct, frozen=True, kw_only=True):
    """One step of one request. `info` means that nobody knows: the connection or the time ran out."""

    at: float
    who: str
    what: What
    command: str
    client_id: str
    conversation: str = ""
    seq: int = 0
    text: str = ""
    detail: str = ""


class Seen(Struct, frozen=True):
    """One numbered line as somebody reads it: the number in their series, its time, what happened, the words."""

    seq: int
    at: int
    kind: str
    text: str


class Observer(Struct, kw_only=True):
    """What one window of one person applied, and every event it was sent, as text. `who` is their author key."""

    who: str
    name: str
    customer: bool
    applied: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    heard: list[str] = []


class History(Struct):
    """Everything the people of a run did and saw."""

    ops: list[Op] = []
    observers: list[Observer] = []

    def add(self, who: str, what: What, command: str, client_id: str, **more: Any) -> None:
        """Note a step now."""
        self.ops.append(Op(at=time.monotonic(), who=who, what=what, command=command, client_id=client_id, **more))

    def done(self, what: What) -> list[Op]:
        """The steps of one kind."""
        return [op for op in self.ops if op.what == what]


class Line(Struct, frozen=True):
    """A stored entry."""

    conversation: str
    seq: int
    cseq: int | None
    kind: str
    author: str
    client_id: str
    at: int
    body: Json

    def seen_by(self, *, customer: bool) -> Seen:
        """How it must read on that side."""
        words = (self.body.get("reading") if customer else None) or self.body
        number = (self.cseq or 0) if customer else self.seq
        return Seen(number, self.at, self.kind, str(words.get("text", "")))


class Tenure(Struct, frozen=True):
    """A row of the assignment log."""

    conversation: str
    fence: int
    agent: str
    started_at: int
    ended_at: int | None
    step: str


class Thread(Struct, frozen=True):
    """A conversation's row."""

    id: str
    status: str
    assignee: str
    fence: int
    waiting_since: int
    last_seq: int
    last_cseq: int
    language: str
    channel: str = "web"
    weight: int = 1


class Seat(Struct, frozen=True):
    """An agent's row, as far as work is concerned."""

    id: str
    capacity: int
    load: int
    loads: dict[str, int] = {}
    limits: dict[str, int] = {}


class Stored(Struct):
    """The database at one moment."""

    threads: dict[str, Thread]
    lines: dict[str, list[Line]]
    tenures: list[Tenure]
    seats: dict[str, Seat]


def read_store(database: Path) -> Stored:
    """Everything in one read transaction, so that the parts belong together."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)
    try:
        connection.execute("BEGIN")
        return _read(connection)
    finally:
        connection.close()


def _read(connection: sqlite3.Connection) -> Stored:
    lines: dict[str, list[Line]] = defaultdict(list)
    for *row, body in connection.execute(
        "SELECT conversation_id, seq, cseq, kind, author_kind || ':' || author_id, client_id, at, body"
        " FROM entry ORDER BY conversation_id, seq"
    ):
        lines[row[0]].append(Line(*row, json.loads(body)))
    threads = connection.execute(
        "SELECT id, status, assignee_id, fence, waiting_since, last_seq, last_cseq, language, channel, weight"
        " FROM conversation"
    )
    tenures = connection.execute(
        "SELECT conversation_id, fence, agent_id, started_at, ended_at, step FROM assignment ORDER BY rowid"
    )
    seats = connection.execute("SELECT id, capacity, load, loads, limits FROM agent")
    return Stored(
        {row[0]: Thread(*row) for row in threads},
        lines,
        [Tenure(*row) for row in tenures],
        {id: Seat(id, capacity, load, *map(json.loads, kinds)) for id, capacity, load, *kinds in seats},
    )
