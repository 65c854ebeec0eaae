"""Every policy on the same customers, the same people and the same lengths of work."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from loadtest.routing import rivals
from loadtest.routing.bound import least_waits
from loadtest.routing.measure import Measure, by_hour, measure
from loadtest.routing.roster import roster
from loadtest.routing.world import Demand, arrivals, markets, works
from server.domain.queues import Routing
from server.routing.board import FLUENT, Board, Rules
from server.routing.policy import choose, due
from server.routing.simulate import Arrival, Judge, Lasts, Person, Play, Served, Story, simulate

OURS = "ours"
RIVALS: dict[str, Callable[[], Judge]] = {
    "round robin": rivals.round_robin,
    "least busy": rivals.least_busy,
    "longest waiting first": rivals.longest_waiting,
    "skill, then anyone": rivals.skill_then_anyone,
    "speakers only": rivals.speakers_only,
}


class Week(Struct, frozen=True, kw_only=True):
    """What is played.

    `relax` (s): how long our policy waits for a speaker; `slower`: work by an engine takes so many times as long.
    """

    demand: Demand = Demand()
    seed: int = 1
    relax: int = 60
    slower: float = 1.25


class Row(Struct, frozen=True):
    """A policy and what came of it."""

    name: str
    measure: Measure


class Report(Struct, frozen=True, kw_only=True):
    """`bound`: the least mean wait (s) of any policy, and `bound_by_hour` how its own plan spends it.

    `gap`: our policy in worlds that come closer to the bound's step by step.
    """

    week: Week
    arrivals: int
    agents: int
    bound: float
    bound_by_hour: tuple[float, ...]
    rows: tuple[Row, ...]
    gap: tuple[Row, ...]


class Stage(Struct, frozen=True):
    """A week made ready: the same for every policy."""

    week: Week
    people: tuple[Person, ...]
    arrivals: list[Arrival]
    works: list[int]

    def play(self, judge: Judge | None = None, *, everybody: bool = False) -> Story:
        """One policy; none: ours. `everybody`: as if all wrote every language and had every skill."""
        people = tuple(map(_fluent, self.people)) if everybody else self.people
        rules = Rules(routing=Routing(drain_seconds=0), relax=self.week.relax)
        lasts = _lasting(self.works, self.week.slower)
        rival = Play(judge, _never, lasts) if judge else None
        return simulate(self.arrivals, people, rules, "w", rival or Play(choose, due, lasts))


def stage(week: Week) -> Stage:
    """Draw a week."""
    people = roster(week.demand.weeks)
    coming = arrivals(week.demand, people, week.seed)
    return Stage(week, people, coming, works(week.seed, len(coming)))


def report(week: Week, names: Sequence[str] = tuple(RIVALS)) -> Report:
    """Play a week by our policy and by the rivals named."""
    ready = stage(week)
    waits = least_waits(ready.arrivals, ready.people, ready.works)
    stories = {OURS: ready.play(), **{name: ready.play(RIVALS[name]()) for name in names}}
    return Report(
        week=week,
        arrivals=len(ready.arrivals),
        agents=len(ready.people),
        bound=sum(waits) / max(1, len(waits)) / 1000,
        bound_by_hour=by_hour((one.at, wait) for one, wait in zip(ready.arrivals, waits, strict=False)),
        rows=tuple(Row(name, measure(story, ready.people)) for name, story in stories.items()),
        gap=_gap(ready),
    )


def _gap(ready: Stage) -> tuple[Row, ...]:
    at_once = replace(ready, week=replace(ready.week, relax=0))
    free = replace(at_once, week=replace(at_once.week, slower=1.0))
    plays = {
        "everybody writes every language": ready.play(everybody=True),
        "an engine costs nothing, is asked at once": free.play(),
        "it costs a quarter more work": at_once.play(),
        "a speaker is waited for": ready.play(),
    }
    return tuple(Row(name, measure(story, ready.people)) for name, story in plays.items())


def _fluent(person: Person) -> Person:
    every = {market.language: 5 for market in markets()}
    return replace(person, offer=replace(person.offer, levels=every, skills=("technical",)))


def _lasting(works: Sequence[int], slower: float) -> Lasts:
    """The k-th begun lasts works[k], longer by an engine."""
    left = iter(works)

    def lasts(arrival: Arrival, served: Served) -> int:  # noqa: ARG001 - the shape of Lasts
        return round(next(left) * (1 if served.level >= FLUENT else slower))

    return lasts


def _never(board: Board, now: int) -> None:
    """Rivals do not wait for a time."""
