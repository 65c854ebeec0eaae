"""The people of roster.toml, present exactly when they are on shift."""

import tomllib
from importlib.resources import files

import msgspec
from msgspec import Struct

from loadtest.routing.world import HOUR, START, WEEK, WORKSPACE
from server.domain.hours import DAY, Hours, Shift, windows
from server.routing.need import Offer
from server.routing.simulate import Person

SHIFT_HOURS = 8


class Row(Struct, frozen=True):
    """A line of the file; `starts` is an hour of their own clock, `off` two days, 0 is Monday."""

    name: str
    time_zone: str
    levels: dict[str, int]
    starts: int
    off: tuple[int, ...]
    capacity: int
    skills: tuple[str, ...] = ()


def rows() -> tuple[Row, ...]:
    """Those of roster.toml."""
    text = files("loadtest.routing").joinpath("roster.toml").read_text()
    return msgspec.convert(tomllib.loads(text)["people"], tuple[Row, ...])


def roster(weeks: float) -> tuple[Person, ...]:
    """Everybody, for so long and half a day more, that the last who came find somebody."""
    until = START + round(weeks * WEEK + 12) * HOUR
    return tuple(_person(row, until) for row in rows())


def _person(row: Row, until: int) -> Person:
    begins, ends = row.starts * 60, (row.starts + SHIFT_HOURS) * 60
    shifts = tuple(Shift(day, begins, ends if ends <= DAY else ends - DAY) for day in range(7) if day not in row.off)
    offer = Offer(
        workspace_id=WORKSPACE,
        agent_id=row.name,
        levels=row.levels,
        skills=row.skills,
        capacity=row.capacity,
    )
    return Person(offer=offer, present=windows(Hours(shifts=shifts), row.time_zone, START, until))
