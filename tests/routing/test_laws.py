"""Two routers over one Redis and one database while everything goes wrong: the laws of assignment hold.

Owners and loads are the database's own compare-and-set. What is checked is what only the router can break: that nobody
who can be served is left, that no place is lost, that the queue ends up equal to the database, and, where the
database trusts blindly, that no proposal was wrong in the first place.
"""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from server.domain.errors import Refusal
from server.domain.queues import Routing
from server.domain.workspace import Policy
from server.live.client import Live
from server.routing import line, mirror
from server.routing.policy import Proposal, choose
from tests.live.real import BINARIES
from tests.routing.laws import must_hold, overdone
from tests.routing.machine import LANGUAGES, Bench, break_script
from tests.routing.world import World

CHECKED = settings(
    max_examples=15, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
SEARCH = settings(CHECKED, max_examples=200, phases=[Phase.generate], report_multiple_bugs=False)
AGENTS = st.sampled_from(["a0", "a1", "a2", "a3"])


CHANNEL = st.sampled_from(["web", "web", "whatsapp"])
TEAM = st.sampled_from(["", "", "t1"])
NUMBER = st.integers(0, 30)
"""Which of those there are: what is drawn must not depend on how fast the machine is."""
TALENT = st.fixed_dictionaries(
    {"teams": st.sampled_from([(), ("t1",)]), "limits": st.sampled_from([{}, {}, {"live": 1}, {"messaging": 0}])}
)
RULES = Routing(weights={"messaging": 2}, outsourced=("t1",))


class RouterMachine(RuleBasedStateMachine):
    """What people and faults do, told to a random node, with or without waiting for the consequences."""

    bench: Bench
    nodes = 2
    faults = True

    @initialize()
    def begin(self) -> None:
        self.run = self.bench.runner.run
        self.names = count()
        self.lost = False
        self.run(self._begin())

    async def _begin(self) -> None:
        await self.bench.live._command("FLUSHALL")
        self.lives = [Live(self.bench.server.url, self.bench.clock) for _ in range(self.nodes)]
        self.world = World(self.lives, self.bench.clock)
        self.world.db.trusting = not self.faults
        self.world.db.policy = Policy(routing=RULES)
        await self.world.open()
        for name, spoken, capacity in (("a0", "es zh", 2), ("a1", "es", 1), ("a2", "de", 3), ("a3", "zh", 2)):
            self.world.agent(name, *spoken.split(), capacity=capacity, teams=("t1",) if name == "a2" else ())

    @rule(who=st.lists(st.tuples(st.sampled_from(LANGUAGES), TEAM, CHANNEL, AGENTS), min_size=1, max_size=4))
    def come(self, who: list[tuple[str, str, str, str]]) -> None:
        for language, team, channel, known in who:
            more = {"channel": channel, "preferred_id": known if known != "a3" else ""}
            self.tell(partial(self.world.customer, f"c{next(self.names):03}", language, team=team, **more))

    @rule(name=AGENTS, mood=st.sampled_from(["online", "online", "busy", "offline"]))
    def moves(self, name: str, mood: str) -> None:
        self.tell(partial(self.world.mood, name, mood))

    @rule(name=AGENTS, spoken=st.sets(st.sampled_from(LANGUAGES)), capacity=st.integers(1, 4), more=TALENT)
    def changes(self, name: str, spoken: set[str], capacity: int, more: dict[str, Any]) -> None:
        capacity = max(capacity, self.world.db.load(name))
        loads = self.world.db.loads(name)
        more = more | {"limits": {kind: max(limit, loads.get(kind, 0)) for kind, limit in more["limits"].items()}}
        self.tell(partial(self.world.agent, name, *sorted(spoken), capacity=capacity, **more))

    @rule(which=st.lists(NUMBER, max_size=3), how=st.sampled_from(["ends", "ends", "declines"]))
    def lets_go(self, which: list[int], how: str) -> None:
        held = sorted(c.id for c in self.world.db.conversations.values() if c.held)
        for name in {held[number % len(held)] for number in which} if held else ():
            self.tell(partial(getattr(self.world, how), name))

    @rule(number=NUMBER)
    def gives_up(self, number: int) -> None:
        if waiting := self.world.waiting():
            self.tell(partial(self.world.ends, waiting[number % len(waiting)]))

    @rule(what=st.sampled_from(["cut before", "cut after", "news lost", "emptied"]))
    def breaks(self, what: str) -> None:
        async def cut(_: Proposal) -> None:
            self.world.db.before_commit = self.world.db.after_commit = None
            raise Refusal("unavailable", "database")

        match what if self.faults else "":
            case "cut before":
                self.world.db.before_commit = cut
            case "cut after":
                self.world.db.after_commit = cut
            case "news lost":
                self.lost = True
            case "emptied":
                self.run(self.bench.live._command("FLUSHALL"))

    @rule()
    def things_happen(self) -> None:
        self.run(asyncio.sleep(0.003))

    @rule()
    def calm_comes(self) -> None:
        """The net passes once, whatever was lost; then everything must be as it should."""
        self.world.db.before_commit = self.world.db.after_commit = None
        self.run(must_hold(self.world, at_once=not self.faults))

    def tell(self, happens: Callable[[], Any]) -> None:
        """It happens; the news of it is lost when a rule before said so. Without faults its consequences follow first."""

        async def happen() -> None:
            told = self.world.told
            if self.lost:
                self.lost = False
                self.world.told = lambda **_: None  # type: ignore[method-assign]
            happens()
            self.world.told = told  # type: ignore[method-assign]
            if not self.faults:
                await self.world.quiet()

        self.run(happen())

    def teardown(self) -> None:
        if hasattr(self, "world"):
            try:
                self.calm_comes()
            finally:
                self.run(self._end())

    async def _end(self) -> None:
        await self.world.shut()
        for live in self.lives:
            await live.aclose()


class CalmMachine(RouterMachine):
    """One router, nothing fails, and the database believes it: each single proposal must be right."""

    nodes = 1
    faults = False


class BlindMachine(CalmMachine):
    """Its router may leave somebody for a while, but never gives too much."""

    @rule()
    def calm_comes(self) -> None:
        self.run(self.world.quiet())
        assert not any(overdone(self.world, name) for name in self.world.db.people)


@pytest.fixture
def bench(binary: Path, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(binary, tmp_path)
    yield bench
    bench.close()


def check(machine: type[RouterMachine], bench: Bench, asked: settings) -> None:
    run_state_machine_as_test(type("Checked", (machine,), {"bench": bench}), settings=asked)


@pytest.mark.faults
def test_nothing_is_stuck_doubled_or_overtaken_whatever_fails(bench: Bench) -> None:
    check(RouterMachine, bench, CHECKED)


@pytest.mark.parametrize("binary", BINARIES[-1:])
def test_every_proposal_is_right_in_calm(bench: Bench) -> None:
    check(CalmMachine, bench, CHECKED)


@pytest.mark.parametrize("binary", BINARIES[-1:])
def test_a_queue_that_forgets_the_capacity_is_found(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror, "carried", lambda _: (0, {}))
    break_script(monkeypatch, "CLAIM", "<= record.capacity", "<= 99")
    with pytest.raises(AssertionError):
        check(CalmMachine, bench, SEARCH)


@pytest.mark.parametrize("binary", BINARIES[-1:])
def test_a_board_that_forgets_the_capacity_is_stopped_by_the_queue(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirror, "carried", lambda _: (0, {}))
    check(BlindMachine, bench, settings(CHECKED, max_examples=5))


def _forgets_some(*args: Any, **more: Any) -> Proposal | None:
    proposal = choose(*args, **more)
    return None if proposal and proposal.conversation_id.endswith("1") else proposal


@pytest.mark.parametrize("binary", BINARIES[-1:])
def test_a_router_that_leaves_somebody_is_found(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "choose", _forgets_some)
    with pytest.raises(AssertionError):
        check(CalmMachine, bench, SEARCH)
