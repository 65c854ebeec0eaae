"""Who takes part: agents who answer, customers who ask, and the actor every request is made by."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from server.domain.hours import Hours
from server.domain.language import Speaks
from server.domain.permissions import Permission
from server.domain.profile import SignedPerson
from server.domain.work import kind_of

Availability = Literal["online", "busy", "away", "offline"]
ActorKind = Literal["customer", "agent", "bridge", "bot", "system"]


class Agent(Struct, frozen=True, kw_only=True):
    """A person of the desk. Times are milliseconds since the epoch.

    `role` is one of the house's or the id of one of the workspace's own. `load` sums the weights of open assignments and
    offers, `loads` counts them by kind of work; `capacity` and `limits` bound them. `shop_ids` and `markets`: whom they
    serve, all when empty; conversations of other shops they do not see, unless their role holds `every_shop`. `misses`
    counts offers let pass in a row, `rests_until` is the end of the work after a conversation, `since` when they last
    said how available they are.
    """

    id: str
    workspace_id: str
    email: str
    name: str
    role: str = "agent"
    locale: str = "en"
    time_zone: str = "UTC"
    languages: tuple[Speaks, ...] = ()
    team_ids: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    shop_ids: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    hours: Hours = Hours()
    capacity: int = 4
    limits: dict[str, int] = {}
    load: int = 0
    loads: dict[str, int] = {}
    availability: Availability = "offline"
    away_reason: str = ""
    idle_since: int = 0
    misses: int = 0
    rests_until: int = 0
    since: int = 0
    active: bool = True

    def speaks(self, language: str) -> bool:
        """Whether the agent serves this language without an engine."""
        return any(s.language == language for s in self.languages)

    def fits(self, channel: str, weight: int) -> bool:
        """Whether one more conversation of this channel and weight stays within their capacity."""
        kind = kind_of(channel)
        within = kind not in self.limits or self.loads.get(kind, 0) < self.limits[kind]
        return within and self.load + weight <= self.capacity

    def laden(self, channel: str, weight: int, now: int) -> "Agent":
        """With one more conversation of this channel and weight in hand."""
        kind = kind_of(channel)
        loads = self.loads | {kind: self.loads.get(kind, 0) + 1}
        return replace(self, load=self.load + weight, loads=loads, idle_since=now)

    def relieved(self, channel: str, weight: int, now: int) -> "Agent":
        """With one conversation less; never below nothing."""
        kind = kind_of(channel)
        loads = {name: count - (name == kind) for name, count in self.loads.items() if count > (name == kind)}
        return replace(self, load=max(0, self.load - weight), loads=loads, idle_since=now)

    def free(self, channel: str, weight: int, now: int) -> bool:
        """Whether the router may give it to them at `now`."""
        ready = self.active and self.availability == "online" and self.rests_until <= now
        return ready and self.fits(channel, weight)


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
    vip: bool = False
    attributes: dict[str, str] = {}
    created_at: int = 0
    erased_at: int = 0


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
    """Who asks. Made by identity/ from a proof, never from a request's own words.

    `session_id` names the login, or a bridge's token; `scopes` are what that token may do. Of a customer, `signed` is what their
    shop signed of them, if it did. Of an agent, `permissions` are what
    the role holds, and `shop_ids` the only shops whose conversations they see; all when empty.
    """

    kind: ActorKind
    id: str
    workspace_id: str
    name: str = ""
    locale: str = "en"
    shop_id: str = ""
    shop_ids: tuple[str, ...] = ()
    permissions: tuple[Permission, ...] = ()
    channel: str = "web"
    session_id: str = ""
    scopes: tuple[str, ...] = ()
    signed: SignedPerson | None = None

    @property
    def author(self) -> Author:
        """The actor as the author of what they write."""
        return Author(self.kind, self.id, self.name)

    @property
    def leads(self) -> bool:
        """Whether the actor may act on conversations that belong to someone else."""
        return self.kind == "system" or "lead" in self.permissions
