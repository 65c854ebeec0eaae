"""Two routers over one Redis and one database while everything goes wrong: the laws of assignment hold.

Owners and loads are the database's own compare-and-set. What is checked is what only the router can break: that nobody
who can be served is left, that no place is lost, that the queue ends up equal to the database, and, where the
database trusts blindly, that no proposal was wrong in the first place.
"""

import asyncio
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from server.domain.errors import Refusal
from server.live.client import Live
from server.routing import line
from server.routing.board import survey
from server.routing.policy import Proposal, choose
from tests.live.real import BINARIES
from tests.routing.database import W
from tests.routing.machine import LANGUAGES, Bench, break_script
from tests.routing.world import World

CHECKED = settings(
    max_examples=15, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
SEARCH = settings(CHECKED, max_examples=200, phases=[Phase.generate], report_multiple_bugs=False)
AGENTS = st.sampled_from(["a0", "a1", "a2", "a3"])


class RouterMachine(RuleBasedStateMachine):
    """What people and faults do, told to a random node, with or without waiting for the consequences."""

    bench: Bench
    nodes = 2
    faults = True

    @initialize()
    def begin(self) -> None:
        self.run = self.bench.runner.run
        self.run(self._begin())
        self.names = count()

    async def _begin(self) -> None:
        await self.bench.live._command("FLUSHALL")
        self.lives = [Live(self.bench.server.url, self.bench.clock) for _ in range(self.nodes)]
        self.world = World(self.lives, self.bench.clock)
        self.world.db.trusting = not self.faults
        await self.world.open()

    @rule(language=st.sampled_from(LANGUAGES), team=st.sampled_from(["", "", "t1"]), lost=st.booleans())
    def comes(self, language: str, team: str, lost: bool) -> None:
        self.tell(lambda: self.world.customer(f"c{next(self.names):03}", language, team=team), lost)

    @rule(
        name=AGENTS,
        spoken=st.sets(st.sampled_from(LANGUAGES)),
        capacity=st.integers(1, 3),
        team=st.booleans(),
        lost=st.booleans(),
    )
    def goes_on(self, name: str, spoken: set[str], capacity: int, team: bool, lost: bool) -> None:
        capacity = max(capacity, self.world.db.load(name))
        teams = ("t1",) if team else ()
        self.tell(lambda: self.world.agent(name, *sorted(spoken), capacity=capacity, teams=teams), lost)

    @rule(name=AGENTS, mood=st.sampled_from(["busy", "away", "offline"]), lost=st.booleans())
    def goes_off(self, name: str, mood: str, lost: bool) -> None:
        if name in self.world.db.people:
            self.tell(lambda: self.world.mood(name, mood), lost)

    @rule(data=st.data(), declined=st.booleans(), lost=st.booleans())
    def lets_go(self, data: st.DataObject, declined: bool, lost: bool) -> None:
        held = sorted(c.id for c in self.world.db.conversations.values() if c.held)
        if held:
            name = data.draw(st.sampled_from(held))
            self.tell(lambda: (self.world.declines if declined else self.world.ends)(name), lost)

    @rule(after=st.booleans())
    def the_next_answer_is_cut(self, after: bool) -> None:
        async def cut(_: Proposal) -> None:
            self.world.db.before_commit = self.world.db.after_commit = None
            raise Refusal("unavailable", "database")

        if self.faults and after:
            self.world.db.after_commit = cut
        elif self.faults:
            self.world.db.before_commit = cut

    @rule()
    def redis_is_emptied(self) -> None:
        if self.faults:
            self.run(self.bench.live._command("FLUSHALL"))

    @rule()
    def things_happen(self) -> None:
        self.run(asyncio.sleep(0.003))

    @rule()
    def calm_comes(self) -> None:
        """The net passes once, whatever was lost; then everything must be as it should."""
        self.world.db.before_commit = self.world.db.after_commit = None
        self.run(self._calm())

    def tell(self, happens: Callable[[], Any], lost: bool) -> None:
        async def happen() -> None:
            if lost and self.faults:
                told, self.world.told = self.world.told, lambda **_: None  # type: ignore[method-assign]
                happens()
                self.world.told = told  # type: ignore[method-assign]
            else:
                happens()

        self.run(happen())

    async def _calm(self) -> None:
        self.bench.clock.advance(30)
        async with asyncio.timeout(20):
            while True:
                self.world.sweep()
                await self.world.quiet()
                problem = await self._problem()
                if not problem or not self.faults:
                    break
                await asyncio.sleep(0.05)
        assert not problem
        for name, agent in self.world.db.people.items():
            assert agent.load == self.world.db.load(name) <= agent.capacity
        fences = [c.fence for c in self.world.db.conversations.values()]
        assert all(fence >= 0 for fence in fences)

    async def _problem(self) -> str:
        needs, offers = await self.world.db.waiting(W), tuple(await self.world.db.agents(W))
        rules = self.world.routers[0]._lines[W].rules
        left = choose(survey(needs, offers), W, rules, self.bench.clock.now())
        if left:
            return f"{left.conversation_id} could be served by {left.agent_id}"
        for need in needs:
            mine = await self.world.routers[0].place(W, need.conversation_id)
            ahead = [n for n in needs if (n.language, n.team_id) == (need.language, need.team_id)]
            true = 1 + sum(n.score < need.score for n in ahead)
            if mine != true:
                return f"{need.conversation_id} has place {mine}, not {true}"
        return ""

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
    break_script(monkeypatch, "CLAIM", "< record.capacity", "< 99")
    with pytest.raises(AssertionError):
        check(CalmMachine, bench, SEARCH)


def _forgets_some(*args: Any, **more: Any) -> Proposal | None:
    proposal = choose(*args, **more)
    return None if proposal and proposal.conversation_id.endswith("1") else proposal


@pytest.mark.parametrize("binary", BINARIES[-1:])
def test_a_router_that_leaves_somebody_is_found(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "choose", _forgets_some)
    with pytest.raises(AssertionError, match="could be served"):
        check(CalmMachine, bench, SEARCH)
