"""When a person works: a week of shifts in their own time zone, the days that differ, and public holidays."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from server.domain.days_off import days_off, known
from server.domain.errors import Refusal

Windows = tuple[tuple[int, int], ...]
"""Times of work: (start, end) in UTC milliseconds since the epoch, sorted, apart from each other; an end is not in it."""

DAY, WEEK = 1440, 7 * 1440
TOO_MANY_SHIFTS, TOO_MANY_SPECIALS = 100, 400


class Span(Struct, frozen=True):
    """A part of a day: minutes since local midnight. An `end` before its `start` is on the next day."""

    start: int
    end: int


class Shift(Struct, frozen=True):
    """A part of every week: `day` 0 is Monday, on which it starts; the rest as in Span."""

    day: int
    start: int
    end: int


class Special(Struct, frozen=True):
    """Days, `first` to `last` (ISO dates, both included), that have these spans instead of the week's shifts.

    No spans: days off. A shift that began the evening before goes on.
    """

    first: str
    last: str
    spans: tuple[Span, ...] = ()
    note: str = ""


class Hours(Struct, frozen=True):
    """What somebody has promised to work.

    `holidays`: a country, perhaps with its part (ISO 3166-1 and -2: `CN`, `DE-BY`), whose public holidays are days off
    unless a special covers them.
    """

    shifts: tuple[Shift, ...] = ()
    specials: tuple[Special, ...] = ()
    holidays: str = ""

    @property
    def always(self) -> bool:
        """Nothing was promised: they are on shift whenever they are present."""
        return not self.shifts and not self.specials


def check(hours: Hours, time_zone: str) -> None:
    """Refuse (`bad_request`, the detail is the place) hours that nobody can work: overlapping, empty, out of range,
    too many; dates and countries that do not exist."""
    place = next(_faults(hours, time_zone), None)
    if place is not None:
        raise Refusal("bad_request", place)


def windows(hours: Hours, time_zone: str, start_ms: int, end_ms: int) -> Windows:
    """When they work within [start_ms, end_ms), for hours that `check` lets pass.

    A wall time that a clock change leaves out is the first instant after it; one that comes twice is its first.
    """
    if hours.always:
        return merge([(start_ms, end_ms)])
    zone = ZoneInfo(time_zone)
    first, last = (datetime.fromtimestamp(ms // 1000, zone).date() for ms in (start_ms, end_ms))
    found = []
    for offset in range(-2, (last - first).days + 2):  # a clock may be set back over midnight
        day = first + timedelta(offset)
        for span in _spans(hours, day):
            begin, end = (_instant(day, minute, zone) for minute in (span.start, span.start + _length(span)))
            found.append((max(begin, start_ms), min(end, end_ms)))
    return merge(found)


def merge(parts: Iterable[tuple[int, int]]) -> Windows:
    """The parts in order, those that touch or overlap made one, empty ones left out."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(part for part in parts if part[0] < part[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def on_shift(windows: Windows, at: int) -> bool:
    """Whether the instant lies in one of the windows."""
    return any(start <= at < end for start, end in windows)


def _spans(hours: Hours, day: date) -> Iterable[Span | Shift]:
    """What starts on this local date."""
    name = day.isoformat()
    for special in hours.specials:
        if special.first <= name <= special.last:
            return special.spans
    if hours.holidays and day in days_off(hours.holidays, day.year):
        return ()
    return (shift for shift in hours.shifts if shift.day == day.weekday())


def _length(span: Span | Shift) -> int:
    return span.end - span.start if span.end > span.start else span.end + DAY - span.start


def _instant(day: date, minute: int, zone: tzinfo) -> int:
    """The instant (ms) of a wall time; PEP 495 says what a time zone answers for one that does not exist."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    late = int(wall.replace(tzinfo=zone).timestamp())
    if datetime.fromtimestamp(late, zone).replace(tzinfo=None) != wall:
        early = int(wall.replace(tzinfo=zone, fold=1).timestamp())
        late = early + bisect_right(range(early, late), _offset(early, zone), key=lambda at: _offset(at, zone))
    return late * 1000


def _offset(at: int, zone: tzinfo) -> timedelta:
    return datetime.fromtimestamp(at, zone).replace(tzinfo=UTC) - datetime.fromtimestamp(at, UTC)


def _known_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False
    return True


def _faults(hours: Hours, time_zone: str) -> Iterator[str]:
    """The places of what is wrong; a later one is only right to ask for when there is none before it."""
    if not _known_zone(time_zone):
        yield "timeZone"
    if len(hours.shifts) >= TOO_MANY_SHIFTS:
        yield "hours.shifts"
    if len(hours.specials) >= TOO_MANY_SPECIALS:
        yield "hours.specials"
    wrong = (n for n, shift in enumerate(hours.shifts) if not (0 <= shift.day < 7 and _possible(shift)))
    doubled = _overlaps([(s.day * DAY + s.start, s.day * DAY + s.start + _length(s)) for s in hours.shifts], WEEK)
    yield from (f"hours.shifts.{n}" for numbers in (wrong, doubled) for n in numbers)
    for number, special in enumerate(hours.specials):
        yield from (f"hours.specials.{number}{place}" for place in _special_faults(special))
    dates = [(_ordinal(s.first), _ordinal(s.last) + 1) for s in hours.specials]
    yield from (f"hours.specials.{number}" for number in _overlaps(dates))
    if hours.holidays and not known(hours.holidays):
        yield "hours.holidays"


def _special_faults(special: Special) -> Iterator[str]:
    if not _ordinal(special.first):
        yield ".first"
    if _ordinal(special.last) < _ordinal(special.first):
        yield ".last"
    if len(special.spans) >= TOO_MANY_SHIFTS:
        yield ".spans"
    wrong = (number for number, span in enumerate(special.spans) if not _possible(span))
    again = DAY if special.first < special.last else 0
    doubled = _overlaps([(span.start, span.start + _length(span)) for span in special.spans], again)
    yield from (f".spans.{number}" for numbers in (wrong, doubled) for number in numbers)


def _possible(span: Span | Shift) -> bool:
    return 0 <= span.start < DAY and 1 <= span.end <= DAY and span.start != span.end


def _ordinal(name: str) -> int:
    """The number of a day; 0 for what is not an ISO date in its one usual form."""
    try:
        day = date.fromisoformat(name)
    except ValueError:
        return 0
    return day.toordinal() if day.isoformat() == name else 0


def _overlaps(parts: Sequence[tuple[int, int]], again: int = 0) -> Iterator[int]:
    """The numbers of parts that overlap one listed before, where all come back after `again`."""
    order = sorted(range(len(parts)), key=parts.__getitem__)
    if again and order:
        order.append(order[0])
    for place, (one, next_one) in enumerate(pairwise(order), 1):
        shift = again if again and place == len(order) - 1 else 0
        if parts[one][1] > parts[next_one][0] + shift:
            yield max(one, next_one)
