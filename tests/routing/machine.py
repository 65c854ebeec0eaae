"""The queue's scripts beside a model in plain Python: after every step both must show the same board."""

import asyncio
import hashlib
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from msgspec.structs import replace

from server.domain.queues import Routing
from server.live import keys
from server.live.client import Live
from server.live.script import Script
from server.live.server import RedisServer, ServerOptions
from server.routing import queue
from server.routing.board import Board, Head, Rules
from server.routing.fallback import busier
from server.routing.mirror import Mirror, carried, paired
from server.routing.need import Kind, Need, Offer
from server.routing.policy import Proposal, choose
from server.routing.queue import Queue, spelled
from server.routing.waiting import Waiting
from tests.live.real import ShiftedClock

LANGUAGES = ("es", "zh", "de")
AGENTS = ("a1", "a2", "a3")
SPOKEN = st.dictionaries(st.sampled_from(LANGUAGES), st.integers(1, 5), max_size=3)
JOINED = st.sampled_from([(), ("t1",)])
KIND = st.sampled_from(
    [
        Kind(language="es"),
        Kind(language="es", declined=("a1",), again_at=10**15),
        Kind(language="zh", work="messaging", weight=2),
        Kind(language="zh", work="messaging", skills=("refunds",)),
        Kind(language="de", team_id="t1", declined=("a2", "a3"), again_at=10**15),
    ]
)
Run = Callable[[Any], Any]


class Bench:
    """One Redis and one event loop for all examples of a test; each example has a workspace of its own."""

    def __init__(self, binary: Path, folder: Path) -> None:
        self.runner = asyncio.Runner()
        self.clock = ShiftedClock()
        self.server = RedisServer(ServerOptions(data_dir=folder, binary=binary))
        self.runner.run(self.server.start())
        self.live = Live(self.server.url, self.clock)
        self.runner.run(self.live.ping())
        self.examples = count()

    def close(self) -> None:
        self.runner.run(self.live.aclose())
        self.runner.run(self.server.stop())
        self.runner.close()


def break_script(monkeypatch: pytest.MonkeyPatch, name: str, text: str, wrong: str) -> None:
    """Seed a fault in one of the queue's scripts."""
    sound: Script = getattr(queue, name)
    broken = Script("due")
    assert text in sound.text
    broken.text = sound.text.replace(text, wrong)
    broken.sha = hashlib.sha1(broken.text.encode(), usedforsecurity=False).hexdigest()
    monkeypatch.setattr(queue, name, broken)


class QueueMachine(RuleBasedStateMachine):
    """Every order of news, proposals and answers that the scripts may meet; some looks are skipped."""

    bench: Bench

    @initialize(sticky=st.sampled_from([0, 60]))
    def begin(self, sticky: int) -> None:
        self.run: Run = self.bench.runner.run
        self.workspace = f"w{next(self.bench.examples)}"
        token = f"1.{self.bench.live.run_id}"
        self.run(self.bench.live.put(keys.epoch(self.workspace), token))
        self.queue = Queue(self.bench.live, self.workspace, token)
        rules = Rules(routing=Routing(sticky_seconds=sticky), relax=0)
        self.model = Waiting(Board(rules))
        self.mirror = Mirror(rules)
        self.needs: dict[str, Need] = {}
        self.flights: dict[int, tuple[Need, Proposal]] = {}
        self.names = count()
        self.time = count(1_700_000_000_000, 1000)

    @property
    def board(self) -> Board:
        return self.model.board

    @rule(kind=KIND, preferred=st.sampled_from(("", "", *AGENTS)), head_start=st.integers(0, 5))
    def waits(self, kind: Kind, preferred: str, head_start: int) -> None:
        since = next(self.time)
        self.enter(
            Need(
                workspace_id=self.workspace,
                conversation_id=f"c{next(self.names)}",
                kind=kind,
                score=since - 1000 * head_start,
                waiting_since=since,
                preferred_id=preferred,
            )
        )

    @precondition(lambda self: self.needs)
    @rule(data=st.data(), kind=KIND)
    def needs_something_else(self, data: st.DataObject, kind: Kind) -> None:
        self.enter(replace(self.needs[data.draw(st.sampled_from(sorted(self.needs)))], kind=kind))

    @precondition(lambda self: self.needs)
    @rule(data=st.data())
    def goes(self, data: st.DataObject) -> None:
        conversation_id = data.draw(st.sampled_from(sorted(self.needs)))
        self.apply(self.queue.goes(conversation_id))
        del self.needs[conversation_id]
        self.model.remove(conversation_id)

    @rule(
        agent_id=st.sampled_from(AGENTS),
        levels=SPOKEN,
        teams=JOINED,
        capacity=st.integers(0, 4),
        load=st.integers(0, 2),
        limits=st.sampled_from([{}, {"live": 1}]),
        mood=st.sampled_from([(True, True), (True, True), (True, False), (False, False)]),
    )
    def sits(self, agent_id: str, mood: tuple[bool, bool], load: int, **more: Any) -> None:
        offer = Offer(
            workspace_id=self.workspace,
            agent_id=agent_id,
            levels=more["levels"],
            team_ids=more["teams"],
            skills=("refunds",) if more["capacity"] > 2 else (),
            capacity=more["capacity"],
            limits=more["limits"],
            load=load,
            loads={"live": load} if load else {},
            idle_since=next(self.time),
            on=mood[0],
            open=mood[1],
        )
        self.apply(self.queue.sits(offer))
        before = self.board.offers.get(agent_id)
        offer = replace(offer, idle_since=max(before.idle_since if before else 0, offer.idle_since))
        for _, proposal in self.flights.values():
            if proposal.agent_id == agent_id:
                offer = busier(offer, proposal.kind, offer.idle_since)
        self.board.sit(offer)

    @precondition(lambda self: self.board.offers)
    @rule(data=st.data())
    def leaves(self, data: st.DataObject) -> None:
        agent_id = data.draw(st.sampled_from(sorted(self.board.offers)))
        self.apply(self.queue.leaves(agent_id))
        self.board.leave(agent_id)

    @precondition(lambda self: self.needs and self.board.offers)
    @rule()
    def claims(self) -> None:
        proposal = choose(self.board, self.workspace, next(self.time))
        if proposal is None:
            return
        need = self.needs.pop(proposal.conversation_id)
        serial, changes = self.run(self.queue.claim(proposal, 60_000, self.mirror.seen))
        assert serial
        self.mirror.learn(changes)
        self.flights[serial] = (need, proposal)
        self.model.remove(need.conversation_id)
        offer = self.board.offers[proposal.agent_id]
        self.board.sit(busier(offer, need.kind, self.idle(offer.agent_id)))

    @precondition(lambda self: self.flights)
    @rule(data=st.data(), kept=st.booleans())
    def lands(self, data: st.DataObject, kept: bool) -> None:
        serial = data.draw(st.sampled_from(sorted(self.flights)))
        need, proposal = self.flights.pop(serial)
        answer = self.run(self.queue.apply([self.queue.settles(serial, kept=kept)]))[0]
        offer = self.board.offers.get(proposal.agent_id)
        if not kept and need.conversation_id not in self.needs:
            self.needs[need.conversation_id] = need
            self.model.add(need)
        if offer and (not kept or answer == 2):
            offer = _freer(offer, need.kind)
        if offer:
            self.board.sit(replace(offer, idle_since=self.idle(offer.agent_id)))

    @rule()
    def looks(self) -> None:
        """A board that learns what has changed ends where one that learns everything ends, and both where the model is."""
        fresh = Mirror(self.board.rules)
        fresh.learn(self.run(self.queue.board()))
        self.mirror.learn(self.run(self.queue.board(self.mirror.seen)))
        for mirror in (fresh, self.mirror):
            assert _picture(mirror.board) == _picture(self.board)
        waiting, _, agents = self.run(self.queue.roll())
        assert {tuple(row) for row in waiting} == {_as_bytes(spelled(need)) for need in self.needs.values()}
        for name, flat in agents:
            offer = self.board.offers[name.decode()]
            assert carried(paired(flat)) == (offer.load, offer.loads)

    def teardown(self) -> None:
        if hasattr(self, "queue"):
            self.looks()

    def enter(self, need: Need) -> None:
        self.apply(self.queue.waits(need))
        self.needs[need.conversation_id] = need
        self.model.add(need)

    def apply(self, call: Any) -> None:
        self.run(self.queue.apply([call]))

    def idle(self, agent_id: str) -> int:
        rows = self.run(self.queue.roll())[2]
        return next(int(paired(flat)[b"idle"]) for name, flat in rows if name.decode() == agent_id)


def _freer(offer: Offer, kind: Kind) -> Offer:
    loads = offer.loads | {kind.work: offer.loads[kind.work] - 1}
    return replace(offer, load=offer.load - kind.weight, loads={name: n for name, n in loads.items() if n})


def _picture(board: Board) -> Any:
    """All a judgement can see."""
    heads: dict[Kind, Head] = board.heads
    mine = {agent_id: head for agent_id, head in board.mine.items() if agent_id in board.offers}
    circles = {kind: board.circles(kind) for kind in heads}
    return board.ordered(), heads, mine, board.offers, board.open, circles


def _as_bytes(words: tuple[str | int | bytes, ...]) -> tuple[bytes, ...]:
    return tuple(word if isinstance(word, bytes) else str(word).encode() for word in words)
