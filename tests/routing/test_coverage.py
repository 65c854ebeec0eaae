"""The picture of a roster: who covers what, where nobody does, who could, and where the sun sets."""

from datetime import UTC, datetime

import pytest

from server.domain.hours import Hours, Shift
from server.routing.coverage import Cell, Coverage, Handover, Person, coverage
from server.routing.fillers import is_night

MINUTE, HOUR = 60_000, 3_600_000
START = int(datetime(2026, 6, 1, tzinfo=UTC).timestamp()) * 1000  # a Monday


def person(name: str, zone: str, start: int, end: int, **levels: int) -> Person:
    """Somebody who works every day from hour to hour of their own clock; minutes as fractions."""
    return Person(name, name, zone, levels, Hours(tuple(Shift(day, start, end) for day in range(7))))


def at(hour: float) -> int:
    return START + int(hour * HOUR)


def picture(*people: Person, languages: tuple[str, ...] = ("es",), hours: int = 24) -> Coverage:
    return coverage(people, languages, START, hours)


MADRID = person("madrid", "Europe/Madrid", 540, 1020, es=5)  # 07:00-15:00 UTC in June
BOGOTA = person("bogota", "America/Bogota", 540, 1050, es=4)  # 14:00-22:30 UTC
MANILA = person("manila", "Asia/Manila", 420, 960, es=2, en=5)  # 23:00-08:00 UTC


def test_a_cell_says_how_much_and_who() -> None:
    hours = picture(MADRID, BOGOTA, MANILA).hours
    assert [hour.at for hour in hours] == [at(n) for n in range(24)]
    assert [hour.cells["es"].minutes for hour in hours] == [0] * 7 + [60] * 15 + [30, 0]
    assert hours[7].cells["es"] == Cell(60, ("madrid",), ())
    assert hours[14].cells["es"] == Cell(60, ("bogota", "madrid"), ())
    assert hours[22].cells["es"] == Cell(30, (), ("bogota",))


def test_two_halves_cover_an_hour_that_nobody_covers_whole() -> None:
    one, other = person("one", "UTC", 0, 90, es=3), person("other", "UTC", 90, 1440, es=3)
    assert picture(one, other).hours[1].cells["es"] == Cell(60, (), ("one", "other"))
    assert picture(one, other).holes == ()


def test_holes_have_exact_edges_and_those_who_could_fill_them() -> None:
    morning, night = picture(MADRID, BOGOTA, MANILA).holes
    assert (morning.language, morning.start, morning.end) == ("es", at(0), at(7))
    assert (night.start, night.end) == (at(22.5), at(24))
    assert [(f.agent_id, f.kind) for f in night.fillers] == [
        ("bogota", "extend"),
        ("madrid", "extra"),
        ("manila", "weaker"),
    ]
    stays, _, weaker = night.fillers
    assert (stays.start, stays.end, stays.local_start, stays.local_end) == (at(22.5), at(24), 1050, 1140)
    assert (weaker.start, weaker.end, weaker.local_start, weaker.level) == (at(23), at(24), 420, 2)


def test_a_longer_shift_is_two_hours_at_most_and_touches_its_shift() -> None:
    [hole, _] = picture(MADRID).holes
    assert [(f.kind, f.start, f.end, f.local_start, f.local_end) for f in hole.fillers] == [
        ("extend", at(5), at(7), 420, 540)
    ]


def test_near_comes_before_far() -> None:
    """Even at midnight, which 10:00 UTC is in Honolulu."""
    early = person("z", "Pacific/Honolulu", 840, 1440, de=5)
    late = person("y", "Pacific/Honolulu", 60, 840, de=5)
    half_an_hour_away = person("a", "UTC", 480, 570, de=5)
    [gap] = picture(half_an_hour_away, early, late, languages=("de",)).holes
    assert (gap.start, gap.end) == (at(10), at(11))
    assert [(f.agent_id, f.kind) for f in gap.fillers] == [("y", "extend"), ("z", "extend"), ("a", "extend")]


def test_of_two_equally_near_the_one_in_daylight_comes_first() -> None:
    """At 10:00 UTC it is 18:00 in Manila and midnight in Honolulu; both have just ended."""
    manila = person("manila", "Asia/Manila", 840, 1080, de=5)
    honolulu = person("a", "Pacific/Honolulu", 1200, 1440, de=5)
    _, gap = picture(manila, honolulu, languages=("de",)).holes
    assert gap.start == at(10)
    assert [f.agent_id for f in gap.fillers] == ["manila", "a"]


def test_an_extra_shift_is_laid_where_it_is_day() -> None:
    """From 15:00 to 07:00 UTC it is 23:00 to 15:00 in Shanghai; who works on Wednesdays is far from Monday's hole."""
    far = Person("far", "far", "Asia/Shanghai", {"es": 5}, Hours((Shift(2, 540, 1020),)))
    [hole] = coverage([MADRID, far], ["es"], at(15), 16).holes
    assert (hole.start, hole.end) == (at(15), at(31))
    madrid, extra = hole.fillers
    assert (madrid.agent_id, madrid.kind) == ("madrid", "extend")
    assert (extra.kind, extra.start, extra.end) == ("extra", at(23), at(31))
    assert (extra.local_start, extra.local_end) == (420, 900)


def test_among_extra_shifts_day_comes_before_night() -> None:
    """Though the shift of the one who would work until midnight is nearer."""
    west = Person("a", "a", "America/Los_Angeles", {"es": 5}, Hours((Shift(1, 540, 1020),)))
    east = Person("b", "b", "Asia/Shanghai", {"es": 5}, Hours((Shift(2, 540, 1020),)))
    short = person("short", "UTC", 420, 1380, es=5)
    [hole] = coverage([short, west, east], ["es"], at(23), 8).holes
    assert [(f.agent_id, f.kind) for f in hole.fillers] == [("short", "extend"), ("b", "extra"), ("a", "extra")]
    assert [(f.local_start, f.local_end) for f in hole.fillers[1:]] == [(420, 900), (960, 1440)]


def test_who_promised_nothing_covers_nothing_but_may_be_asked() -> None:
    free = Person("free", "Free", "Asia/Tokyo", {"es": 5}, Hours())
    seen = picture(free, MADRID)
    assert seen.unplanned == ("free",)
    assert seen.people[0].windows == ()
    assert all("free" not in (*hour.cells["es"].whole, *hour.cells["es"].part) for hour in seen.hours)
    [hole] = picture(free).holes
    [filler] = hole.fillers
    assert (filler.kind, filler.local_start, filler.local_end) == ("extra", 540, 1020)  # 00:00 UTC on, all of it day


def test_an_engine_is_the_last_way() -> None:
    [hole] = picture(person("anyone", "UTC", 0, 1440, en=5), languages=("ko",)).holes
    assert [(f.agent_id, f.kind, f.level) for f in hole.fillers] == [("anyone", "translate", 0)]


def test_nobody_can_and_five_are_enough() -> None:
    [hole] = picture(languages=("ko",)).holes
    assert hole.fillers == ()
    crowd = [person(f"p{n}", "UTC", 600, 660, ko=5) for n in range(9)]
    assert [len(hole.fillers) for hole in picture(*crowd, languages=("ko",)).holes] == [5, 5]


def test_where_the_sun_sets() -> None:
    assert picture(MADRID, BOGOTA).handovers == (Handover("es", at(15), ("madrid",), ("bogota",), HOUR),)
    sharp = person("sharp", "UTC", 900, 1440, es=5)
    assert picture(MADRID, sharp).handovers == (Handover("es", at(15), ("madrid",), ("sharp",), 0),)
    later = person("later", "UTC", 901, 1440, es=5)
    assert picture(MADRID, later).handovers == ()  # a hole lies between


def test_a_colleague_who_stays_is_no_handover() -> None:
    assert picture(MADRID, person("all", "UTC", 0, 1440, es=5)).handovers == ()


def test_a_row_has_the_hour_of_its_own_clock() -> None:
    [row] = picture(person("p", "Asia/Kolkata", 540, 1020, es=5), hours=3).people
    assert row.local == (5, 6, 7)
    assert row.windows == ()
    assert [is_night("Asia/Kolkata", at(n)) for n in range(3)] == [True, True, False]


def test_the_clock_change_is_in_it() -> None:
    autumn = int(datetime(2026, 10, 24, 22, tzinfo=UTC).timestamp()) * 1000
    seen = coverage([person("b", "Europe/Berlin", 120, 240, de=5)], ["de"], autumn, 6)
    assert seen.people[0].local == (0, 1, 2, 2, 3, 4)
    assert [hour.cells["de"].minutes for hour in seen.hours] == [0, 0, 60, 60, 60, 0]


@pytest.mark.parametrize("hours", [0, -1])
def test_no_time_is_an_empty_picture(hours: int) -> None:
    seen = picture(MADRID, hours=hours)
    assert (seen.hours, seen.holes, seen.handovers) == ((), (), ())
