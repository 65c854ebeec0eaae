"""Who was there when, from what was written down; where nothing was, from what they promised or from what they did."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from server.domain.hours import Windows, merge, windows
from server.domain.past import Mark, Past
from server.domain.people import Agent
from server.routing.need import Offer, offer_of
from server.routing.simulate import Person

DAY_MS = 86_400_000
PAUSE_MS = 3_600_000
"""Who takes work again within an hour had not gone home."""


def people(past: Past, agents: Sequence[Agent]) -> list[Person]:
    """These agents as the simulation takes them.

    Whoever is new, or has other hours than the stored ones, is there as they promise; who has gone is not.
    """
    stored = {agent.id: agent for agent in past.agents}
    marks = _by_agent(past)
    found = []
    for agent in agents:
        before = stored.get(agent.id)
        if before is not None and (before.hours, before.time_zone) == (agent.hours, agent.time_zone):
            present = attended(past, before, marks.get(agent.id, ()))
        else:
            present = windows(agent.hours, agent.time_zone, past.warm_from, past.until)
        if agent.active or before is None or not before.active:
            found.append(Person(offer=_offer(past, agent), present=present))
    return found


def guessed(past: Past) -> int:
    """How many of those who worked are partly there by guess."""
    marks = _by_agent(past)
    worked = {spell.agent_id for spell in past.spells}
    return sum(_known_from(past, marks.get(id, ())) > past.since for id in worked)


def attended(past: Past, agent: Agent, marks: Sequence[Mark]) -> Windows:
    """The times in which they took work."""
    known = _known_from(past, marks)
    spans = []
    for number, mark in enumerate(marks):
        end = marks[number + 1].at if number + 1 < len(marks) else past.until
        if mark.availability == "online":
            spans.append((max(mark.at, past.warm_from), end))
    return merge((*spans, *_guess(past, agent, known)))


def _guess(past: Past, agent: Agent, until: int) -> Iterable[tuple[int, int]]:
    if until <= past.warm_from:
        return ()
    if not agent.hours.always and agent.active:
        return windows(agent.hours, agent.time_zone, past.warm_from, until)
    worked = merge(
        (spell.started_at, (spell.ended_at or past.until) + PAUSE_MS)
        for spell in past.spells
        if spell.agent_id == agent.id
    )
    return [(start, min(end, until)) for start, end in worked if start < until]


def _known_from(past: Past, marks: Sequence[Mark]) -> int:
    return max(past.warm_from, marks[0].at) if marks else past.until


def _by_agent(past: Past) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for mark in past.marks:
        found.setdefault(mark.agent_id, []).append(mark)
    return found


def _offer(past: Past, agent: Agent) -> Offer:
    """An offer carries the shifts of a few days; here it is those of the whole time."""
    offer = offer_of(agent, past.since)
    if agent.hours.always:
        return offer
    return replace(offer, shifts=windows(agent.hours, agent.time_zone, past.warm_from - DAY_MS, past.until + DAY_MS))
