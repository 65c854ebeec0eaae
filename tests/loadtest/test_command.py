"""`python -m loadtest routing`: what it prints and writes, and that its week is as it says."""

import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from loadtest.__main__ import main
from loadtest.routing.measure import HOUR
from loadtest.routing.playing import OURS, RIVALS, Report
from loadtest.routing.roster import roster, rows
from loadtest.routing.world import START, Demand, arrivals, markets, works


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, str]:
    """A report and its page, of a quick run."""
    folder = tmp_path_factory.mktemp("report")
    json, html = folder / "report.json", folder / "report.html"
    assert main(["routing", "--quick", "--json", str(json), "--html", str(html)]) == 0
    return msgspec.json.decode(json.read_bytes(), type=Report), html.read_text()


def test_our_policy_is_better_on_wait_and_match_together(told: tuple[Report, str]) -> None:
    """Whoever waits less than ours has matched fewer than 95 %; nobody who matched as many waits less."""
    report, _ = told
    ours, *others = report.rows
    assert [row.name for row in report.rows] == [OURS, *RIVALS]
    assert ours.measure.match >= 0.95
    assert all(row.measure.match < 0.95 or row.measure.mean > ours.measure.mean for row in others)
    assert ours.measure.starved == 0


def test_the_gap_grows_step_by_step_from_the_bound(told: tuple[Report, str]) -> None:
    report, _ = told
    means = [report.bound, *(row.measure.mean for row in report.gap)]
    assert means == sorted(means)
    assert report.gap[-1].measure == report.rows[0].measure


def test_the_page_stands_alone(told: tuple[Report, str]) -> None:
    report, page = told
    assert page.count("<svg") == 2
    assert page.count("<polyline") == len(report.rows) + 1
    assert "prefers-color-scheme: dark" in page
    assert not re.search(r"https?:|\bsrc=|@import|url\(", page)
    assert not re.search(r"\bnan\b|\binf\b", page)


def test_the_table_shows_every_policy_and_the_bound(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    main(["routing", "--weeks", "0.05", "--volume", "4000"])
    printed = capsys.readouterr().out
    assert all(name in printed for name in (OURS, *RIVALS, "bound: any policy"))


def test_the_roster() -> None:
    people = roster(1)
    assert len(people) == len({row.name for row in rows()}) == 56
    assert len({row.time_zone for row in rows()}) == 6
    assert all(1 <= len(row.levels) <= 3 and 3 <= row.capacity <= 5 for row in rows())
    night = next(row for row in rows() if row.time_zone == "Asia/Shanghai" and row.starts == 6)
    spans = next(person.present for person in people if person.offer.agent_id == night.name)
    assert all((start // HOUR + 8) % 24 == 6 and end - start == 8 * HOUR for start, end in spans[1:])


def test_a_week_of_customers() -> None:
    demand = Demand(weeks=1, volume=20_000)
    people = roster(1)
    coming = arrivals(demand, people, 7)
    languages = Counter(one.conversation.language for one in coming)
    assert len(languages) == 12
    assert abs(len(coming) - 20_000) < 5 * 20_000**0.5
    for language, count in languages.items():
        share = sum(market.share for market in markets() if market.language == language) / 1000
        assert abs(count - 20_000 * share) < 5 * (20_000 * share) ** 0.5
    assert [one.at for one in coming] == sorted(one.at for one in coming)
    assert START <= coming[0].at < coming[-1].at < START + 168 * HOUR
    assert coming == arrivals(demand, people, 7) != arrivals(demand, people, 8)
    assert any(one.conversation.preferred_id for one in coming)


def test_customers_come_by_their_own_clock() -> None:
    coming = [one for one in arrivals(Demand(weeks=1, volume=20_000), (), 7) if one.conversation.market == "JP"]
    tokyo = Counter((one.at // HOUR + 9) % 24 for one in coming)
    assert tokyo[20] > 5 * tokyo[3]


def test_work_takes_eight_minutes_in_the_middle() -> None:
    found = sorted(works(1, 10_001))
    assert 460_000 < found[5_000] < 500_000
    assert works(1, 9) == works(1, 9) != works(2, 9)
