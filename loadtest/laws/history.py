"""What a run asked, was answered and saw, and what the store held in the end. The laws over it stand beside it."""

import time
from collections import defaultdict
from typing import Any, Literal

from msgspec import Struct, field

Json = dict[str, Any]
What = Literal["invoke", "ok", "fail", "info"]


class Op(Struct, frozen=True, kw_only=True):
    """One step of one request, made in one `window` of a person. `info` means that nobody knows: the connection or the
    time ran out."""

    at: float
    who: str
    what: What
    command: str
    client_id: str
    conversation: str = ""
    seq: int = 0
    text: str = ""
    detail: str = ""
    window: int = 0


class Seen(Struct, frozen=True):
    """One numbered line as somebody reads it: the number in their series, its time, what happened, the words."""

    seq: int
    at: int
    kind: str
    text: str


class Observer(Struct, kw_only=True):
    """What one window of one person applied, and the events it was sent, as text. `who` is their author key.

    Who `left` has read a beginning of the log and owes no more.
    """

    who: str
    name: str
    customer: bool
    applied: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    heard: list[str] = []
    left: bool = False


class Duty(Struct, kw_only=True):
    """A time (server's ms) in which an agent was there for work, and the languages they write. 0: not over."""

    agent: str
    languages: tuple[str, ...]
    began: int
    ended: int = 0


class History(Struct):
    """Everything the people of a run did and saw. `stall` (ms) is the longest that any answer took: who waits for an agent
    may wait as much longer, on a machine that has no time."""

    ops: list[Op] = []
    observers: list[Observer] = []
    duties: list[Duty] = []
    ahead: float = 0.0
    stall: float = 0.0

    def add(self, who: str, what: What, command: str, client_id: str, **more: Any) -> None:
        """Note a step now."""
        self.ops.append(Op(at=self.clock(), who=who, what=what, command=command, client_id=client_id, **more))

    @staticmethod
    def clock() -> float:
        """The clock of the steps, seconds."""
        return time.monotonic()

    def set_clock(self, server_ms: int) -> None:
        """What the server's clock says now, that times may be told as the log tells them."""
        self.ahead = server_ms - time.monotonic() * 1000

    def server_now(self) -> int:
        """The server's clock, ms."""
        return round(time.monotonic() * 1000 + self.ahead)

    def done(self, what: What) -> list[Op]:
        """The steps of one kind."""
        return [op for op in self.ops if op.what == what]

    def part(self, stored: "Stored") -> "History":
        """What concerns the conversations of `stored`, as far as it had happened when they were read."""
        ops = [
            op for op in self.ops if op.what != "ok" or (op.conversation in stored.lines and op.at < stored.asked_at)
        ]
        observers = [
            Observer(
                who=one.who,
                name=one.name,
                customer=one.customer,
                applied={id: _within(one, id, lines) for id, lines in stored.lines.items() if id in one.applied},
                heard=one.heard,
                left=True,
            )
            for one in list(self.observers)
        ]
        return History(ops, observers, self.duties, stall=self.stall)


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
    """An agent's row, as far as work is concerned. `loads`: None where it was read by the wire, which does not tell."""

    id: str
    capacity: int
    load: int
    loads: dict[str, int] | None = {}
    limits: dict[str, int] = {}


class Stored(Struct):
    """The store at one moment: `at` in the server's ms where it is known, `asked_at` in the reader's own seconds."""

    threads: dict[str, Thread]
    lines: dict[str, list[Line]]
    tenures: list[Tenure]
    seats: dict[str, Seat]
    at: int = 0
    asked_at: float = float("inf")


def _within(one: Observer, id: str, lines: list[Line]) -> list[Seen]:
    """What a window applied, without what came after the log was read."""
    return one.applied[id][: sum(not one.customer or line.cseq is not None for line in lines)]
