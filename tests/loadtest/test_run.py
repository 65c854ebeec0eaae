"""The load test itself: what it refuses, who comes when, what it reads of a desk, and a small run on a real server."""

import asyncio
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from loadtest.__main__ import main
from loadtest.laws.history import Line, Tenure
from loadtest.laws.judge import LAWS, Broken
from loadtest.play.audit import tenures
from loadtest.play.chart import Curve, chart
from loadtest.play.cost import Cost
from loadtest.play.meter import spread
from loadtest.play.page import page
from loadtest.play.report import Driver, Moment, Report, driver
from loadtest.play.told import summary
from loadtest.scenarios.all import SCENARIOS
from loadtest.scenarios.scenario import Scenario, visits
from tests.support.running import Server, free_port

LEADER = "amara@demo.example:tradewind-demo"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--scenario", "noon"), "unknown_scenario"),
        (("--shoppers", "0"), "bad_request"),
        (("--url", "desk.example"), "bad_request"),
        (("--agent", "amara"), "bad_request"),
        (("--admin", "amara@demo.example:$NOT_SET_ANYWHERE"), "bad_request"),
        (("--url", f"http://127.0.0.1:{free_port()}"), "unreachable"),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    words: tuple[str, ...], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", *words]) == 2
    assert code in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--scenario", "redis_restart", "--admin", LEADER), "not_ours"),
        (("--admin", "amara@demo.example:wrong password"), "unauthenticated"),
        (("--admin", "lin@demo.example:tradewind-demo"), "forbidden"),
        ((), "bad_request"),
    ],
)
def test_what_a_deployment_refuses_is_said_by_name(
    words: tuple[str, ...], code: str, shared_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--url", shared_server.url, "--agents", "1", *words]) == 2
    assert code in capsys.readouterr().err


@pytest.fixture
def lonely_server(tmp_path: Path, seeded: Path) -> Iterator[Server]:
    """The laws look at a whole desk: what other tests left on theirs is not this run's."""
    with asyncio.Runner() as loop:
        server = loop.run(Server(tmp_path / "lonely").given(seeded).start())
        yield server
        loop.run(server.kill())


def test_a_small_run_on_a_real_server(
    lonely_server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["run", "--url", lonely_server.url, "--admin", LEADER, "--scenario", "rush_hour", "--out", str(tmp_path)]
    assert lonely_server.process
    asked += ["--shoppers", "8", "--agents", "2", "--minutes", "0.1", "--pid", str(lonely_server.process.pid)]
    assert main(asked) == 0, capsys.readouterr().out
    assert f"all {len(LAWS)} laws held" in capsys.readouterr().out
    html = (tmp_path / "report.html").read_text()
    assert "Processor, % of one core" in html
    assert not re.search(r"https?:(?!//127)|\bsrc=|@import|url\(", html)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)
def test_the_crowd_is_as_large_as_its_line(scenario: Scenario) -> None:
    plan = visits(scenario.crowd, 200, 600.0, random.Random(3))
    assert plan == visits(scenario.crowd, 200, 600.0, random.Random(3))
    for share, crowd in scenario.crowd:
        here = sum(visit.comes <= share * 600 < visit.goes or (share == 1.0 and visit.goes == 600) for visit in plan)
        assert abs(here - crowd * 200) <= 3
    assert all(event.at < (event.until or 1.0) <= 1.0 for event in scenario.events)


def _line(seq: int, kind: str, **body: object) -> Line:
    return Line("cv", seq, None, kind, "system:desk", f"id-{seq}", 100 * seq, {"kind": kind, **body})


def test_who_had_a_conversation_is_read_from_its_log() -> None:
    log = [
        _line(1, "conversation.opened"),
        _line(2, "conversation.offered", agentId="lin", fence=1, step="fluent"),
        _line(3, "conversation.assigned", agentId="lin", fence=1, step="accept"),
        _line(4, "conversation.assigned", agentId="amara", fence=2, step="transfer"),
        _line(5, "conversation.closed"),
    ]
    assert list(tenures(log)) == [
        Tenure("cv", 1, "lin", 200, 400, "fluent"),
        Tenure("cv", 2, "amara", 400, 500, "transfer"),
    ]


def _report(*broken: Broken, **more: object) -> Report:
    few = spread([(0.1, 3.0), (0.2, 5.0), (1.4, 4000.0)])
    moment = Moment(at=0.0, ack=(3.0, 5.0, 5.0), seen=(4.0, 6.0, 6.0), acked=2.0, troubles={"<b>": 1})
    fields: dict[str, object] = {
        **dict.fromkeys(("ack", "seen_by_customers", "seen_by_agents", "connect", "wait"), few),
        **dict.fromkeys(("shoppers", "agents", "seed", "conversations", "looks", "messages"), 3),
        "scenario": "shop_day", "about": "a day", "url": "http://x", "seconds": 60.0, "began": "2026",
        "laws": ("lost",), "broken": broken, "troubles": {"<b>": 1}, "moments": (moment,), "people": ((1.0, 3),),
        "costs": (Cost(1.0, 0.2, 0.1, 80.0),), "server_cpu": 0.2, "server_memory": 80.0,
        "driver": Driver(0.1, 2.0, limited=False),
    }  # fmt: skip
    return Report(**fields | more)  # type: ignore[arg-type]


def test_a_broken_law_is_told_before_and_instead_of_any_speed() -> None:
    told = summary(_report(Broken("lost", "customer:ana was told 7")))
    assert "lost: customer:ana was told 7" in told
    assert "p99" not in told
    assert "1 broken" in page(_report(Broken("lost", "<script>")))
    assert "<script>" not in page(_report(Broken("lost", "<script>")))
    assert "p99" in summary(_report())


def test_the_driver_says_when_it_is_the_limit() -> None:
    quick = [(float(at), 1.0) for at in range(100)]
    assert not driver([Cost(1.0, 0.9, 0.3, 1.0)], quick).limited
    assert driver([Cost(1.0, 0.9, 0.95, 1.0)], quick).limited
    late = driver([Cost(1.0, 0.9, 0.3, 1.0)], [*quick, *((float(at), 90.0) for at in range(5))])
    assert late.limited
    for shown in (summary(_report(driver=late)), page(_report(driver=late))):
        assert "the limit" in shown.lower()


def test_percentiles_and_a_curve() -> None:
    found = spread([(0.0, float(size)) for size in range(1, 1001)])
    assert (found.count, found.p50, found.p99, found.p999, found.longest) == (1000, 501.0, 991.0, 1000.0, 1000.0)
    drawn = chart("Sent → ack", "ms", [Curve("p50", [(0.0, 1.0), (30.0, 1000.0)])], 60.0, steep=True)
    first, last = re.findall(r"([\d.]+),([\d.]+)", drawn.split('points="')[1].split('"')[0])
    assert (float(first[1]), float(last[1])) == (194.0, 12.0)
