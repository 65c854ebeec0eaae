"""Working hours: refused when nobody can work them, and right through every clock change."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from server.domain.errors import Refusal
from server.domain.hours import Hours, Shift, Span, Special, check, merge, on_shift, windows

MINUTE, DAY = 60_000, 1440
MONDAY, SUNDAY = 0, 6
NINE_TO_FIVE = tuple(Shift(day, 540, 1020) for day in range(5))


def ms(text: str) -> int:
    """An instant of UTC, as ISO text, in milliseconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1000


def within(hours: Hours, zone: str, start: str, end: str) -> list[str]:
    """The windows as texts one can read, in UTC: `31 22:00-01 06:30` is from the 31st to the 1st."""
    found = windows(hours, zone, ms(start), ms(end))
    return ["-".join(f"{datetime.fromtimestamp(at // 1000, UTC):%d %H:%M}" for at in window) for window in found]


def test_nothing_promised_is_always() -> None:
    assert Hours().always
    assert Hours(holidays="CN").always
    assert windows(Hours(), "Asia/Shanghai", 5, 70) == ((5, 70),)
    assert windows(Hours(), "Asia/Shanghai", 70, 70) == ()


def test_only_special_days_are_not_always() -> None:
    hours = Hours(specials=(Special("2026-03-03", "2026-03-03", (Span(60, 120),)),))
    assert not hours.always
    assert within(hours, "UTC", "2026-03-01", "2026-03-08") == ["03 01:00-03 02:00"]


@pytest.mark.parametrize(
    ("zone", "day", "shift", "then"),
    [
        # A zone without clock changes, and a night.
        ("Asia/Shanghai", "2026-03-29", (540, 1020), "29 01:00-29 09:00"),
        ("Asia/Shanghai", "2026-03-29", (1320, 360), "29 14:00-29 22:00"),
        # 2026-03-29 02:00 -> 03:00; a night loses an hour, 02:30 is 03:00.
        ("Europe/Berlin", "2026-03-28", (1320, 360), "28 21:00-29 04:00"),
        ("Europe/Berlin", "2026-03-29", (150, 360), "29 01:00-29 04:00"),
        ("Europe/Berlin", "2026-03-29", (60, 150), "29 00:00-29 01:00"),
        # 2026-10-25 03:00 -> 02:00; 02:30 is the first of two.
        ("Europe/Berlin", "2026-10-25", (150, 360), "25 00:30-25 05:00"),
        ("Europe/Berlin", "2026-10-25", (60, 150), "24 23:00-25 00:30"),
        ("America/New_York", "2026-03-08", (150, 360), "08 07:00-08 10:00"),
        ("America/New_York", "2026-11-01", (90, 360), "01 05:30-01 11:00"),
        # Half an hour: 2026-10-04 02:00 -> 02:30, 2026-04-05 02:00 -> 01:30.
        ("Australia/Lord_Howe", "2026-10-04", (135, 360), "03 15:30-03 19:00"),
        ("Australia/Lord_Howe", "2026-04-05", (100, 360), "04 14:40-04 19:30"),
        # The clock is set back over midnight: 2018-02-18 00:00 -> 23:00 the day before.
        ("America/Sao_Paulo", "2018-02-17", (1410, 1440), "18 01:30-18 03:00"),
        # Samoa had no 30 December 2011: the evening before ends early, the night after begins late.
        ("Pacific/Apia", "2011-12-29", (1320, 360), "30 08:00-30 10:00"),
        ("Pacific/Apia", "2011-12-30", (1320, 360), "30 10:00-30 16:00"),
    ],
)
def test_the_clock_is_the_wall_s(zone: str, day: str, shift: tuple[int, int], then: str) -> None:
    today = date.fromisoformat(day)
    hours = Hours((Shift(today.weekday(), *shift),))
    assert within(hours, zone, str(today - timedelta(2)), str(today + timedelta(3))) == [then]


def test_no_work_on_a_day_that_never_was() -> None:
    friday = Hours((Shift(4, 540, 1020),))
    assert within(friday, "Pacific/Apia", "2011-12-28", "2012-01-03") == []


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_back_to_back_stays_back_to_back(day: str) -> None:
    whole = Hours((Shift(SUNDAY, 0, 1440),))
    halves = Hours((Shift(SUNDAY, 0, 150), Shift(SUNDAY, 150, 1440)))
    around = (ms(day) - DAY * MINUTE, ms(day) + 2 * DAY * MINUTE)
    assert windows(halves, "Europe/Berlin", *around) == windows(whole, "Europe/Berlin", *around)
    assert len(windows(halves, "Europe/Berlin", *around)) == 1


def test_the_range_cuts() -> None:
    assert within(Hours((Shift(MONDAY, 1320, 360),)), "UTC", "2026-06-02T03:00", "2026-06-09") == [
        "02 03:00-02 06:00",
        "08 22:00-09 00:00",
    ]


def test_special_days_replace_what_starts_on_them() -> None:
    nights = tuple(Shift(day, 1320, 360) for day in range(7))
    hours = Hours(nights, (Special("2026-06-02", "2026-06-03", (Span(720, 780),)), Special("2026-06-04", "2026-06-04")))
    assert within(hours, "UTC", "2026-06-01T12:00", "2026-06-06T12:00") == [
        "01 22:00-02 06:00",  # began the evening before
        "02 12:00-02 13:00",
        "03 12:00-03 13:00",
        "05 22:00-06 06:00",
    ]


def test_public_holidays_are_off_unless_a_special_says_otherwise() -> None:
    week = ("2026-09-28", "2026-10-10")
    in_china = Hours(NINE_TO_FIVE, holidays="CN")
    worked = [text[:2] for text in within(in_china, "Asia/Shanghai", *week)]
    assert worked == ["28", "29", "30", "08", "09"]  # the National Day week of 2026: 1 to 7 October
    asked = msgspec.structs.replace(in_china, specials=(Special("2026-10-01", "2026-10-01", (Span(600, 660),)),))
    assert "01 02:00-01 03:00" in within(asked, "Asia/Shanghai", *week)


@pytest.mark.parametrize(("place", "worked"), [("", True), ("DE", True), ("DE-BY", False)])
def test_a_part_of_a_country_has_its_own(place: str, worked: bool) -> None:
    hours = Hours(NINE_TO_FIVE, holidays=place)
    check(hours, "Europe/Berlin")
    epiphany = within(hours, "Europe/Berlin", "2026-01-06", "2026-01-07")
    assert bool(epiphany) == worked


def special(first: str, last: str, *spans: tuple[int, int]) -> Special:
    return Special(first, last, tuple(Span(*span) for span in spans))


DAYS = [str(date(2026, 1, 1) + timedelta(n)) for n in range(400)]


@pytest.mark.parametrize(
    ("hours", "place"),
    [
        (Hours((Shift(0, 60, 60),)), "hours.shifts.0"),
        (Hours((Shift(0, 60, 61), Shift(7, 60, 120))), "hours.shifts.1"),
        (Hours((Shift(-1, 60, 120),)), "hours.shifts.0"),
        (Hours((Shift(0, 1440, 60),)), "hours.shifts.0"),
        (Hours((Shift(0, -1, 60),)), "hours.shifts.0"),
        (Hours((Shift(0, 60, 0),)), "hours.shifts.0"),
        (Hours((Shift(0, 60, 1441),)), "hours.shifts.0"),
        (Hours((Shift(0, 60, 120), Shift(1, 60, 120), Shift(0, 119, 180))), "hours.shifts.2"),
        (Hours((Shift(0, 60, 120), Shift(0, 60, 120))), "hours.shifts.1"),
        (Hours((Shift(1, 300, 600), Shift(0, 1320, 360))), "hours.shifts.1"),
        (Hours((Shift(0, 0, 60), Shift(6, 1320, 1))), "hours.shifts.1"),
        (Hours((Shift(0, 0, 1),) * 100), "hours.shifts"),
        (Hours(specials=tuple(Special(day, day) for day in DAYS)), "hours.specials"),
        (Hours(specials=(special("2026-02-30", "2026-03-01"),)), "hours.specials.0.first"),
        (Hours(specials=(special("20260301", "2026-03-01"),)), "hours.specials.0.first"),
        (Hours(specials=(special("2026-03-01", "March"),)), "hours.specials.0.last"),
        (Hours(specials=(special("2026-03-02", "2026-03-01"),)), "hours.specials.0.last"),
        (
            Hours(specials=(special("2026-03-02", "2026-03-05"), special("2026-03-01", "2026-03-02"))),
            "hours.specials.1",
        ),
        (Hours(specials=(special("2026-03-02", "2026-03-02", (5, 5)),)), "hours.specials.0.spans.0"),
        (Hours(specials=(special("2026-03-02", "2026-03-02", (5, 9), (8, 9)),)), "hours.specials.0.spans.1"),
        (Hours(specials=(special("2026-03-02", "2026-03-03", (1320, 360), (300, 480)),)), "hours.specials.0.spans.1"),
        (Hours(specials=(special("2026-03-02", "2026-03-02", *[(5, 9)] * 100),)), "hours.specials.0.spans"),
        (Hours(holidays="XX"), "hours.holidays"),
        (Hours(holidays="DE-XX"), "hours.holidays"),
        (Hours(holidays="germany"), "hours.holidays"),
    ],
)
def test_what_nobody_can_work_is_refused_by_its_place(hours: Hours, place: str) -> None:
    with pytest.raises(Refusal) as refused:
        check(hours, "Europe/Berlin")
    assert (refused.value.code, refused.value.detail) == ("bad_request", place)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Europe", "x" * 300, "a\0b"])
def test_so_is_a_zone_that_is_none(zone: str) -> None:
    with pytest.raises(Refusal, match="bad_request: timeZone"):
        check(Hours(), zone)


def test_what_only_touches_is_fine() -> None:
    around_the_week = (
        Shift(6, 1320, 360),
        Shift(0, 360, 1320),
        Shift(0, 1320, 1440),
        Shift(1, 0, 1440),
        Shift(6, 0, 1320),
    )
    one_night = special("2026-03-02", "2026-03-02", (1320, 360), (300, 480))
    days = tuple(special(day, day) for day in reversed(DAYS[1:]) if day != "2026-03-02")
    check(Hours(around_the_week, (*days[:-1], one_night), "GB-ENG"), "Asia/Kolkata")


def test_hours_are_kept_as_they_are() -> None:
    hours = Hours(NINE_TO_FIVE, (special("2026-03-02", "2026-03-03", (1320, 360)),), "DE-BY")
    assert msgspec.json.decode(msgspec.json.encode(hours), type=Hours) == hours


def test_touching_windows_are_one_and_an_end_is_out() -> None:
    assert merge([(5, 9), (1, 3), (3, 4), (7, 8), (2, 2)]) == ((1, 4), (5, 9))
    assert [on_shift(((1, 4), (5, 9)), at) for at in (0, 1, 3, 4, 8, 9)] == [False, True, True, False, True, False]
