"""What a conversation needs and what an agent offers: all the router knows of either."""

from functools import lru_cache

from msgspec import Struct

from server.domain.conversation import Conversation
from server.domain.hours import Hours, Windows, windows
from server.domain.language import language_of
from server.domain.people import Agent
from server.domain.queues import Routing
from server.domain.work import Kind as Work
from server.domain.work import kind_of

BONUS_MS = 120_000
LONGEST_BONUS_MS = 600_000
"""Priority and deadline are a head start in waiting time, at most ten minutes: ageing always wins, so nobody starves."""
DAY_MS = 86_400_000
SHIFTS_AHEAD = 3
"""Days of shifts an offer carries; the sweep renews it."""


class Kind(Struct, frozen=True, array_like=True, order=True):
    """A class of equal needs: within it only the place decides.

    Who declined (and until when that holds) belongs to it, so that whoever can serve its head can serve all of it.
    """

    queue: str = ""
    language: str = "und"
    market: str = ""
    shop_id: str = ""
    work: Work = "live"
    weight: int = 1
    team_id: str = ""
    skills: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    again_at: int = 0

    @property
    def asks(self) -> "Kind":
        """What of it decides who fits: all but who declined."""
        return Kind(*(getattr(self, name) for name in self.__struct_fields__[:8])) if self.declined else self

    @property
    def line(self) -> str:
        """The line its customers stand in, as they are told their place: queue, language and team."""
        return f"{self.queue}|{self.language}|{self.team_id}"


class Need(Struct, frozen=True, kw_only=True):
    """A conversation that waits. `score` is its place: less is sooner. Times are ms."""

    workspace_id: str
    conversation_id: str
    kind: Kind = Kind()
    score: int = 0
    waiting_since: int = 0
    preferred_id: str = ""


class Offer(Struct, frozen=True, kw_only=True):
    """An agent's part. `levels` of the languages they write, `reads` the one an engine must reach.

    `shifts` are spans of ms (None: always); `on`: present, though perhaps full or paused; `open`: takes more work.
    """

    workspace_id: str
    agent_id: str
    levels: dict[str, int] = {}
    reads: str = "en"
    team_ids: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    shop_ids: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    shifts: tuple[tuple[int, int], ...] | None = None
    capacity: int = 0
    limits: dict[str, int] = {}
    load: int = 0
    loads: dict[str, int] = {}
    idle_since: int = 0
    rests_until: int = 0
    on: bool = False
    open: bool = False

    def on_shift(self, at: int, margin: int = 0) -> bool:
        """Whether it is their time, and will be for `margin` ms more."""
        return self.shifts is None or any(start <= at < end - margin for start, end in self.shifts)

    def free(self, kind: Kind, now: int) -> bool:
        """Whether one more conversation of this kind may be given."""
        limit = self.limits.get(kind.work)
        ready = self.on and self.open and self.rests_until <= now and self.load + kind.weight <= self.capacity
        return ready and (limit is None or self.loads.get(kind.work, 0) < limit)


def need_of(c: Conversation, routing: Routing) -> Need:
    """What a waiting conversation needs under these rules."""
    queue = routing.queue_of(c)
    priority = max(0, c.priority) + max(0, queue.priority) + (routing.vip_priority if c.vip else 0)
    work = kind_of(c.channel)
    kind = Kind(
        queue=queue.name,
        language=c.wanted_language or c.customers_language,
        market=c.market,
        shop_id=c.shop_id,
        work=work,
        weight=routing.weight(c.channel),
        team_id=c.team_id or queue.team_id,
        skills=tuple(sorted({*queue.skills, *c.skills})),
        declined=tuple(sorted(c.declined)),
        again_at=c.declined_at + routing.again_seconds * 1000 if c.declined else 0,
    )
    return Need(
        workspace_id=c.workspace_id,
        conversation_id=c.id,
        kind=kind,
        score=_place(c, 1000 * (queue.target or routing.targets.get(work, 0)), priority),
        waiting_since=c.waiting_since,
        preferred_id=c.preferred_id,
    )


def asked(c: Conversation) -> tuple[object, ...]:
    """What of a conversation its need is made of: when this changes, the queue must hear of it."""
    return (
        *(c.shop_id, c.market, c.channel, c.wanted_language, c.customers_language, c.queue, c.skills, c.team_id),
        *(c.vip, c.priority, c.due, c.declined, c.declined_at, c.waiting_since, c.preferred_id),
    )


def _place(c: Conversation, target_ms: int, priority: int) -> int:
    """When it is due, a little earlier for what matters more; never more than the longest head start before it came."""
    due = c.waiting_since + target_ms
    if c.due:
        due = min(due, c.due)
    return max(due - min(priority * BONUS_MS, LONGEST_BONUS_MS), c.waiting_since - LONGEST_BONUS_MS)


@lru_cache(maxsize=4096)
def _shifts(hours: Hours, time_zone: str, midnight: int) -> Windows:
    return windows(hours, time_zone, midnight - DAY_MS, midnight + SHIFTS_AHEAD * DAY_MS)


def offer_of(agent: Agent, now: int) -> Offer:
    """What an agent offers. Busy is present: their customers wait for them rather than for an engine."""
    return Offer(
        workspace_id=agent.workspace_id,
        agent_id=agent.id,
        levels=dict(sorted((speaks.language, speaks.level) for speaks in agent.languages)),
        reads=language_of(agent.locale),
        team_ids=tuple(sorted(agent.team_ids)),
        skills=tuple(sorted(agent.skills)),
        shop_ids=tuple(sorted(agent.shop_ids)),
        markets=tuple(sorted(agent.markets)),
        shifts=None if agent.hours.always else _shifts(agent.hours, agent.time_zone, now - now % DAY_MS),
        capacity=agent.capacity,
        limits=dict(sorted(agent.limits.items())),
        load=agent.load,
        loads=agent.loads,
        idle_since=agent.idle_since,
        rests_until=agent.rests_until,
        on=agent.active and agent.availability in ("online", "busy"),
        open=agent.availability == "online",
    )
