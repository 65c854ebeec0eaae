"""Working hours against somebody who looks at the wall clock, minute by minute; and against seeded faults."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from server.domain.hours import Hours, Shift, Span, Special, Windows, windows

MINUTE, DAY = 60_000, 1440
CHANGES = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "America/Sao_Paulo": ("2018-02-18", "2018-11-04"),
    "Pacific/Apia": ("2011-12-30", "2012-04-01"),
    "Asia/Shanghai": ("2026-02-16", "2026-05-01"),
    "Asia/Kathmandu": ("2026-06-01", "2026-12-31"),
}
Worker = Callable[[Hours, str, int, int], Windows]


def _midnight(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) * 1000


def by_the_wall(hours: Hours, zone: str, start: int, end: int) -> set[int]:
    """The minutes of work as a person would live them: a time has come once the clock has shown it or a later one."""
    latest, at_work = datetime.min, set()  # noqa: DTZ901
    for at in range(start - 3 * DAY * MINUTE, end, MINUTE):
        wall = datetime.fromtimestamp(at // 1000, ZoneInfo(zone)).replace(tzinfo=None)
        latest = max(latest, wall)
        if at >= start and any(_covers(hours, latest, back) for back in (0, 1)):
            at_work.add(at)
    return at_work


def _covers(hours: Hours, wall: datetime, back: int) -> bool:
    day = wall.date() - timedelta(back)
    minute = wall.hour * 60 + wall.minute + back * DAY
    replaced = [s.spans for s in hours.specials if date.fromisoformat(s.first) <= day <= date.fromisoformat(s.last)]
    weekly = [Span(s.start, s.end) for s in hours.shifts if s.day == day.weekday()]
    return any(
        span.start <= minute < (span.end if span.end > span.start else span.end + DAY)
        for span in (replaced[0] if replaced else weekly)
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Hours, str, int, int]:
    zone = draw(st.sampled_from(sorted(CHANGES)))
    change = draw(st.sampled_from(CHANGES[zone]))
    edge = st.one_of(st.integers(0, 20).map(lambda n: n * 15), st.integers(0, DAY - 1))
    pair = st.tuples(edge, edge.map(lambda n: n or DAY)).filter(lambda p: p[0] != p[1])
    near = date.fromisoformat(change)
    shifts = draw(
        st.lists(
            st.builds(lambda back, p: Shift((near - timedelta(back)).weekday(), *p), st.integers(-1, 2), pair),
            min_size=1,
            max_size=4,
        )
    )
    first = near + timedelta(draw(st.integers(-2, 1)))
    spans = draw(st.lists(pair.map(lambda p: Span(*p)), max_size=2))
    specials = draw(st.sampled_from([(), (Special(str(first), str(first + timedelta(1)), tuple(spans)),)]))
    start = _midnight(change) + draw(st.integers(-2 * DAY, 0)) * MINUTE
    return Hours(tuple(shifts), specials), zone, start, start + draw(st.integers(0, 2 * DAY)) * MINUTE


def agrees(worker: Worker, case: tuple[Hours, str, int, int]) -> None:
    found = worker(*case)
    assert {at for start, end in found for at in range(start, end, MINUTE)} == by_the_wall(*case)
    assert all(start < end for start, end in found)
    assert all(one[1] < later[0] for one, later in pairwise(found))


@settings(max_examples=80, deadline=None, derandomize=True, database=None)
@given(cases())
def test_the_wall_clock_agrees(case: tuple[Hours, str, int, int]) -> None:
    agrees(windows, case)


def fixed_offset(hours: Hours, zone: str, start: int, end: int) -> Windows:
    """The seeded fault: the zone's offset at the start, for good."""
    offset = datetime.fromtimestamp(start // 1000, ZoneInfo(zone)).utcoffset() or timedelta()
    moved = int(offset.total_seconds()) * 1000
    return tuple((a - moved, b - moved) for a, b in windows(hours, "UTC", start + moved, end + moved))


def forgets_the_night(hours: Hours, zone: str, start: int, end: int) -> Windows:
    """The seeded fault: a night shift of the day before is forgotten at the range's start."""
    return tuple(w for w in windows(hours, zone, start, end) if w[0] > start)


@pytest.mark.parametrize("fault", [fixed_offset, forgets_the_night])
def test_the_law_catches_a_fault(fault: Worker) -> None:
    @settings(max_examples=300, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(cases())
    def law(case: tuple[Hours, str, int, int]) -> None:
        agrees(fault, case)

    with pytest.raises(AssertionError):
        law()
