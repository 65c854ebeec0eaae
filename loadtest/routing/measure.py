"""What a story is worth: waits, matches, and how evenly both were shared."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from server.routing.board import FLUENT
from server.routing.simulate import Person, Served, Story

TARGET_MS = 60_000
STARVED_MS = 1_800_000
HOUR = 3_600_000


class Measure(Struct, frozen=True, kw_only=True):
    """Waits in seconds; shares from 0 to 1.

    `spread`: between the languages' 95th percentiles of waiting, the worst less the best.
    `gini`: of work per hour on duty among the agents, 0 is even. `by_hour`: mean wait of those who came in each hour of
    the UTC day.
    """

    served: int
    mean: float
    p95: float
    within: float
    match: float
    gini: float
    spread: float
    starved: int
    unserved: int
    by_hour: tuple[float, ...]


def measure(story: Story, people: Sequence[Person]) -> Measure:
    """Who was never served counts as starved, and is in no mean."""
    waits = sorted(one.wait for one in story.served)
    count = max(1, len(waits))
    return Measure(
        served=len(waits),
        mean=sum(waits) / count / 1000,
        p95=p95(waits) / 1000,
        within=sum(wait <= TARGET_MS for wait in waits) / count,
        match=sum(one.level >= FLUENT for one in story.served) / count,
        gini=gini(_loads(story, people)),
        spread=_spread(story.served) / 1000,
        starved=sum(wait > STARVED_MS for wait in waits) + len(story.unserved),
        unserved=len(story.unserved),
        by_hour=by_hour((one.waiting_since, one.wait) for one in story.served),
    )


def p95(waits: Sequence[int]) -> int:
    """Of waits in order; 0 of none."""
    return waits[min(len(waits) - 1, int(len(waits) * 0.95))] if waits else 0


def gini(values: Sequence[float]) -> float:
    """0: all the same; towards 1: one has all."""
    total = sum(values)
    if not total:
        return 0.0
    count = len(values)
    ranked = sum((2 * rank - count - 1) * value for rank, value in enumerate(sorted(values), 1))
    return ranked / (count * total)


def _loads(story: Story, people: Sequence[Person]) -> list[float]:
    work: dict[str, int] = defaultdict(int)
    for one in story.served:
        work[one.agent_id] += one.ended - one.started
    duty = {person.offer.agent_id: sum(end - start for start, end in person.present) for person in people}
    places = {person.offer.agent_id: person.offer.capacity for person in people}
    return [work[name] / (hours * places[name]) for name, hours in duty.items() if hours]


def _spread(served: Iterable[Served]) -> int:
    waits: dict[str, list[int]] = defaultdict(list)
    for one in served:
        waits[one.kind.language].append(one.wait)
    worst = [p95(sorted(one)) for one in waits.values()]
    return max(worst, default=0) - min(worst, default=0)


def by_hour(waits: Iterable[tuple[int, int]]) -> tuple[float, ...]:
    """The mean wait (s) of those who came in each hour of the UTC day; given are arrival and wait, ms."""
    hours: list[list[int]] = [[] for _ in range(24)]
    for came, wait in waits:
        hours[came // HOUR % 24].append(wait)
    return tuple(sum(hour) / max(1, len(hour)) / 1000 for hour in hours)
