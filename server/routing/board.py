"""What a decision looks at: the head of each class that waits, and the agents, kept in step with the queue by differences.

The queue in Redis and the lists of `waiting.py` feed the same board, so that one policy serves, replays and is judged.
"""

from collections.abc import Iterable
from hashlib import sha256

import msgspec
from msgspec import Struct, structs

from server.domain.queues import TRANSLATED, Queue, Routing, Step, relaxing
from server.routing.need import Kind, Offer

FLUENT = 3
MOST_CLASSES = 5000
"""Classes whose circles are remembered."""


class Rules(Struct, frozen=True, kw_only=True):
    """What the judgement obeys. `relax` (s) makes the steps of queues that name none; `pairs` a machine can translate,
    None: every pair."""

    routing: Routing = Routing()
    relax: int = 60
    pairs: frozenset[tuple[str, str]] | None = None

    @property
    def mark(self) -> str:
        """A short name of what a desk decided, the same on every node."""
        return sha256(msgspec.json.encode((self.routing, self.relax), order="sorted")).hexdigest()[:16]

    def steps(self, queue: str) -> tuple[Step, ...]:
        """A queue's steps."""
        named: Iterable[Queue] = (one for one in self.routing.queues if one.name == queue and one.steps)
        return next((one.steps for one in named), relaxing(self.relax))

    def translates(self, language: str, reads: str) -> bool:
        """Whether a machine helps an agent who reads this language to serve a customer of that one."""
        both = ((language, reads), (reads, language))
        return language == reads or self.pairs is None or self.pairs.issuperset(both)


class Head(Struct, frozen=True, kw_only=True):
    """The first of a class, or the first who prefers an agent. Times are ms."""

    conversation_id: str
    kind: Kind
    score: int
    waiting_since: int
    preferred_id: str = ""


class Board:
    """Heads and offers, and who belongs to which circle of a class. Changing one agent costs what the classes are, no more."""

    def __init__(self, rules: Rules = Rules()) -> None:
        self._rules = rules
        self._steps: dict[str, tuple[Step, ...]] = {}
        self._circles: dict[Kind, tuple[set[str], ...]] = {}
        self._order: tuple[Head, ...] | None = None
        self._boundaries: tuple[int, int | None] | None = None
        self.offers: dict[str, Offer] = {}
        self.heads: dict[Kind, Head] = {}
        self.mine: dict[str, Head] = {}
        self.open: set[str] = set()

    @property
    def rules(self) -> Rules:
        """What is obeyed now."""
        return self._rules

    @rules.setter
    def rules(self, rules: Rules) -> None:
        if rules != self._rules:
            self._rules = rules
            self._steps.clear()
            self._circles.clear()
            self._boundaries = None

    def show(self, kind: Kind, head: Head | None) -> None:
        """The first of a class is this one now; None: nobody of it waits."""
        self._order = None
        if head is None:
            self.heads.pop(kind, None)
        else:
            self.heads[kind] = head

    def prefer(self, agent_id: str, head: Head | None) -> None:
        """The first of those who would rather have this agent."""
        if head is None:
            self.mine.pop(agent_id, None)
        else:
            self.mine[agent_id] = head

    def sit(self, offer: Offer) -> None:
        """An agent as they are now."""
        before = self.offers.get(offer.agent_id)
        self.offers[offer.agent_id] = offer
        may = offer.on and offer.open and offer.load < offer.capacity
        (self.open.add if may else self.open.discard)(offer.agent_id)
        if before is None or _still(before) != _still(offer):
            self._seat(offer)

    def leave(self, agent_id: str) -> None:
        """An agent is gone altogether."""
        if agent_id in self.offers:
            self.sit(structs.replace(self.offers[agent_id], on=False))
            del self.offers[agent_id]
            self.mine.pop(agent_id, None)

    def ordered(self) -> tuple[Head, ...]:
        """The heads, the first first."""
        if self._order is None:
            self._order = tuple(sorted(self.heads.values(), key=lambda head: (head.score, head.conversation_id)))
        return self._order

    def steps(self, kind: Kind) -> tuple[Step, ...]:
        """The steps of a class."""
        found = self._steps.get(kind.queue)
        if found is None:
            found = self._steps[kind.queue] = self._rules.steps(kind.queue)
        return found

    def circles(self, kind: Kind) -> tuple[set[str], ...]:
        """Who is present and fits each step of a class, shifts and load apart."""
        asks = kind.asks
        found = self._circles.get(asks)
        if found is None:
            if len(self._circles) >= MOST_CLASSES:
                self._circles.clear()
            steps = self.steps(asks)
            found = tuple(
                {o.agent_id for o in self.offers.values() if fits(self._rules, step, asks, o)} for step in steps
            )
            self._circles[asks] = found
        return found

    def boundary(self, now: int) -> int | None:
        """When (ms) the next shift of somebody present begins, drains or ends."""
        if self._boundaries is None or (self._boundaries[1] or now + 1) <= now:
            drain = self._rules.routing.drain_seconds * 1000
            edges = (
                edge
                for offer in self.offers.values()
                if offer.on and offer.shifts
                for start, end in offer.shifts
                for edge in (start, end - drain, end)
                if edge > now
            )
            self._boundaries = (now, min(edges, default=None))
        return self._boundaries[1]

    def _seat(self, offer: Offer) -> None:
        self._boundaries = None
        for asks, circles in self._circles.items():
            for step, circle in zip(self.steps(asks), circles, strict=True):
                change = circle.add if fits(self._rules, step, asks, offer) else circle.discard
                change(offer.agent_id)


def fits(rules: Rules, step: Step, asks: Kind, offer: Offer) -> bool:
    """Whether somebody present belongs to a step's circle, whatever they have in hand."""
    return (
        offer.on
        and offer.capacity >= asks.weight
        and offer.limits.get(asks.work, 1) > 0
        and (not offer.shop_ids or asks.shop_id in offer.shop_ids)
        and (not step.market or not offer.markets or asks.market in ("", *offer.markets))
        and (not step.skills or set(asks.skills) <= set(offer.skills))
        and _of_team(rules, step, asks, offer)
        and _understands(rules, step, asks, offer)
    )


def _of_team(rules: Rules, step: Step, asks: Kind, offer: Offer) -> bool:
    teams = step.team_ids or ((asks.team_id,) if asks.team_id else ())
    if teams:
        return not set(teams).isdisjoint(offer.team_ids)
    return step.outsourced or not offer.team_ids or not set(offer.team_ids) <= set(rules.routing.outsourced)


def _understands(rules: Rules, step: Step, asks: Kind, offer: Offer) -> bool:
    if step.level > TRANSLATED:
        return asks.language == "und" or offer.levels.get(asks.language, 0) >= step.level
    return step.level < TRANSLATED or asks.language == "und" or rules.translates(asks.language, offer.reads)


def _still(offer: Offer) -> tuple[object, ...]:
    """What of an offer does not change from one conversation to the next."""
    return (offer.on, offer.capacity, offer.levels, offer.reads, offer.team_ids, offer.skills, offer.shop_ids,
            offer.markets, offer.limits, offer.shifts)  # fmt: skip
