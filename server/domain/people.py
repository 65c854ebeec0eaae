"""Who takes part: agents who answer, customers who ask, and the actor every request is made by."""

from typing import Literal

from msgspec import Struct

from server.domain.language import Speaks

Role = Literal["agent", "supervisor", "admin"]
Availability = Literal["online", "busy", "away", "offline"]
ActorKind = Literal["customer", "agent", "bridge", "bot", "system"]


class Agent(Struct, frozen=True, kw_only=True):
    """A person of the desk. `load` counts open assignments and offers; `idle_since` is milliseconds since the epoch."""

    id: str
    workspace_id: str
    email: str
    name: str
    role: Role = "agent"
    locale: str = "en"
    time_zone: str = "UTC"
    languages: tuple[Speaks, ...] = ()
    team_ids: tuple[str, ...] = ()
    capacity: int = 4
    load: int = 0
    availability: Availability = "offline"
    away_reason: str = ""
    idle_since: int = 0
    active: bool = True

    def speaks(self, language: str) -> bool:
        """Whether the agent serves this language without an engine."""
        return any(s.language == language for s in self.languages)

    @property
    def free(self) -> bool:
        """Whether the router may give this agent one more conversation."""
        return self.active and self.availability == "online" and self.load < self.capacity


class Customer(Struct, frozen=True, kw_only=True):
    """A person the desk serves, known by little or much. Written only with their first word."""

    id: str
    workspace_id: str
    name: str = ""
    email: str = ""
    locale: str = ""
    market: str = ""
    external_id: str = ""
    channel: str = "web"
    attributes: dict[str, str] = {}
    created_at: int = 0


class Author(Struct, frozen=True):
    """Who wrote an entry, as it is stored with it."""

    kind: ActorKind
    id: str
    name: str = ""

    @property
    def key(self) -> str:
        """The author's half of a client id's uniqueness."""
        return f"{self.kind}:{self.id}"


class Actor(Struct, frozen=True, kw_only=True):
    """Who asks. Made by identity/ from a proof, never from a request's own words."""

    kind: ActorKind
    id: str
    workspace_id: str
    name: str = ""
    role: Role | None = None
    locale: str = "en"
    shop_id: str = ""
    channel: str = "web"
    session_id: str = ""

    @property
    def author(self) -> Author:
        """The actor as the author of what they write."""
        return Author(self.kind, self.id, self.name)

    @property
    def leads(self) -> bool:
        """Whether the actor may act on conversations that belong to someone else."""
        return self.kind == "system" or self.role in ("supervisor", "admin")
