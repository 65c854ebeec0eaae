"""A desk's rules of routing as they come in and go out: the same form, so that one can edit what one was given."""

from collections.abc import Collection
from typing import Annotated

from msgspec import Meta, convert, field
from msgspec.structs import asdict

from server.api.forms import Form
from server.domain.queues import Queue, Routing, check
from server.domain.work import Kind

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9_-]{1,40}$(?!\n)")]
StepName = Annotated[str, Meta(pattern=r"^[a-z0-9_-]{1,32}$(?!\n)", description="stands with every assignment it made")]
Id = Annotated[str, Meta(min_length=3, max_length=40, pattern="^[a-z]+_[0-9a-z]+$")]
Ids = Annotated[tuple[Id, ...], Meta(max_length=50)]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$(?!\n)", description="ISO 3166-1 alpha-2")]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}$(?!\n)")]
Channel = Annotated[str, Meta(pattern=r"^[a-z_]{1,32}$(?!\n)")]
Seconds = Annotated[int, Meta(ge=0, le=604_800, description="seconds; a week at most")]
Priority = Annotated[int, Meta(ge=0, le=20)]


class RoutingStep(Form, frozen=True):
    """A circle of agents and the waiting time from which it is asked; `level` 0: whom a machine translates for, -1: anyone."""

    name: StepName
    after: Seconds = 0
    level: Annotated[int, Meta(ge=-1, le=5)] = 3
    shift: bool = True
    skills: bool = True
    market: bool = True
    outsourced: bool = False
    team_ids: Ids = ()


class RoutingMatch(Form, frozen=True):
    """Which conversations a queue takes; what is empty asks nothing."""

    shop_ids: Ids = ()
    markets: Annotated[tuple[Country, ...], Meta(max_length=250)] = ()
    channels: Annotated[tuple[Channel, ...], Meta(max_length=50)] = ()
    languages: Annotated[tuple[Language, ...], Meta(max_length=100)] = ()
    vip: bool | None = None


class RoutingQueue(Form, frozen=True):
    """Conversations that are treated alike; no steps: the usual ones."""

    name: Slug
    match: RoutingMatch = RoutingMatch()
    team_id: Annotated[str, Meta(max_length=40, pattern=r"^([a-z]+_[0-9a-z]+)?$(?!\n)")] = ""
    skills: Annotated[tuple[Slug, ...], Meta(max_length=20)] = ()
    priority: Priority = 0
    target: Seconds = 0
    steps: Annotated[tuple[RoutingStep, ...], Meta(max_length=12)] = ()


USUAL = Routing()


class RoutingRules(Form, frozen=True):
    """How a desk gives its work. Durations are seconds, 0 switches the thing off; what is absent has its usual value."""

    queues: Annotated[tuple[RoutingQueue, ...], Meta(max_length=50)] = ()
    weights: dict[Kind, Annotated[int, Meta(ge=1, le=100)]] = field(default_factory=dict)
    targets: dict[Kind, Seconds] = field(default_factory=lambda: convert(USUAL.targets, dict[Kind, Seconds]))
    outsourced: Ids = ()
    vip_priority: Priority = USUAL.vip_priority
    sticky_seconds: Annotated[int, Meta(ge=0, le=3600)] = USUAL.sticky_seconds
    idle_seconds: Annotated[int, Meta(ge=0, le=86_400)] = USUAL.idle_seconds
    after_work_seconds: Annotated[int, Meta(ge=0, le=3600)] = USUAL.after_work_seconds
    drain_seconds: Annotated[int, Meta(ge=0, le=7200)] = USUAL.drain_seconds
    again_seconds: Annotated[int, Meta(ge=0, le=3600)] = USUAL.again_seconds
    misses: Annotated[int, Meta(ge=0, le=20)] = USUAL.misses
    long_wait_seconds: Annotated[int, Meta(ge=0, le=86_400)] = USUAL.long_wait_seconds


def shown(routing: Routing) -> RoutingRules:
    """The rules as they are stored, in the form in which they may be sent back."""
    return RoutingRules(**asdict(routing) | {"queues": tuple(_queue(queue) for queue in routing.queues)})


def routing_of(ask: RoutingRules, teams: Collection[str], shops: Collection[str]) -> Routing:
    """The house's own value. Refuses `bad_request` and `not_found` with the path of what makes no sense."""
    routing = convert(ask, Routing, from_attributes=True)
    check(routing, teams, shops)
    return routing


def _queue(queue: Queue) -> RoutingQueue:
    steps = tuple(RoutingStep(**asdict(step)) for step in queue.steps)
    return RoutingQueue(**asdict(queue) | {"match": RoutingMatch(**asdict(queue.match)), "steps": steps})
