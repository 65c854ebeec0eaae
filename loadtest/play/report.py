"""What came of a run, as values: first whether the laws held, then how fast it was, and who was the limit."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import fmean

from msgspec import Struct

from loadtest.laws.history import Stored
from loadtest.laws.judge import LAWS, Broken
from loadtest.laws.work import waits
from loadtest.play.cost import Cost
from loadtest.play.meter import Sample, Spread, spread
from loadtest.play.run import Run

BUSY, LATE = 0.85, 40.0
"""From this share of a core, or this lateness of its loop (ms, p99) on, the driver itself is the limit."""
COLUMNS = 90


class Moment(Struct, frozen=True, kw_only=True):
    """A slice of the run; `at` is its start in seconds. Times are ms, the others are a second."""

    at: float
    ack: tuple[float, float, float]
    seen: tuple[float, float, float]
    acked: float
    troubles: dict[str, int]


class Driver(Struct, frozen=True):
    """What the driver itself cost: mean share of a core, how late its loop was (ms, p99), and whether it was the limit."""

    cpu: float
    late: float
    limited: bool


class Report(Struct, frozen=True, kw_only=True):
    """All of it. `server_cpu` is the mean share of a core, None where the server's processes are not known."""

    scenario: str
    about: str
    url: str
    shoppers: int
    agents: int
    seconds: float
    seed: int
    began: str
    laws: tuple[str, ...]
    broken: tuple[Broken, ...]
    conversations: int
    looks: int
    messages: int
    ack: Spread
    seen_by_customers: Spread
    seen_by_agents: Spread
    connect: Spread
    wait: Spread
    troubles: dict[str, int]
    moments: tuple[Moment, ...]
    people: tuple[tuple[float, int], ...]
    costs: tuple[Cost, ...]
    server_cpu: float | None
    server_memory: float | None
    driver: Driver


def report(run: Run) -> Report:
    """The report of a run that is over."""
    meter, known = run.meter, bool(run.accountant.pids)
    return Report(
        scenario=run.scenario.name,
        about=run.scenario.about,
        url=run.asked.url or "a server of its own (one process, SQLite)",
        shoppers=run.asked.shoppers,
        agents=len(run.staff.agents),
        seconds=round(run.costs[-1].at if run.costs else 0.0, 1),
        seed=run.asked.seed,
        began=datetime.now(UTC).isoformat(timespec="seconds"),
        laws=tuple(law.__name__ for law in LAWS),
        broken=tuple(run.broken),
        conversations=len(run.stored.threads),
        looks=run.auditor.read_so_far,
        messages=len(meter.acks),
        ack=spread(meter.acks),
        seen_by_customers=spread(meter.seen_by_customers),
        seen_by_agents=spread(meter.seen_by_agents),
        connect=spread(meter.connects),
        wait=spread(list(_waited(run.stored))),
        troubles=dict(meter.troubles.most_common()),
        moments=moments(run),
        people=tuple(run.people),
        costs=tuple(run.costs),
        server_cpu=_mean([cost.server for cost in run.costs[1:]]) if known else None,
        server_memory=max((cost.memory for cost in run.costs), default=0.0) if known else None,
        driver=driver(run.costs, meter.lags),
    )


def driver(costs: Sequence[Cost], lags: Sequence[Sample]) -> Driver:
    """Whether the figures are the server's or the driver's own."""
    cpu, late = _mean([cost.driver for cost in costs]), spread(lags).p99
    return Driver(cpu, late, cpu > BUSY or late > LATE)


def moments(run: Run) -> tuple[Moment, ...]:
    """The run in slices."""
    width = max(1.0, run.seconds / COLUMNS)
    acks, seen = _sliced(run.meter.acks, width), _sliced(run.meter.seen_by_customers + run.meter.seen_by_agents, width)
    troubles: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for at, code in run.meter.trouble_at:
        troubles[int(at / width)][code] += 1
    last = max((*acks, *seen, *troubles), default=0)
    return tuple(
        Moment(
            at=round(number * width, 2),
            ack=_three(acks[number]),
            seen=_three(seen[number]),
            acked=round(len(acks[number]) / width, 2),
            troubles=dict(troubles[number]),
        )
        for number in range(last + 1)
    )


def _sliced(samples: Sequence[Sample], width: float) -> defaultdict[int, list[Sample]]:
    slices: defaultdict[int, list[Sample]] = defaultdict(list)
    for sample in samples:
        slices[int(sample[0] / width)].append(sample)
    return slices


def _three(samples: Sequence[Sample]) -> tuple[float, float, float]:
    found = spread(samples)
    return found.p50, found.p99, found.longest


def _waited(stored: Stored) -> Sequence[Sample]:
    """How long customers waited for an agent, ms."""
    return [
        (since / 1000, float(until - since)) for lines in stored.lines.values() for since, until, _ in waits(lines, 0)
    ]


def _mean(values: Sequence[float]) -> float:
    return round(fmean(values), 4) if values else 0.0
