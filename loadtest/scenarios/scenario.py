"""The form of a scenario, and when its shoppers come."""

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from loadtest.people.manner import Manner

Deed = Literal["storm", "redis", "translator", "shifts", "hurt"]
"""`storm`: everybody loses their line at once (a server of our own is killed). `redis`, `translator`: it is away until `until`.
`shifts`: the second half of the agents takes over from the first."""


class Event(Struct, frozen=True):
    """Something that happens from `at` until `until`, as shares of the run."""

    deed: Deed
    at: float
    until: float = 0.0


class Scenario(Struct, frozen=True, kw_only=True):
    """`crowd` says how many of the shoppers are there, as points (share of the run, share of the shoppers) of a line."""

    name: str
    about: str
    manner: Manner = Manner()
    crowd: tuple[tuple[float, float], ...] = ((0.0, 0.0), (0.2, 1.0), (1.0, 1.0))
    events: tuple[Event, ...] = ()
    engine: bool = False


class Visit(Struct, frozen=True):
    """One shopper's time in the shop, seconds from the start of the run."""

    comes: float
    goes: float


def visits(crowd: Sequence[tuple[float, float]], shoppers: int, seconds: float, rng: random.Random) -> list[Visit]:
    """So many visits that the line of the crowd is followed: who comes first, goes first. Times are drawn before the run."""
    coming: list[float] = []
    going: list[float] = []
    for (start, few), (end, many) in pairwise(crowd):
        change = round((many - few) * shoppers)
        times = sorted(rng.uniform(start, end) * seconds for _ in range(abs(change)))
        (coming if change > 0 else going).extend(times)
    return [Visit(comes, goes) for comes, goes in zip(coming, _ends(going, len(coming), seconds), strict=True)]


def _ends(going: list[float], count: int, seconds: float) -> Iterator[float]:
    yield from going[:count]
    yield from [seconds] * (count - len(going))
