"""What is known of how a desk gave its work: enough to play it again. Times are milliseconds since the epoch."""

from msgspec import Struct

from server.domain.conversation import Conversation
from server.domain.people import Agent
from server.domain.workspace import Policy


class Facts(Struct, frozen=True, array_like=True):
    """What of a conversation decides who should have it, as it is stored now."""

    id: str
    shop_id: str
    customer_id: str
    channel: str
    language: str
    locale: str
    market: str
    priority: int
    vip: bool
    queue: str
    skills: tuple[str, ...]
    wanted_language: str
    deadline: int
    team_id: str

    def conversation(self, workspace_id: str, **more: str) -> Conversation:
        """A conversation of which nothing else is known."""
        return Conversation(
            workspace_id=workspace_id,
            **{name: getattr(self, name) for name in self.__struct_fields__} | more,
        )


class Spell(Struct, frozen=True, array_like=True):
    """An assignment: somebody had it from `started_at` on. `routed`: the router gave it, by `step`; else a hand did."""

    facts: Facts
    fence: int
    agent_id: str
    started_at: int
    ended_at: int | None
    waiting_since: int
    step: str
    routed: bool


class Lost(Struct, frozen=True, array_like=True):
    """A wait that nobody ended; `left`: when the customer's conversation was closed, None: it waits still."""

    facts: Facts
    waiting_since: int
    left: int | None


class Mark(Struct, frozen=True, array_like=True):
    """An agent's availability from then on."""

    agent_id: str
    at: int
    availability: str


class Past(Struct, frozen=True, kw_only=True):
    """The stored traffic of a desk from `since` to `until`, and what happened `warm_from` on, before it.

    `most`: at so many spells reading stopped, and `since` is the oldest of them; 0: it did not.
    """

    workspace_id: str
    policy: Policy
    warm_from: int
    since: int
    until: int
    agents: tuple[Agent, ...]
    spells: tuple[Spell, ...]
    lost: tuple[Lost, ...]
    marks: tuple[Mark, ...]
    most: int = 0
