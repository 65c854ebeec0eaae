"""The scripts against their model, and the proof that the model would catch a fault in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.live.real import BINARIES
from tests.routing.machine import Bench, QueueMachine, break_script

CHECKED = settings(
    max_examples=20, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
FAULTS = {
    "forgets the capacity": ("CLAIM", "< record.capacity", "< 99"),
    "loses the place": (
        "SETTLE",
        "enter(conversation, pick.class, pick.score)",
        "enter(conversation, pick.class, now)",
    ),
    "keeps an agent reserved": ("SETTLE", "redis.call('HINCRBY', P .. 'held', agent, -1) <= 0", "false"),
    "asks who declined": ("BOARD", "not no[seats[i]]", "true"),
    "forgets an agent's old languages": ("SEAT", "stand(ARGV[2])\nredis", "redis"),
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
    with pytest.raises(AssertionError):
        check(bench, settings(CHECKED, max_examples=400, phases=[Phase.generate], report_multiple_bugs=False))
