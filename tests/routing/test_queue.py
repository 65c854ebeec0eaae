"""The scripts against their model, and the proof that the model would catch a fault in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from tests.live.real import BINARIES
from tests.routing.machine import Bench, QueueMachine, break_script

CHECKED = settings(
    max_examples=25, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
FAULTS = {
    "loses the place": (
        "SETTLE",
        "enter(conversation, pick.class, pick.score, pick.facts)",
        "enter(conversation, pick.class, now, pick.facts)",
    ),
    "keeps an agent reserved": ("SETTLE", "hold(agent, pick, -1)", "hold(agent, pick, 0)"),
    "forgets a kind of work": ("CLAIM", "'h:' .. pick.work, by", "'h:live', by"),
    "tells nobody that somebody left": ("GONE", "tell('k:' .. class)", ""),
    "forgets who is preferred": ("WAIT", "tell('a:' .. agent)", ""),
    "believes who has gone": ("UNSEAT", "tell('a:' .. agent)\ntouch", "touch"),
}


@pytest.fixture
def bench(binary: Path, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(binary, tmp_path)
    yield bench
    bench.close()


def check(bench: Bench, asked: settings) -> None:
    machine = type("Checked", (QueueMachine,), {"bench": bench})
    run_state_machine_as_test(machine, settings=asked)


def test_the_scripts_do_what_the_model_does(bench: Bench) -> None:
    check(bench, CHECKED)


@pytest.mark.parametrize("binary", BINARIES[-1:])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_script_is_found(bench: Bench, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    break_script(monkeypatch, *FAULTS[fault])
    with pytest.raises((AssertionError, Flaky)):  # shown again, a broken script may fail at another step
        check(bench, settings(CHECKED, max_examples=400, phases=[Phase.generate], report_multiple_bugs=False))
