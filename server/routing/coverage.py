"""Which languages a roster covers hour by hour: where the sun sets, what is left open, who could fill it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.domain.hours import Hours, Windows, windows
from server.routing.fillers import HOUR, Candidate, Filler, fill

MINUTE = 60_000
MARGIN = 24 * HOUR
"""How far outside the range a shift is still looked for that might be made longer into it."""


class Person(Struct, frozen=True):
    """Somebody of the roster; `languages` gives their level (1 to 5) in each."""

    agent_id: str
    name: str
    time_zone: str
    languages: dict[str, int]
    hours: Hours


class Cell(Struct, frozen=True):
    """One language in one hour: for how many of its minutes somebody is there, who for all of it, who for a part."""

    minutes: int
    whole: tuple[str, ...]
    part: tuple[str, ...]


class Hour(Struct, frozen=True):
    """Sixty minutes from `at` (ms), language by language."""

    at: int
    cells: dict[str, Cell]


class Hole(Struct, frozen=True):
    """The longest stretch (ms) in which nobody is on shift for a language, and who could change that, best first."""

    language: str
    start: int
    end: int
    fillers: tuple[Filler, ...]


class Handover(Struct, frozen=True):
    """Where the sun sets: at this instant (ms) nobody is left of those who were there, and others go on.

    `together` is how long (ms) both were there before.
    """

    language: str
    at: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    together: int


class Row(Struct, frozen=True):
    """A person's line of the picture: their windows in the range, and the hour of their own clock as each hour begins."""

    agent_id: str
    windows: Windows
    local: tuple[int, ...]


class Coverage(Struct, frozen=True, kw_only=True):
    """The picture. `unplanned` are those who have promised no hours: they cover nothing in a plan."""

    hours: tuple[Hour, ...]
    holes: tuple[Hole, ...]
    handovers: tuple[Handover, ...]
    people: tuple[Row, ...]
    unplanned: tuple[str, ...]


class _Stretch(Struct, frozen=True):
    """A time in which nobody comes or goes."""

    start: int
    end: int
    there: frozenset[str]


def coverage(people: Sequence[Person], languages: Sequence[str], start_ms: int, hours: int, level: int = 3) -> Coverage:
    """The picture of `hours` hours from `start_ms` on, counting speakers of at least `level`.

    Hours must have passed `check`. What reaches beyond the range is cut at its edges.
    """
    end_ms = start_ms + max(0, hours) * HOUR
    marks = range(start_ms, end_ms, HOUR)
    wide = {p.agent_id: _planned(p, start_ms - MARGIN, end_ms + MARGIN) for p in people}
    clipped = {name: _clip(found, start_ms, end_ms) for name, found in wide.items()}
    lines = {
        language: _stretches(
            {p.agent_id: clipped[p.agent_id] for p in people if p.languages.get(language, 0) >= level},
            start_ms,
            end_ms,
        )
        for language in dict.fromkeys(languages)
    }
    return Coverage(
        hours=_hours(lines, marks),
        holes=tuple(
            Hole(language, gap.start, gap.end, fill(gap.start, gap.end, _candidates(people, wide, language), level))
            for language, line in lines.items()
            for gap in line
            if not gap.there
        ),
        handovers=tuple(found for language, line in lines.items() for found in _handovers(language, line)),
        people=tuple(Row(p.agent_id, clipped[p.agent_id], _clock(p.time_zone, marks)) for p in people),
        unplanned=tuple(p.agent_id for p in people if p.hours.always),
    )


def _planned(person: Person, start: int, end: int) -> Windows:
    return () if person.hours.always else windows(person.hours, person.time_zone, start, end)


def _clip(found: Windows, start: int, end: int) -> Windows:
    return tuple((max(a, start), min(b, end)) for a, b in found if a < end and b > start)


def _clock(zone: str, marks: Iterable[int]) -> tuple[int, ...]:
    wall = ZoneInfo(zone)
    return tuple(datetime.fromtimestamp(at // 1000, wall).hour for at in marks)


def _candidates(people: Iterable[Person], wide: dict[str, Windows], language: str) -> Iterator[Candidate]:
    for p in people:
        yield Candidate(p.agent_id, p.time_zone, p.languages.get(language, 0), wide[p.agent_id])


def _stretches(present: dict[str, Windows], start: int, end: int) -> tuple[_Stretch, ...]:
    """The range cut wherever somebody comes or goes."""
    moves: dict[int, set[str]] = {start: set(), end: set()}
    for name, found in present.items():
        for edge in (edge for window in found for edge in window):
            moves.setdefault(edge, set()).add(name)
    line, there = [], frozenset[str]()
    for here, after in pairwise(sorted(moves)):
        there ^= moves[here]
        line.append(_Stretch(here, after, there))
    return tuple(line)


def _hours(lines: dict[str, tuple[_Stretch, ...]], marks: Iterable[int]) -> tuple[Hour, ...]:
    cells: dict[str, Iterator[Cell]] = {language: _cells(line, marks) for language, line in lines.items()}
    return tuple(Hour(at, {language: next(line) for language, line in cells.items()}) for at in marks)


def _cells(line: Sequence[_Stretch], marks: Iterable[int]) -> Iterator[Cell]:
    place = 0
    for at in marks:
        while line[place].end <= at:
            place += 1
        last, covered = place, 0
        whole = some = line[place].there
        while last < len(line) and line[last].start < at + HOUR:
            part = line[last]
            whole, some = whole & part.there, some | part.there
            covered += min(part.end, at + HOUR) - max(part.start, at) if part.there else 0
            last += 1
        yield Cell(covered // MINUTE, tuple(sorted(whole)), tuple(sorted(some - whole)))


def _handovers(language: str, line: Sequence[_Stretch]) -> Iterator[Handover]:
    """A hole is no handover: whoever comes after it begins anew."""
    known = frozenset[str]()
    for place, stretch in enumerate(line):
        if not known & stretch.there:
            if known and stretch.there:
                yield _handover(language, line, place)
            known = stretch.there


def _handover(language: str, line: Sequence[_Stretch], place: int) -> Handover:
    at, after = line[place].start, line[place].there
    first = place
    while first and line[first - 1].there & after:
        first -= 1
    before = line[place - 1].there - after
    return Handover(language, at, tuple(sorted(before)), tuple(sorted(after)), at - line[first].start)
