"""The customers of some weeks, drawn from a seed: when they come, from which market, in which language."""

import random
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from server.domain.conversation import Conversation
from server.routing.simulate import Arrival, Person

WORKSPACE = "w"
SHOP = "s"
START = int(datetime(2026, 9, 14, tzinfo=UTC).timestamp()) * 1000
"""A Monday."""
HOUR = 3_600_000
WEEK = 168
MEDIAN_MS = 480_000
SPREAD = 0.6
"""Of handling times: log-normal, median eight minutes of one of an agent's places, mean 9.6."""

BY_HOUR = (18, 10, 7, 5, 5, 8, 16, 32, 54, 76, 92, 98, 94, 90, 88, 86, 84, 84, 88, 96, 100, 92, 66, 38)
"""How many write in each hour of their own day: few at night, a plateau over noon, a peak in the evening."""
OFF = 0.75
"""Of that, on a day off."""


class Market(Struct, frozen=True):
    """Where customers are. `share`: of all, in thousandths; `off`: their days of rest, 0 is Monday."""

    code: str
    language: str
    time_zone: str
    share: int
    off: tuple[int, ...]


class Demand(Struct, frozen=True, kw_only=True):
    """How many come in a week, and of what sort, as shares of all.

    `returning`: would rather have the agent they know; `technical`: need that skill.
    """

    weeks: float = 1
    volume: int = 40_000
    returning: float = 0.15
    technical: float = 0.02


class Draw(Struct, frozen=True):
    """What customers are drawn with. `known`: whom those of a language may have met."""

    rng: random.Random
    demand: Demand
    known: dict[str, list[str]]


def markets() -> tuple[Market, ...]:
    """Those of markets.toml."""
    text = files("loadtest.routing").joinpath("markets.toml").read_text()
    return msgspec.convert(tomllib.loads(text)["markets"], tuple[Market, ...])


def arrivals(demand: Demand, people: tuple[Person, ...], seed: int) -> list[Arrival]:
    """Customers in the order in which they come: for each market a Poisson process whose rate changes with the hour."""
    draw = Draw(random.Random(seed), demand, _known(people))
    places = markets()
    whole = sum(market.share for market in places)
    found = [
        (START + int(at * HOUR), market)
        for market in places
        for at in _times(draw, market, demand.volume * market.share / whole)
    ]
    found.sort(key=lambda pair: pair[0])
    return [_arrival(number, at, market, draw) for number, (at, market) in enumerate(found)]


def _times(draw: Draw, market: Market, volume: float) -> Iterator[float]:
    """Hours since the start at which this market's customers come, `volume` of them in a week."""
    week = [_curve(market, hour) for hour in range(WEEK)]
    for hour in range(round(draw.demand.weeks * WEEK)):
        rate = volume * week[hour % WEEK] / sum(week)
        at = draw.rng.expovariate(rate)
        while at < 1:
            yield hour + at
            at += draw.rng.expovariate(rate)


def works(seed: int, count: int) -> list[int]:
    """How long conversations last (ms), in the order in which they are begun: nobody knows before."""
    rng = random.Random(f"work {seed}")
    return [round(MEDIAN_MS * rng.lognormvariate(0, SPREAD)) for _ in range(count)]


def _arrival(number: int, at: int, market: Market, draw: Draw) -> Arrival:
    rng = draw.rng
    asks, returns, who = rng.random() < draw.demand.technical, rng.random() < draw.demand.returning, rng.random()
    friends = draw.known.get(market.language, [])
    conversation = Conversation(
        id=f"c{number:06}",
        workspace_id=WORKSPACE,
        shop_id=SHOP,
        customer_id=f"u{number:06}",
        language=market.language,
        market=market.code,
        skills=("technical",) if asks else (),
        preferred_id=friends[int(who * len(friends))] if returns and friends else "",
    )
    return Arrival(at=at, conversation=conversation, work_ms=MEDIAN_MS)


def _known(people: tuple[Person, ...]) -> dict[str, list[str]]:
    """Who writes a language well enough to be asked for again."""
    found: dict[str, list[str]] = {}
    for person in people:
        for language, level in person.offer.levels.items():
            if level >= 4:
                found.setdefault(language, []).append(person.offer.agent_id)
    return found


def _curve(market: Market, hour: int) -> float:
    local = datetime.fromtimestamp(START // 1000 + hour * 3600, ZoneInfo(market.time_zone))
    return BY_HOUR[local.hour] * (OFF if local.weekday() in market.off else 1.0)
