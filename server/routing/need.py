"""What a conversation needs and what an agent offers: all the router knows of either."""

from msgspec import Struct

from server.domain.conversation import Conversation
from server.domain.people import Agent

BONUS_MS = 120_000
LONGEST_BONUS_MS = 600_000
"""Priority is a head start in waiting time, at most ten minutes: ageing always wins, so nobody starves."""


class Need(Struct, frozen=True, kw_only=True):
    """A conversation that waits. `waiting_since` is ms; `declined` are agents who said no to it."""

    workspace_id: str
    conversation_id: str
    language: str = "und"
    team_id: str = ""
    declined: tuple[str, ...] = ()
    waiting_since: int = 0
    priority: int = 0

    @property
    def kind(self) -> "Kind":
        """The class it queues in: within it only the time of waiting decides."""
        return Kind(self.language, self.team_id, max(0, self.priority), tuple(sorted(self.declined)))

    @property
    def score(self) -> int:
        """Its place: less is sooner."""
        return self.waiting_since - self.kind.bonus


class Kind(Struct, frozen=True, array_like=True, order=True):
    """A class of equal needs.

    Who declined belongs to it, so that whoever can serve its head can serve all of it.
    """

    language: str
    team_id: str
    priority: int
    declined: tuple[str, ...]

    @property
    def bonus(self) -> int:
        """Head start in ms."""
        return min(self.priority * BONUS_MS, LONGEST_BONUS_MS)


class Offer(Struct, frozen=True, kw_only=True):
    """An agent's part.

    `on`: present, though perhaps full or paused; `open`: takes more work. `idle_since` is ms.
    """

    workspace_id: str
    agent_id: str
    languages: tuple[str, ...] = ()
    team_ids: tuple[str, ...] = ()
    capacity: int = 0
    load: int = 0
    idle_since: int = 0
    on: bool = False
    open: bool = False

    @property
    def free(self) -> bool:
        """Whether one more conversation may be given."""
        return self.on and self.open and self.load < self.capacity

    def fits(self, language: str | None, team_id: str) -> bool:
        """Whether the agent is of the team (any, when empty) and writes the language (any, when None)."""
        return (not team_id or team_id in self.team_ids) and (language is None or language in self.languages)


def need_of(c: Conversation) -> Need:
    """What a waiting conversation needs."""
    return Need(
        workspace_id=c.workspace_id,
        conversation_id=c.id,
        language=c.language,
        team_id=c.team_id,
        declined=c.declined,
        waiting_since=c.waiting_since,
        priority=c.priority,
    )


def offer_of(agent: Agent) -> Offer:
    """What an agent offers now. Busy is present: their customers wait for them rather than for an engine."""
    return Offer(
        workspace_id=agent.workspace_id,
        agent_id=agent.id,
        languages=tuple(sorted({speaks.language for speaks in agent.languages})),
        team_ids=tuple(sorted(agent.team_ids)),
        capacity=agent.capacity,
        load=agent.load,
        idle_since=agent.idle_since,
        on=agent.active and agent.availability in ("online", "busy"),
        open=agent.availability == "online",
    )
