"""What the people who lead a desk may set."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType, field

from server.api.forms import Form, Given, TeamView
from server.api.front_forms import AskFront, FrontView
from server.api.hours_forms import AskHours
from server.api.routing_forms import Country, Id, Ids, RoutingRules, Slug
from server.domain.hours import Hours
from server.domain.language import Speaks
from server.domain.work import Kind

Name = Annotated[str, Meta(min_length=1, max_length=200, pattern="^[^\\u0000-\\u001f]+$")]
Email = Annotated[str, Meta(min_length=3, max_length=254, pattern="^[!-?A-~]+@[!-?A-~]+$")]
Password = Annotated[str, Meta(min_length=12, max_length=1024, description="12 characters at least")]
Locale = Annotated[str, Meta(max_length=35, pattern="^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$")]
Zone = Annotated[str, Meta(max_length=64, pattern="^[A-Za-z0-9_+/-]+$", description="an IANA time zone")]
Level = Annotated[int, Meta(ge=1, le=5)]
Capacity = Annotated[int, Meta(ge=0, le=500)]
Channel = Annotated[str, Meta(max_length=32, pattern="^[a-z_]+$")]
Origins = Annotated[tuple[Annotated[str, Meta(pattern="^https?://[!-~]{1,200}$")], ...], Meta(max_length=20)]
Accent = Annotated[str, Meta(pattern="^#[0-9a-f]{6}$")]
Skills = Annotated[tuple[Slug, ...], Meta(max_length=50)]
Markets = Annotated[tuple[Country, ...], Meta(max_length=250)]
Retention = Annotated[
    dict[Annotated[str, Meta(max_length=32, pattern=r"^([a-z_]+|\*)$")], Annotated[int, Meta(ge=1, le=36_500)]],
    Meta(max_length=50, description="days a conversation is kept after its end, by channel; `*` for all others"),
]
Role = Annotated[str, Meta(min_length=1, max_length=16, pattern="^[a-z0-9_]+$", description="a role's id")]
Limits = dict[Kind, Annotated[int, Meta(ge=0, le=500)]]


class Spoken(Form, frozen=True):
    """A language and how well, 1 to 5."""

    language: Annotated[str, Meta(pattern="^[a-z]{2,3}$")]
    level: Level = 5


Languages = Annotated[tuple[Spoken, ...], Meta(max_length=30)]


class AskAgent(Form, frozen=True):
    """A new person of the desk. `shop_ids`, `markets`: whom they serve, all when empty."""

    email: Email
    name: Name
    password: Password
    role: Role = "agent"
    locale: Locale = "en"
    time_zone: Zone = "UTC"
    languages: Languages = ()
    team_ids: Ids = ()
    skills: Skills = ()
    shop_ids: Ids = ()
    markets: Markets = ()
    hours: AskHours = AskHours()
    capacity: Capacity = 4
    limits: Limits = field(default_factory=dict)


class Changes(Form, frozen=True):
    """What of a person's part in the routing is to change; absent fields stay."""

    locale: Locale | UnsetType = UNSET
    time_zone: Zone | UnsetType = UNSET
    languages: Languages | UnsetType = UNSET
    team_ids: Ids | UnsetType = UNSET
    skills: Skills | UnsetType = UNSET
    shop_ids: Ids | UnsetType = UNSET
    markets: Markets | UnsetType = UNSET
    hours: AskHours | UnsetType = UNSET
    capacity: Capacity | UnsetType = UNSET
    limits: Limits | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class ChangeAgent(Changes, frozen=True):
    """What of a person is to change; absent fields stay. A new role, password or an end of activity ends their logins."""

    name: Name | UnsetType = UNSET
    password: Password | UnsetType = UNSET
    role: Role | UnsetType = UNSET


class AgentCard(Given, frozen=True):
    """A person of the desk, for those who lead it."""

    id: str
    email: str
    name: str
    role: Role
    locale: str
    time_zone: str
    languages: tuple[Speaks, ...]
    team_ids: tuple[str, ...]
    skills: tuple[str, ...]
    shop_ids: tuple[str, ...]
    markets: tuple[str, ...]
    hours: Hours
    capacity: int
    limits: dict[str, int]
    load: int
    loads: dict[str, int]
    availability: str
    away_reason: str
    rests_until: int
    active: bool


class AgentCards(Given, frozen=True):
    """Everybody, active or not."""

    items: tuple[AgentCard, ...]


class AskTeam(Form, frozen=True):
    """A new team."""

    name: Name


class ChangeTeam(Form, frozen=True):
    """A team's new name."""

    name: Name


class TeamCards(Given, frozen=True):
    """All teams, by name."""

    items: tuple[TeamView, ...]


class AskShop(Form, frozen=True):
    """A new storefront. `origins`: the pages its widget may stand on, any when empty; `signed_only`: only for whom it signs."""

    name: Name
    market: Annotated[str, Meta(pattern="^[A-Z]{2}$")]
    locale: Locale = "en"
    channel: Channel = "web"
    origins: Origins = ()
    accent: Accent = "#0f766e"
    signed_only: bool = False
    front: AskFront = AskFront()


class ChangeShop(Form, frozen=True):
    """What of a storefront is to change; its market and channel stay, for conversations carry them."""

    name: Name | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    origins: Origins | UnsetType = UNSET
    accent: Accent | UnsetType = UNSET
    signed_only: bool | UnsetType = UNSET
    front: AskFront | UnsetType = UNSET


class ShopCard(Given, frozen=True):
    """A storefront; `key` stands in the page's script line."""

    id: str
    key: str
    name: str
    market: str
    channel: str
    locale: str
    origins: tuple[str, ...]
    accent: str
    signed_only: bool
    front: FrontView


class ShopCards(Given, frozen=True):
    """All storefronts, by name."""

    items: tuple[ShopCard, ...]


class AskBridge(Form, frozen=True):
    """A new relay for one shop's channel."""

    name: Name
    shop_id: Id
    channel: Channel


class BridgeCard(Given, frozen=True):
    """A relay. `token` and the `secret` that signs in its place are shown this once and stored nowhere."""

    id: str
    name: str
    token: str
    token_id: str
    secret: str


class AskVoice(Form, frozen=True):
    """How customers are addressed in a language, in one market or shop, or everywhere."""

    language: Annotated[str, Meta(pattern="^[a-z]{2,3}$")]
    formality: Literal["formal", "casual"]
    market: Annotated[str, Meta(max_length=2, pattern="^([A-Z]{2})?$")] = ""
    shop_id: Annotated[str, Meta(max_length=40, pattern="^([a-z]+_[0-9a-z]+)?$")] = ""


class ChangePolicy(Form, frozen=True):
    """What of the desk's rules is to change; absent fields stay, `routing` is replaced as a whole. Seconds throughout."""

    languages: (
        Annotated[tuple[Annotated[str, Meta(pattern="^[a-z]{2,3}$")], ...], Meta(min_length=1, max_length=40)]
        | UnsetType
    ) = UNSET
    desk_language: Annotated[str, Meta(pattern="^[a-z]{2,3}$")] | UnsetType = UNSET
    offer_seconds: Annotated[int, Meta(ge=0, le=600)] | UnsetType = UNSET
    relax_seconds: Annotated[int, Meta(ge=0, le=86400)] | UnsetType = UNSET
    grace_seconds: Annotated[int, Meta(ge=0, le=3600)] | UnsetType = UNSET
    translate_seconds: Annotated[float, Meta(ge=0.1, le=30)] | UnsetType = UNSET
    untranslated: Literal["send", "return"] | UnsetType = UNSET
    translate_day: Annotated[int, Meta(ge=0, le=10**12)] | UnsetType = UNSET
    translate_month: Annotated[int, Meta(ge=0, le=10**12)] | UnsetType = UNSET
    voices: Annotated[tuple[AskVoice, ...], Meta(max_length=200)] | UnsetType = UNSET
    second_factor: Literal["optional", "admins", "everybody"] | UnsetType = UNSET
    retention: Retention | UnsetType = UNSET
    routing: RoutingRules | UnsetType = UNSET


class PolicyCard(Given, frozen=True):
    """The desk's rules as they are."""

    languages: tuple[str, ...]
    desk_language: str
    offer_seconds: int
    relax_seconds: int
    grace_seconds: int
    translate_seconds: float
    untranslated: str
    translate_day: int
    translate_month: int
    voices: tuple[AskVoice, ...]
    second_factor: str
    retention: dict[str, int]
    routing: RoutingRules
