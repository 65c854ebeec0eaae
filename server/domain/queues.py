"""How a desk gives its work: queues, the named steps in which each asks for less, and the numbers around them.

Data, edited by those who lead; `routing/` is what obeys it.
"""

from collections.abc import Collection, Mapping
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.work import KINDS, kind_of

TRANSLATED = 0
ANYONE = -1
"""Levels of a step that asks for no speaker: a machine can translate the pair, or not even that."""
MOST_QUEUES, MOST_STEPS = 50, 12
TARGETS = {"live": 60, "messaging": 900, "mail": 14_400, "marketplace": 43_200}
"""Seconds to a first answer that customers of each kind of work find usual."""


class Step(Struct, frozen=True, kw_only=True):
    """A circle of agents a waiting conversation may be given to, from `after` seconds of waiting on.

    `level` is the least level of the customer's language (1-5), TRANSLATED or ANYONE. `shift`, `skills`, `market` say
    whether the agent must be on shift, have every skill asked for, serve the market; the shop they must always serve.
    `outsourced` opens it to outsourced teams; `team_ids` names teams to ask instead of the conversation's own.

    When nobody who is present fits an earlier circle there is nothing to wait for, and this one opens at once.
    """

    name: str
    after: int = 0
    level: int = 3
    shift: bool = True
    skills: bool = True
    market: bool = True
    outsourced: bool = False
    team_ids: tuple[str, ...] = ()


def relaxing(seconds: int) -> tuple[Step, ...]:
    """The steps of a queue that names none: a speaker who is present is waited for about `seconds`, nobody for ever.

    There is no ring of the best speakers: how well somebody writes is worth points (decision 5).
    """
    far = Step(name="any_shift", level=3, after=seconds // 3, shift=False, market=False)
    further = replace(far, name="overflow", level=TRANSLATED, after=3 * seconds, outsourced=True, skills=False)
    return (
        Step(name="fluent", level=3),
        far,
        replace(far, name="translated", level=TRANSLATED, after=seconds),
        further,
        replace(further, name="anyone", level=ANYONE, after=5 * seconds),
    )


class Match(Struct, frozen=True, kw_only=True):
    """Which conversations a queue takes; what is empty asks nothing."""

    shop_ids: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    vip: bool | None = None

    def takes(self, c: Conversation) -> bool:
        """Whether it is one of these."""
        asked = (
            (self.shop_ids, c.shop_id),
            (self.markets, c.market),
            (self.channels, c.channel),
            (self.languages, c.wanted_language or c.customers_language),
        )
        return self.vip in (None, c.vip) and all(not wanted or has in wanted for wanted, has in asked)


class Queue(Struct, frozen=True, kw_only=True):
    """Conversations that are treated alike. `target` is when (s) the first answer is promised, 0: nothing is."""

    name: str
    match: Match = Match()
    team_id: str = ""
    skills: tuple[str, ...] = ()
    priority: int = 0
    target: int = 0
    steps: tuple[Step, ...] = ()


class Routing(Struct, frozen=True, kw_only=True):
    """A desk's rules. The first queue that matches takes a conversation; none: the queue without a name.

    By kind of work: `weights`, units of capacity (1 unless named), and `targets`, when the first answer is due; what is due
    sooner stands further ahead. `outsourced` teams work for others too and are asked only where a step says so.
    Durations are seconds; 0 switches the thing off.
    """

    queues: tuple[Queue, ...] = ()
    weights: dict[str, int] = {}
    targets: dict[str, int] = field(default_factory=TARGETS.copy)
    outsourced: tuple[str, ...] = ()
    vip_priority: int = 2
    sticky_seconds: int = 60
    idle_seconds: int = 900
    after_work_seconds: int = 0
    drain_seconds: int = 300
    again_seconds: int = 30
    misses: int = 2
    long_wait_seconds: int = 300

    def queue_of(self, c: Conversation) -> Queue:
        """The queue it belongs to: the one it was transferred to, else the first that matches."""
        named = next((queue for queue in self.queues if c.queue == queue.name), None)
        return named or next((queue for queue in self.queues if queue.match.takes(c)), UNNAMED)

    def weight(self, channel: str) -> int:
        """What a conversation of this channel costs of an agent's capacity."""
        return self.weights.get(kind_of(channel), 1)


UNNAMED = Queue(name="")


def check(routing: Routing, teams: Collection[str], shops: Collection[str]) -> None:
    """Refuses `bad_request` with the path of what makes no sense, `not_found` for a team or shop of nobody's."""
    if len(routing.queues) > MOST_QUEUES:
        raise Refusal("bad_request", "routing.queues")
    _distinct([queue.name for queue in routing.queues], "routing.queues")
    for number, queue in enumerate(routing.queues):
        path = f"routing.queues.{number}"
        _known((queue.team_id,) if queue.team_id else (), teams, f"{path}.teamId")
        _known(queue.match.shop_ids, shops, f"{path}.match.shopIds")
        _check_steps(queue.steps, teams, f"{path}.steps")
    _known(routing.outsourced, teams, "routing.outsourced")
    _check_kinds(routing.weights, (1, 100), "routing.weights")
    _check_kinds(routing.targets, (0, 604_800), "routing.targets")


def _check_steps(steps: tuple[Step, ...], teams: Collection[str], path: str) -> None:
    if len(steps) > MOST_STEPS:
        raise Refusal("bad_request", path)
    _distinct([step.name for step in steps], path)
    for number, step in enumerate(steps):
        _known(step.team_ids, teams, f"{path}.{number}.teamIds")
    for number, (former, latter) in enumerate(pairwise(steps), 1):
        if latter.after < former.after:
            raise Refusal("bad_request", f"{path}.{number}.after")


def _check_kinds(numbers: Mapping[str, int], bounds: tuple[int, int], path: str) -> None:
    for kind, number in numbers.items():
        if kind not in KINDS or not bounds[0] <= number <= bounds[1]:
            raise Refusal("bad_request", f"{path}.{kind}")


def _distinct(names: list[str], path: str) -> None:
    for number, name in enumerate(names):
        if not name or name in names[:number]:
            raise Refusal("bad_request", f"{path}.{number}.name")


def _known(ids: Collection[str], all_ids: Collection[str], path: str) -> None:
    if not set(ids) <= set(all_ids):
        raise Refusal("not_found", path)
