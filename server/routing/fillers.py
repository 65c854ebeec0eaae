"""Who could fill a hole of the roster, and how: a longer shift, an extra one, a weaker speaker, an engine.

No labour law is in here: how long somebody may work and must rest is for whoever asks them.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.domain.hours import Windows

Kind = Literal["extend", "extra", "weaker", "translate"]

HOUR = 3_600_000
STEP = HOUR // 2
EXTENDED = 2 * HOUR
LONGEST = 8 * HOUR
MOST = 5
NIGHT_FROM, NIGHT_TO = 22, 7
"""Hours of the person's own clock."""

DAY_MINUTES = 1440


class Candidate(Struct, frozen=True):
    """Somebody as one language sees them; `level` 0: not a word. No windows: they have promised nothing."""

    agent_id: str
    time_zone: str
    level: int
    windows: Windows


class Filler(Struct, frozen=True, kw_only=True):
    """One way to fill the part [start, end) (ms) of a hole; the local ones are minutes of the person's own day, as in Span.

    `extend`: a speaker comes earlier or stays longer, by two hours at most. `extra`: a speaker works who would be off, eight
    hours at most, where least of it is their night. `weaker`: somebody one level below is on shift. `translate`: somebody
    is on shift, and an engine has the words.
    """

    agent_id: str
    kind: Kind
    level: int
    start: int
    end: int
    local_start: int
    local_end: int


_Way = tuple[Kind, int, int, tuple[int, ...]]
"""How, from when to when (ms), and what it costs: less is better, compared within one kind."""

_ORDER: tuple[Kind, ...] = ("extend", "extra", "weaker", "translate")


def fill(start: int, end: int, candidates: Iterable[Candidate], level: int) -> tuple[Filler, ...]:
    """The best few ways to fill a hole in which no speaker of this level is on shift; one a person, best first.

    A longer shift goes by how near the shift is, then by how little of it is night; an extra one the other way round.
    """
    ways = []
    for c in candidates:
        for kind, begin, stop, cost in _ways(c, start, end, level):
            ways.append((_ORDER.index(kind), cost, c.agent_id, _filler(c, kind, begin, stop)))
    return tuple(filler for *_, filler in sorted(ways, key=lambda way: way[:3])[:MOST])


def is_night(time_zone: str, at: int) -> bool:
    """Whether the person's clock says a time to sleep."""
    hour = _clock(time_zone, at).hour
    return hour >= NIGHT_FROM or hour < NIGHT_TO


def _ways(c: Candidate, start: int, end: int, level: int) -> Iterator[_Way]:
    if c.level >= level:
        yield _longer(c, start, end) or _extra(c, start, end)
        return
    parts = [(max(a, start), min(b, end)) for a, b in c.windows if a < end and b > start]
    if parts:
        begin, stop = max(parts, key=lambda part: (part[1] - part[0], -part[0]))
        kind: Kind = "weaker" if c.level == level - 1 and c.level else "translate"
        yield kind, begin, stop, (-sum(b - a for a, b in parts), -c.level)


def _longer(c: Candidate, start: int, end: int) -> _Way | None:
    """The nearest of their shifts, made longer into the hole; None when all are too far away."""
    later = ((start - b, start, min(end, b + EXTENDED)) for _, b in c.windows if 0 <= start - b < EXTENDED)
    sooner = ((a - end, max(start, a - EXTENDED), end) for a, _ in c.windows if 0 <= a - end < EXTENDED)
    best = min((*later, *sooner), key=lambda way: (way[0], way[1] - way[2]), default=None)
    if best is None:
        return None
    away, begin, stop = best
    return "extend", begin, stop, (away, sum(_nights(c.time_zone, begin, stop)), begin - stop)


def _extra(c: Candidate, start: int, end: int) -> _Way:
    dark, begin, stop = _lightest(c.time_zone, start, end)
    away = min((max(a - end, start - b) for a, b in c.windows), default=end)
    return "extra", begin, stop, (dark, away, begin - stop)


@lru_cache(1024)
def _lightest(time_zone: str, start: int, end: int) -> tuple[int, int, int]:
    """The longest extra shift within [start, end) that has least of the night: its dark half hours, start and end."""
    length = min(end - start, LONGEST)
    nights = _nights(time_zone, start, end)
    steps = -(-length // STEP)
    dark, place = min((sum(nights[n : n + steps]), n) for n in range(len(nights) - steps + 1))
    begin = min(start + place * STEP, end - length)
    return dark, begin, begin + length


def _nights(time_zone: str, start: int, end: int) -> list[bool]:
    """Half hour by half hour, whether it is night."""
    return [is_night(time_zone, at) for at in range(start, end, STEP)]


def _clock(time_zone: str, at: int) -> datetime:
    return datetime.fromtimestamp(at // 1000, ZoneInfo(time_zone))


def _filler(c: Candidate, kind: Kind, start: int, end: int) -> Filler:
    begin, stop = (_clock(c.time_zone, at) for at in (start, end))
    return Filler(
        agent_id=c.agent_id,
        kind=kind,
        level=c.level,
        start=start,
        end=end,
        local_start=begin.hour * 60 + begin.minute,
        local_end=stop.hour * 60 + stop.minute or DAY_MINUTES,
    )
