"""What was stored of a desk's work, as the simulation takes it: who waited, what it took, who had it."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from server.domain.past import Facts, Past, Spell
from server.domain.work import kind_of
from server.routing.simulate import Arrival

AT_ONCE_MS = 1000
USUAL_WORK_MS = 480_000
"""When nothing at all is known of how long work takes: eight minutes."""


class Job(Struct, frozen=True, kw_only=True):
    """One wait and the work that ended it. `started`: None when nobody did; `left`: when the customer gave up.

    `key` is unique: a conversation that came back to the queue is another job. `work_ms` 0: not known.
    """

    key: str
    facts: Facts
    at: int
    started: int | None = None
    agent_id: str = ""
    step: str = ""
    routed: bool = True
    work_ms: int = 0
    going_on: bool = False
    left: int | None = None


def jobs(past: Past) -> list[Job]:
    """All of them, in the order in which they came."""
    found = [
        Job(key=f"{lost.facts.id}.0", facts=lost.facts, at=lost.waiting_since, left=lost.left) for lost in past.lost
    ]
    ordered = sorted(past.spells, key=lambda spell: (spell.facts.id, spell.fence))
    for _, spells in groupby(ordered, key=lambda spell: spell.facts.id):
        found += _of_one(past, spells)
    return sorted(found, key=lambda job: (job.at, job.key))


def arrivals(past: Past, of: Iterable[Job]) -> list[Arrival]:
    """The jobs as they reach the queue. Work that nobody did is taken to last as long as its kind usually does.

    Each customer prefers who had them before; whom they got in the simulation is not looked at.
    """
    listed = list(of)
    usual = _usual(listed)
    active = {agent.id for agent in past.agents if agent.active}
    last: dict[str, str] = {}
    found = []
    for job in listed:
        before = last.get(job.facts.customer_id, "")
        c = job.facts.conversation(past.workspace_id, id=job.key, preferred_id=before if before in active else "")
        found.append(
            Arrival(
                at=job.at,
                conversation=c,
                work_ms=job.work_ms or usual.get(kind_of(job.facts.channel), USUAL_WORK_MS),
                patience_ms=max(1, job.left - job.at) if job.left is not None else 0,
            )
        )
        if job.agent_id:
            last[job.facts.customer_id] = job.agent_id
    return found


def _of_one(past: Past, spells: Iterable[Spell]) -> Iterator[Job]:
    """The jobs of one conversation: what one hand gave the next is one job, what nobody accepted is none."""
    job: Job | None = None
    previous: Spell | None = None
    for spell in spells:
        at = spell.waiting_since
        if job is not None and previous is not None:
            again = previous.waiting_since == spell.waiting_since
            if again and _passed_on(previous, spell):
                job = replace(job, work_ms=job.work_ms + _length(past, spell), going_on=spell.ended_at is None)
                previous = spell
                continue
            if again and _declined(past, previous):
                at = job.at
            else:
                yield job
                at = (previous.ended_at or at) if again else at
        job = _job(past, spell, at)
        previous = spell
    if job is not None:
        yield job


def _job(past: Past, spell: Spell, at: int) -> Job:
    return Job(
        key=f"{spell.facts.id}.{spell.fence}",
        facts=spell.facts,
        at=at,
        started=spell.started_at,
        agent_id=spell.agent_id,
        step=spell.step,
        routed=spell.routed,
        work_ms=_length(past, spell),
        going_on=spell.ended_at is None,
    )


def _passed_on(previous: Spell, spell: Spell) -> bool:
    gap = spell.started_at - (previous.ended_at or 0)
    return not spell.routed and abs(gap) <= AT_ONCE_MS


def _declined(past: Past, spell: Spell) -> bool:
    """Whether it can only have been an offer: the router gave it, and it was back before an offer runs out."""
    longest = past.policy.offer_seconds * 1000
    ended = spell.ended_at or past.until
    return bool(longest) and spell.routed and ended - spell.started_at <= longest + AT_ONCE_MS


def _length(past: Past, spell: Spell) -> int:
    return max(1, (spell.ended_at or past.until) - spell.started_at)


def _usual(of: Iterable[Job]) -> dict[str, int]:
    known: dict[str, list[int]] = {}
    for job in of:
        if job.work_ms and not job.going_on:
            known.setdefault(kind_of(job.facts.channel), []).append(job.work_ms)
    return {kind: int(median(lengths)) for kind, lengths in known.items()}
