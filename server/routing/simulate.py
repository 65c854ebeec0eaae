"""The desk without people: arrivals and attendance go in, who would have had what and when comes out.

Discrete events over the parts the router itself uses (Waiting, Board, choose, due), so that replay, the console's dry run and
the judging of policies all ask the policy that is in force. Nothing looks ahead: a judge sees the board of its moment.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from heapq import heapify, heappop, heappush
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from server.domain.conversation import Conversation
from server.routing import policy
from server.routing.board import Board, Rules
from server.routing.need import Kind, Need, Offer, need_of
from server.routing.policy import Proposal
from server.routing.waiting import Waiting


class Arrival(Struct, frozen=True, kw_only=True):
    """A conversation that begins to wait `at` (ms). `work_ms`: how long it takes of whoever has it.

    `patience_ms`: when it has waited so long it goes away; 0: it waits for ever.
    """

    at: int
    conversation: Conversation
    work_ms: int
    patience_ms: int = 0


class Person(Struct, frozen=True, kw_only=True):
    """An agent, and the spans (start, end; ms) in which they are present and open. What `offer` says of load is not looked at.

    Work goes on after the end of a span, until it is done.
    """

    offer: Offer
    present: tuple[tuple[int, int], ...]


class Served(Struct, frozen=True, kw_only=True):
    """A conversation that somebody had. `level` is how well they write its language, 0: not at all. Times are ms."""

    conversation_id: str
    agent_id: str
    kind: Kind
    waiting_since: int
    started: int
    ended: int
    step: str
    level: int

    @property
    def wait(self) -> int:
        """How long it waited, ms."""
        return self.started - self.waiting_since


class Unserved(Struct, frozen=True, kw_only=True):
    """A conversation nobody had. `left` is when its patience ended, None: it waits for ever."""

    conversation_id: str
    kind: Kind
    waiting_since: int
    left: int | None = None


class Story(Struct, frozen=True):
    """What became of every arrival: the served in the order in which they were given, then the others."""

    served: tuple[Served, ...]
    unserved: tuple[Unserved, ...]


Judge = Callable[[Board, str, int], Proposal | None]
"""`choose` or a rival: (board, workspace_id, now) to the next assignment, None when there is none to be made now."""


class Lasts(Protocol):
    """How long (ms) a conversation takes this agent, whose level of its language is given."""

    def __call__(self, arrival: Arrival, served: Served) -> int: ...


def as_told(arrival: Arrival, served: Served) -> int:  # noqa: ARG001 - the shape of Lasts
    """As long as the arrival says, whoever has it."""
    return arrival.work_ms


class Play(Struct, frozen=True):
    """What may differ between two runs of the same events."""

    judge: Judge = policy.choose
    due: Callable[[Board, int], int | None] = policy.due
    lasts: Lasts = as_told


def simulate(
    arrivals: Iterable[Arrival], people: Iterable[Person], rules: Rules, workspace_id: str, play: Play = Play()
) -> Story:
    """Play the arrivals against the people under these rules; every id of a conversation comes once.

    Everything that happens in one millisecond is known before that millisecond's decisions are made.
    """
    desk = _Desk(rules, workspace_id, play)
    desk.expect(arrivals, people)
    while (now := desk.next_moment()) is not None:
        desk.live(now)
    return Story(tuple(desk.served()), tuple(desk.unserved()))


class _Desk:
    """The state of a run. Events are (when, number, what happens then); numbers keep the order of one moment."""

    def __init__(self, rules: Rules, workspace_id: str, play: Play) -> None:
        self._rules = rules
        self._workspace_id = workspace_id
        self._play = play
        self._board = Board(rules)
        self._waiting = Waiting(self._board)
        self._events: list[tuple[int, int, Callable[[int], None]]] = []
        self._number = 0
        self._now: int | None = None
        self._arrivals: dict[str, Arrival] = {}
        self._served: list[Served] = []
        self._waits: dict[str, Need] = {}
        self._left: list[Unserved] = []

    def expect(self, arrivals: Iterable[Arrival], people: Iterable[Person]) -> None:
        for person in people:
            self._board.sit(_arriving(person.offer))
            for start, end in person.present:
                self._note(start, partial(self._attend, person.offer.agent_id, True))
                self._note(end, partial(self._attend, person.offer.agent_id, False))
        for arrival in arrivals:
            self._arrivals[arrival.conversation.id] = arrival
            self._note(arrival.at, partial(self._arrive, arrival))
        heapify(self._events)

    def next_moment(self) -> int | None:
        """When something happens next, or time alone changes the answer; None: never."""
        due = None if self._now is None else self._play.due(self._board, self._now)
        return min(
            (time for time in (due, self._events[0][0] if self._events else None) if time is not None), default=None
        )

    def live(self, now: int) -> None:
        """Let happen what happens now, then give whatever can be given."""
        self._now = now
        while self._events and self._events[0][0] <= now:
            heappop(self._events)[2](now)
        while proposal := self._play.judge(self._board, self._workspace_id, now):
            self._give(proposal, now)

    def served(self) -> Iterator[Served]:
        yield from self._served

    def unserved(self) -> Iterator[Unserved]:
        yield from self._left
        for need in self._waits.values():
            yield _unserved(need, None)

    def _note(self, when: int, happens: Callable[[int], None]) -> None:
        self._number += 1
        self._events.append((when, self._number, happens))

    def _later(self, when: int, happens: Callable[[int], None]) -> None:
        self._number += 1
        heappush(self._events, (when, self._number, happens))

    def _attend(self, agent_id: str, here: bool, _now: int) -> None:
        self._board.sit(replace(self._board.offers[agent_id], on=here, open=here))

    def _arrive(self, arrival: Arrival, _now: int) -> None:
        conversation = replace(arrival.conversation, waiting_since=arrival.at)
        need = need_of(conversation, self._rules.routing)
        self._waits[need.conversation_id] = need
        self._waiting.add(need)
        if arrival.patience_ms:
            self._later(arrival.at + arrival.patience_ms, partial(self._leave, need))

    def _leave(self, need: Need, now: int) -> None:
        if self._waits.pop(need.conversation_id, None):
            self._waiting.remove(need.conversation_id)
            self._left.append(_unserved(need, now))

    def _give(self, proposal: Proposal, now: int) -> None:
        need = self._waits.pop(proposal.conversation_id)
        self._waiting.remove(need.conversation_id)
        offer = self._board.offers[proposal.agent_id]
        served = Served(
            conversation_id=need.conversation_id,
            agent_id=offer.agent_id,
            kind=need.kind,
            waiting_since=need.waiting_since,
            started=now,
            ended=now,
            step=proposal.step,
            level=offer.levels.get(need.kind.language, 0),
        )
        ended = now + max(1, self._play.lasts(self._arrivals[need.conversation_id], served))
        self._served.append(replace(served, ended=ended))
        self._board.sit(_loaded(offer, need.kind, 1, now))
        self._later(ended, partial(self._end, offer.agent_id, need.kind))

    def _end(self, agent_id: str, kind: Kind, now: int) -> None:
        rest = self._rules.routing.after_work_seconds * 1000
        offer = _loaded(self._board.offers[agent_id], kind, -1, now)
        self._board.sit(replace(offer, rests_until=now + rest) if rest else offer)


def _arriving(offer: Offer) -> Offer:
    return replace(offer, load=0, loads={}, rests_until=0, on=False, open=False)


def _loaded(offer: Offer, kind: Kind, sign: int, now: int) -> Offer:
    loads = {**offer.loads, kind.work: offer.loads.get(kind.work, 0) + sign}
    return replace(offer, load=offer.load + sign * kind.weight, loads=loads, idle_since=now)


def _unserved(need: Need, left: int | None) -> Unserved:
    return Unserved(conversation_id=need.conversation_id, kind=need.kind, waiting_since=need.waiting_since, left=left)
