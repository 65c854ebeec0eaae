"""What the people who lead a desk may set."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from server.api.forms import Form, Given
from server.domain.language import Speaks
from server.domain.people import Role

Id = Annotated[str, Meta(min_length=3, max_length=40, pattern="^[a-z]+_[0-9a-z]+$")]
Name = Annotated[str, Meta(min_length=1, max_length=200, pattern="^[^\\u0000-\\u001f]+$")]
Email = Annotated[str, Meta(min_length=3, max_length=254, pattern="^[!-?A-~]+@[!-?A-~]+$")]
Password = Annotated[str, Meta(min_length=12, max_length=1024, description="12 characters at least")]
Locale = Annotated[str, Meta(max_length=35, pattern="^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$")]
Zone = Annotated[str, Meta(max_length=64, pattern="^[A-Za-z0-9_+/-]+$", description="an IANA time zone")]
Level = Annotated[int, Meta(ge=1, le=5)]
Capacity = Annotated[int, Meta(ge=0, le=500)]
Channel = Annotated[str, Meta(max_length=32, pattern="^[a-z_]+$")]


class Spoken(Form, frozen=True):
    """A language and how well, 1 to 5."""

    language: Annotated[str, Meta(pattern="^[a-z]{2,3}$")]
    level: Level = 5


class AskAgent(Form, frozen=True):
    """A new person of the desk."""

    email: Email
    name: Name
    password: Password
    role: Role = "agent"
    locale: Locale = "en"
    time_zone: Zone = "UTC"
    languages: Annotated[tuple[Spoken, ...], Meta(max_length=30)] = ()
    team_ids: Annotated[tuple[Id, ...], Meta(max_length=50)] = ()
    capacity: Capacity = 4


class ChangeAgent(Form, frozen=True):
    """What of a person is to change; absent fields stay. A new role, password or an end of activity ends their logins."""

    name: Name | UnsetType = UNSET
    password: Password | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    time_zone: Zone | UnsetType = UNSET
    languages: Annotated[tuple[Spoken, ...], Meta(max_length=30)] | UnsetType = UNSET
    team_ids: Annotated[tuple[Id, ...], Meta(max_length=50)] | UnsetType = UNSET
    capacity: Capacity | UnsetType = UNSET
    active: bool | UnsetType = UNSET


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
    capacity: int
    load: int
    availability: str
    active: bool


class AgentCards(Given, frozen=True):
    """Everybody, active or not."""

    items: tuple[AgentCard, ...]


class AskTeam(Form, frozen=True):
    """A new team."""

    name: Name


class AskShop(Form, frozen=True):
    """A new storefront. `origins` are the pages its widget may stand on; none means any."""

    name: Name
    market: Annotated[str, Meta(pattern="^[A-Z]{2}$")]
    locale: Locale = "en"
    channel: Channel = "web"
    origins: Annotated[tuple[Annotated[str, Meta(pattern="^https?://[!-~]{1,200}$")], ...], Meta(max_length=20)] = ()
    accent: Annotated[str, Meta(pattern="^#[0-9a-f]{6}$")] = "#0f766e"


class ShopCard(Given, frozen=True):
    """A storefront; `key` stands in the page's script line."""

    id: str
    key: str
    name: str
    market: str
    channel: str


class AskBridge(Form, frozen=True):
    """A new relay for one shop's channel."""

    name: Name
    shop_id: Id
    channel: Channel


class BridgeCard(Given, frozen=True):
    """A relay. `token` is shown this once and stored nowhere."""

    id: str
    name: str
    token: str


class ChangePolicy(Form, frozen=True):
    """What of the desk's rules is to change; absent fields stay. Seconds throughout."""

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


class PolicyCard(Given, frozen=True):
    """The desk's rules as they are."""

    languages: tuple[str, ...]
    desk_language: str
    offer_seconds: int
    relax_seconds: int
    grace_seconds: int
    translate_seconds: float
    untranslated: str
