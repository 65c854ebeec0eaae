"""The picture of a roster against everybody's own windows, minute by minute; and against seeded faults."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from server.domain.hours import Hours, Shift, Windows, on_shift, windows
from server.routing.coverage import Coverage, Hole, Person, coverage
from server.routing.fillers import EXTENDED, Filler

MINUTE, HOUR, HOURS = 60_000, 3_600_000, 30
START = int(datetime(2026, 6, 1, tzinfo=UTC).timestamp()) * 1000
END = START + HOURS * HOUR
LANGUAGES = ("es", "ja")
ZONES = ("UTC", "Europe/Madrid", "America/Bogota", "Asia/Manila", "Asia/Kolkata")
MINUTES = st.one_of(
    st.sampled_from(range(0, 1441, 480)), st.integers(0, 48).map(lambda n: n * 30)
)  # thirds of a day meet
LEVELS = st.fixed_dictionaries({"es": st.integers(1, 5)}, optional={"ja": st.integers(1, 5)})
TIMES = st.tuples(MINUTES.filter(lambda m: m < 1440), MINUTES.filter(bool)).filter(lambda p: p[0] != p[1])
Plans = dict[str, Windows]


@st.composite
def rosters(draw: st.DrawFn) -> list[Person]:
    people = []
    for n in range(draw(st.integers(0, 5))):
        hours = draw(st.one_of(st.just(Hours()), TIMES.map(lambda p: Hours(tuple(Shift(d, *p) for d in range(7))))))
        people.append(Person(f"p{n}", f"p{n}", draw(st.sampled_from(ZONES)), draw(LEVELS), hours))
    return people


def holds(people: list[Person], seen: Coverage) -> None:
    plans: Plans = {
        p.agent_id: windows(p.hours, p.time_zone, START - 24 * HOUR, END + 24 * HOUR)
        for p in people
        if not p.hours.always
    }
    assert {p.agent_id for p in people} - plans.keys() == set(seen.unplanned)
    for language in LANGUAGES:
        able = {p.agent_id for p in people if p.languages.get(language, 0) >= 3} & plans.keys()
        there = [{name for name in able if on_shift(plans[name], at)} for at in range(START, END, MINUTE)]
        _cells_hold(seen, language, there)
        _holes_hold([hole for hole in seen.holes if hole.language == language], there)
        _handovers_hold(seen, language, there)
        levels = {p.agent_id: p.languages.get(language, 0) for p in people}
        for hole in seen.holes:
            for filler in hole.fillers if hole.language == language else ():
                _filler_holds(filler, hole, levels[filler.agent_id], plans.get(filler.agent_id, ()))


def _cells_hold(seen: Coverage, language: str, there: list[set[str]]) -> None:
    assert len(seen.hours) == HOURS
    for place, hour in enumerate(seen.hours):
        lived = there[place * 60 : place * 60 + 60]
        cell = hour.cells[language]
        assert cell.minutes == sum(map(bool, lived))
        assert set(cell.whole) == set.intersection(*lived)
        assert set(cell.part) == set.union(*lived) - set(cell.whole)


def _holes_hold(holes: list[Hole], there: list[set[str]]) -> None:
    empty = [on_shift(tuple((hole.start, hole.end) for hole in holes), at) for at in range(START, END, MINUTE)]
    assert empty == [not names for names in there]
    assert all(one.end < later.start for one, later in pairwise(holes))
    assert all(len({f.agent_id for f in hole.fillers}) == len(hole.fillers) <= 5 for hole in holes)


def _handovers_hold(seen: Coverage, language: str, there: list[set[str]]) -> None:
    told = {h.at: h for h in seen.handovers if h.language == language}
    known: set[str] = set()  # who was there when the present ones took over
    for place, after in enumerate(there):
        if known & after:
            continue
        if known and after:
            handover = told.pop(START + place * MINUTE)
            assert (there[place - 1] - after, after) == (set(handover.before), set(handover.after))
            first = place - handover.together // MINUTE
            assert all(names & after for names in there[first:place])
            assert not first or not there[first - 1] & after
        known = after
    assert told == {}


def _filler_holds(filler: Filler, hole: Hole, level: int, plan: Windows) -> None:
    assert hole.start <= filler.start < filler.end <= hole.end
    inside = {on_shift(plan, at) for at in range(filler.start, filler.end, MINUTE)}
    match filler.kind:
        case "weaker" | "translate":
            assert (level == 2) == (filler.kind == "weaker")
            assert level < 3
            assert inside == {True}
        case "extend":
            assert level >= 3
            edges = [edge for window in plan for edge in window]
            assert any(filler.end - EXTENDED <= edge <= filler.start + EXTENDED for edge in edges)
        case "extra":
            assert level >= 3
            assert inside == {False}
            assert filler.end - filler.start == min(8 * HOUR, hole.end - hole.start)


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@given(rosters())
def test_the_picture_is_what_people_work(people: list[Person]) -> None:
    holds(people, coverage(people, LANGUAGES, START, HOURS))


def lower_level(people: list[Person]) -> Coverage:
    """The seeded fault: two is taken for three."""
    return coverage(people, LANGUAGES, START, HOURS, level=2)


def rounded(people: list[Person]) -> Coverage:
    """The seeded fault: an hour with somebody in it counts as sixty minutes."""
    seen = coverage(people, LANGUAGES, START, HOURS)
    hours = tuple(
        replace(h, cells={k: replace(c, minutes=60 if c.minutes else 0) for k, c in h.cells.items()})
        for h in seen.hours
    )
    return replace(seen, hours=hours)


def no_handover(people: list[Person]) -> Coverage:
    """The seeded fault: nobody says when the sun sets."""
    return replace(coverage(people, LANGUAGES, START, HOURS), handovers=())


def promised_at_all_times(people: list[Person]) -> Coverage:
    """The seeded fault: who has promised nothing is counted as there."""
    whole = Hours(tuple(Shift(day, 0, 1440) for day in range(7)))
    return coverage([replace(p, hours=whole) if p.hours.always else p for p in people], LANGUAGES, START, HOURS)


@pytest.mark.parametrize("fault", [lower_level, rounded, no_handover, promised_at_all_times])
def test_the_law_catches_a_fault(fault: Callable[[list[Person]], Coverage]) -> None:
    @settings(max_examples=200, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(rosters())
    def law(people: list[Person]) -> None:
        holds(people, fault(people))

    with pytest.raises((AssertionError, KeyError)):
        law()
