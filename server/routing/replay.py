"""Stored traffic played again: under the rules of today, and under others or with another roster."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from server.domain.past import Past
from server.domain.people import Agent
from server.domain.queues import Routing
from server.routing.attended import guessed, people
from server.routing.board import Rules
from server.routing.comparing import (
    MOST_DIFFERENCES,
    Caveat,
    Choice,
    Comparison,
    Turnout,
    differences,
    fit,
    outcome,
)
from server.routing.jobs import Job, arrivals, jobs
from server.routing.need import need_of
from server.routing.ports import Pairs
from server.routing.simulate import Story, simulate


class Case(Struct, frozen=True, kw_only=True):
    """What is to be played: the past, and what would be different; None: nothing. `agents` is the whole other roster,
    `relax` (s) makes the steps of queues that name none; `pairs` a machine can translate, None: every pair."""

    past: Past
    routing: Routing | None = None
    relax: int | None = None
    agents: tuple[Agent, ...] | None = None
    pairs: Pairs | None = None

    @property
    def today(self) -> Rules:
        """The rules that are stored."""
        policy = self.past.policy
        return Rules(routing=policy.routing, relax=policy.relax_seconds, pairs=self.pairs)

    @property
    def other(self) -> Rules:
        """The rules that are tried."""
        rules = self.today
        routing = rules.routing if self.routing is None else self.routing
        return replace(rules, routing=routing, relax=rules.relax if self.relax is None else self.relax)


class Wish(Struct, frozen=True, kw_only=True):
    """A replay somebody asks for: of which time (ms), and what would be different, as in Case."""

    workspace_id: str
    since: int
    until: int
    routing: Routing | None = None
    relax: int | None = None
    agents: tuple[Agent, ...] | None = None


def replay(case: Case) -> Comparison:
    """Play it twice. What came before `since` only warms the desk up and is not counted."""
    past = case.past
    everything = jobs(past)
    counted = [job for job in everything if past.since <= job.at < past.until]
    was = _really(past, everything)
    now = played(past, everything, case.today, past.agents)
    then = played(past, everything, case.other, past.agents if case.agents is None else case.agents)
    target = _targets(past, case.other.routing)
    different = differences(counted, now, then)
    return Comparison(
        since=past.since,
        until=past.until,
        was=outcome(counted, was, target),
        now=outcome(counted, now, target),
        then=outcome(counted, then, target),
        fit=fit(counted, was, now),
        differing=len(different),
        differs=tuple(different[:MOST_DIFFERENCES]),
        caveats=_caveats(past, counted),
    )


def played(past: Past, everything: Sequence[Job], rules: Rules, agents: Sequence[Agent]) -> dict[str, Turnout]:
    """What would have become of each job."""
    story = simulate(arrivals(past, everything), people(past, agents), rules, past.workspace_id)
    return _told(past, story)


def _really(past: Past, everything: Sequence[Job]) -> dict[str, Turnout]:
    levels = _levels(past.agents)
    found = {}
    for job in everything:
        if job.started is None or job.started >= past.until:
            end = past.until if job.left is None else min(job.left, past.until)
            found[job.key] = Turnout(Choice("", "", max(0, end - job.at)))
        else:
            language = need_of(job.facts.conversation(past.workspace_id), past.policy.routing).kind.language
            choice = Choice(job.agent_id, job.step, max(0, job.started - job.at))
            found[job.key] = Turnout(choice, levels.get((job.agent_id, language), 0), job.work_ms)
    return found


def _told(past: Past, story: Story) -> dict[str, Turnout]:
    found = {
        one.conversation_id: Turnout(Choice(one.agent_id, one.step, one.wait), one.level, one.ended - one.started)
        for one in story.served
    }
    for one in story.unserved:
        end = past.until if one.left is None else min(one.left, past.until)
        found[one.conversation_id] = Turnout(Choice("", "", max(0, end - one.waiting_since)))
    return found


def _levels(agents: Sequence[Agent]) -> dict[tuple[str, str], int]:
    return {(agent.id, speaks.language): speaks.level for agent in agents for speaks in agent.languages}


def _targets(past: Past, routing: Routing) -> Callable[[Job], int]:
    def target_ms(job: Job) -> int:
        c = job.facts.conversation(past.workspace_id)
        queue = routing.queue_of(c)
        return 1000 * (queue.target or routing.targets.get(need_of(c, routing).kind.work, 0))

    return target_ms


def _caveats(past: Past, counted: Sequence[Job]) -> tuple[Caveat, ...]:
    served = [job for job in counted if job.started is not None]
    found = (
        Caveat("cut", past.most),
        Caveat("by_hand", sum(not job.routed for job in served)),
        Caveat("going_on", sum(job.going_on for job in served)),
        Caveat("guessed", guessed(past)),
        Caveat("untold", len(counted) - len(served)),
        Caveat("present_facts", len(counted)),
    )
    return tuple(caveat for caveat in found if caveat.count)
