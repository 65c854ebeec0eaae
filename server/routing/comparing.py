"""How a desk did, and how it would have done: outcomes beside each other, what differs, and how far to believe it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import mean
from typing import Literal

from msgspec import Struct

from server.routing.jobs import Job

FLUENT = 3
UNKNOWN = "und"
MOST_DIFFERENCES = 50
FEWEST = 30
"""With fewer conversations nothing is said about how well a simulation fits."""
SLACK_MS = 10_000


class Choice(Struct, frozen=True, rename="camel"):
    """Who had it; nobody (""): it waited in vain for `waited_ms`."""

    agent_id: str
    step: str
    waited_ms: int


class Turnout(Struct, frozen=True):
    """What became of one job; `level` is how well whoever had it writes the customer's language."""

    choice: Choice
    level: int = 0
    work_ms: int = 0


class Outcome(Struct, frozen=True, kw_only=True, rename="camel"):
    """How the traffic of a while went. Waits are ms and count also those who waited in vain; parts are 0 to 1.

    `within`: answered within their target, of those that have one; `matched`: of those served whose language is known, by
    somebody who writes it fluently. By agent: `loads`, conversations, and `busy`, ms of work. By language: `waits`, `waits95`.
    """

    conversations: int
    unserved: int
    mean_ms: int
    p95_ms: int
    within: float
    matched: float
    loads: dict[str, int]
    busy: dict[str, int]
    waits: dict[str, int]
    waits95: dict[str, int]


class Difference(Struct, frozen=True, rename="camel"):
    """A conversation that another person would have had, or by another step. `waiting_since` is ms since the epoch."""

    conversation_id: str
    waiting_since: int
    language: str
    now: Choice
    then: Choice


class Fit(Struct, frozen=True, kw_only=True, rename="camel"):
    """How near the simulation under the stored rules comes to what happened.

    close: mean waits within a quarter of each other; fair: within the double; poor: not even that; unknown: too few.
    """

    verdict: Literal["close", "fair", "poor", "unknown"]
    same_agent: float
    real_mean_ms: int
    simulated_mean_ms: int


class Caveat(Struct, frozen=True):
    """What the simulation does not know: a code, and how many it concerns.

    cut: only so many of the newest were read; by_hand: were taken by hand, the simulation has the router give them;
    going_on: work that lasts still, taken for done; guessed: people whose attendance is partly a guess; untold: waits
    whose work nobody did, taken for the usual; present_facts: priority, skills, team are as they are today.
    """

    code: Literal["cut", "by_hand", "going_on", "guessed", "untold", "present_facts"]
    count: int


class Comparison(Struct, frozen=True, kw_only=True, rename="camel"):
    """What happened (`was`), the same simulated under the rules of now, and under others; all against the others' targets.

    `differs` holds the first of the `differing` conversations.
    """

    since: int
    until: int
    was: Outcome
    now: Outcome
    then: Outcome
    fit: Fit
    differing: int
    differs: tuple[Difference, ...]
    caveats: tuple[Caveat, ...]


Turnouts = Mapping[str, Turnout]
"""By a job's key."""


def outcome(jobs: Sequence[Job], turnouts: Turnouts, target_ms: Callable[[Job], int]) -> Outcome:
    """The sum of what became of these jobs. A target of 0 is none."""
    waits = [turnouts[job.key].choice.waited_ms for job in jobs]
    served = [(job, turnouts[job.key]) for job in jobs if turnouts[job.key].choice.agent_id]
    aimed = [(turnouts[job.key].choice, target_ms(job)) for job in jobs if target_ms(job)]
    known = [turnout for job, turnout in served if _language(job) != UNKNOWN]
    lines: dict[str, list[int]] = {}
    for job in jobs:
        lines.setdefault(_language(job), []).append(turnouts[job.key].choice.waited_ms)
    loads: dict[str, list[int]] = {}
    for _, turnout in served:
        loads.setdefault(turnout.choice.agent_id, []).append(turnout.work_ms)
    return Outcome(
        conversations=len(jobs),
        unserved=len(jobs) - len(served),
        mean_ms=_mean(waits),
        p95_ms=p95(waits),
        within=_part(bool(choice.agent_id) and choice.waited_ms <= target for choice, target in aimed),
        matched=_part(turnout.level >= FLUENT for turnout in known),
        loads={id: len(lengths) for id, lengths in sorted(loads.items())},
        busy={id: sum(lengths) for id, lengths in sorted(loads.items())},
        waits={language: _mean(line) for language, line in sorted(lines.items())},
        waits95={language: p95(line) for language, line in sorted(lines.items())},
    )


def differences(jobs: Sequence[Job], now: Turnouts, then: Turnouts) -> list[Difference]:
    """The jobs whose agent or step is another, in the order in which they came."""
    return [
        Difference(job.facts.id, job.at, _language(job), now[job.key].choice, then[job.key].choice)
        for job in jobs
        if _who(now[job.key]) != _who(then[job.key])
    ]


def fit(jobs: Sequence[Job], was: Turnouts, now: Turnouts) -> Fit:
    """How far to believe a simulation: what it says of the rules that were in force, beside what happened."""
    real, simulated = (_mean([turnouts[job.key].choice.waited_ms for job in jobs]) for turnouts in (was, now))
    both = [(was[job.key].choice, now[job.key].choice) for job in jobs]
    factor = (max(real, simulated) + SLACK_MS) / (min(real, simulated) + SLACK_MS)
    verdict: Literal["close", "fair", "poor", "unknown"] = "unknown"
    if len(jobs) >= FEWEST:
        verdict = "close" if factor <= 1.25 else "fair" if factor <= 2 else "poor"
    return Fit(
        verdict=verdict,
        same_agent=_part(one.agent_id == other.agent_id for one, other in both if one.agent_id and other.agent_id),
        real_mean_ms=real,
        simulated_mean_ms=simulated,
    )


def p95(waits: Sequence[int]) -> int:
    """The wait that nineteen of twenty do not exceed (nearest rank)."""
    return sorted(waits)[-(-len(waits) * 19 // 20) - 1] if waits else 0


def _who(turnout: Turnout) -> tuple[str, str]:
    return turnout.choice.agent_id, turnout.choice.step


def _language(job: Job) -> str:
    c = job.facts.conversation("")
    return c.wanted_language or c.customers_language


def _mean(numbers: Sequence[int]) -> int:
    return round(mean(numbers)) if numbers else 0


def _part(holds: Iterable[bool]) -> float:
    answers = list(holds)
    return round(sum(answers) / len(answers), 4) if answers else 1.0
