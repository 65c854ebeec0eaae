"""The queue's scripts beside a model in plain Python: after every step both must show the same board."""

import asyncio
import hashlib
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from server.live import keys
from server.live.client import Live
from server.live.script import Script
from server.live.server import RedisServer, ServerOptions
from server.routing import queue
from server.routing.board import survey
from server.routing.need import Kind, Need, Offer
from server.routing.policy import Proposal, Rules, choose
from server.routing.queue import Queue
from tests.live.real import ShiftedClock

LANGUAGES = ("es", "zh", "de")
TEAMS = ("", "t1")
AGENTS = ("a1", "a2", "a3")
SPOKEN = st.sets(st.sampled_from(LANGUAGES)).map(lambda spoken: tuple(sorted(spoken)))
JOINED = st.sampled_from([(), ("t1",)])
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
    """Every order of news, proposals and answers that the scripts may meet."""

    bench: Bench

    @initialize()
    def begin(self) -> None:
        self.run: Run = self.bench.runner.run
        self.workspace = f"w{next(self.bench.examples)}"
        token = f"1.{self.bench.live.run_id}"
        self.run(self.bench.live.put(keys.epoch(self.workspace), token))
        self.queue = Queue(self.bench.live, self.workspace, token)
        self.needs: dict[str, Need] = {}
        self.offers: dict[str, Offer] = {}
        self.flights: dict[int, tuple[Need, Proposal]] = {}
        self.names = count()
        self.time = count(1_700_000_000_000, 1000)

    @rule(
        language=st.sampled_from(LANGUAGES),
        team=st.sampled_from(TEAMS),
        priority=st.integers(0, 2),
        declined=st.sets(st.sampled_from(AGENTS), max_size=3),
    )
    def waits(self, language: str, team: str, priority: int, declined: set[str]) -> None:
        need = Need(
            workspace_id=self.workspace,
            conversation_id=f"c{next(self.names)}",
            language=language,
            team_id=team,
            priority=priority,
            declined=tuple(sorted(declined)),
            waiting_since=next(self.time),
        )
        self.apply(self.queue.waits(need))
        self.needs[need.conversation_id] = need

    @precondition(lambda self: self.needs)
    @rule(data=st.data())
    def goes(self, data: st.DataObject) -> None:
        conversation_id = data.draw(st.sampled_from(sorted(self.needs)))
        self.apply(self.queue.goes(conversation_id))
        del self.needs[conversation_id]

    @rule(
        agent_id=st.sampled_from(AGENTS),
        languages=SPOKEN,
        teams=JOINED,
        capacity=st.integers(0, 3),
        load=st.integers(0, 2),
        mood=st.sampled_from([(True, True), (True, True), (True, False), (False, False)]),
    )
    def sits(
        self,
        agent_id: str,
        languages: tuple[str, ...],
        teams: tuple[str, ...],
        capacity: int,
        load: int,
        mood: tuple[bool, bool],
    ) -> None:
        held = sum(proposal.agent_id == agent_id for _, proposal in self.flights.values())
        offer = Offer(
            workspace_id=self.workspace,
            agent_id=agent_id,
            languages=languages,
            team_ids=teams,
            capacity=capacity,
            load=load,
            idle_since=next(self.time),
            on=mood[0],
            open=mood[1],
        )
        self.apply(self.queue.sits(offer))
        idle_since = max(self.offers[agent_id].idle_since if agent_id in self.offers else 0, offer.idle_since)
        self.offers[agent_id] = replace(offer, load=load + held, idle_since=idle_since)

    @precondition(lambda self: self.offers)
    @rule(data=st.data())
    def leaves(self, data: st.DataObject) -> None:
        agent_id = data.draw(st.sampled_from(sorted(self.offers)))
        self.apply(self.queue.leaves(agent_id))
        del self.offers[agent_id]

    @precondition(lambda self: self.needs and self.offers)
    @rule(patient=st.booleans())
    def claims(self, patient: bool) -> None:
        heads = survey(self.needs.values(), tuple(self.offers.values()))
        rules = Rules(relax_ms=10**15 if patient else 0)
        proposal = choose(heads, self.workspace, rules, next(self.time))
        if proposal is None:
            return
        need = self.needs[proposal.conversation_id]
        serial = self.run(self.queue.claim(proposal, need.kind, 60_000))
        assert serial
        self.flights[serial] = (self.needs.pop(need.conversation_id), proposal)
        offer = self.offers[proposal.agent_id]
        self.offers[proposal.agent_id] = replace(offer, load=offer.load + 1, idle_since=self.idle(offer.agent_id))

    @precondition(lambda self: self.flights)
    @rule(data=st.data(), kept=st.booleans())
    def lands(self, data: st.DataObject, kept: bool) -> None:
        serial = data.draw(st.sampled_from(sorted(self.flights)))
        need, proposal = self.flights.pop(serial)
        answer = self.run(self.queue.apply([self.queue.settles(serial, kept=kept)]))[0]
        offer = self.offers.get(proposal.agent_id)
        if not kept:
            self.needs.setdefault(need.conversation_id, need)
        if offer and (not kept or answer == 2):
            offer = replace(offer, load=offer.load - 1)
        if offer:
            self.offers[proposal.agent_id] = replace(offer, idle_since=self.idle(offer.agent_id))

    @invariant()
    def both_show_the_same(self) -> None:
        if not hasattr(self, "queue"):
            return
        board = self.run(self.queue.board())
        assert board.heads == survey(self.needs.values(), tuple(self.offers.values()))
        waiting, scores, _, agents = self.run(self.queue.roll())
        believed = zip(waiting[::2], waiting[1::2], scores, strict=True)
        assert {
            (name.decode(), msgspec.json.decode(kind, type=Kind), int(score)) for name, kind, score in believed
        } == {(need.conversation_id, need.kind, need.score) for need in self.needs.values()}
        for name, _, load, held, _ in agents:
            assert load + held == self.offers[name.decode()].load

    def apply(self, call: Any) -> None:
        self.run(self.queue.apply([call]))

    def idle(self, agent_id: str) -> int:
        rows = self.run(self.queue.roll())[3]
        return next(int(row[4]) for row in rows if row[0].decode() == agent_id)
