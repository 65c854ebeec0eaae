"""Packs, overrides and dry-runs as they are asked for and told."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from server.api.forms import Form, Given
from server.api.replay_forms import Millis
from server.compliance.tenant import BYTES
from server.protocol.commands import PLAIN

OrderedAction = Literal["allow", "annotate", "warn", "hold", "block"]
About = Annotated[str, Meta(min_length=1, max_length=100, pattern="^[a-z0-9_.]+$")]
Source = Annotated[str, Meta(min_length=1, max_length=BYTES)]


class AskPack(Form, frozen=True):
    """A pack as TOML. In the place of the desk's pack with the same id."""

    source: Source


class PackCard(Given, frozen=True):
    """A pack. `own`: the desk's, by the `id` it can be removed with and read again. `stale`: its review date is over.
    `time` says where its validity stands: `early` rules say nothing yet, `expired` ones only warn."""

    name: str
    title: str
    version: int
    source: str
    as_of: str
    review_after: str
    stale: bool
    valid_from: str
    valid_until: str
    time: Literal["now", "early", "expired"]
    rules: tuple[str, ...]
    categories: tuple[str, ...]
    kind: Literal["rules", "platform", "market"]
    own: bool = False
    id: str = ""
    created_at: int = 0


class AskOverride(Form, frozen=True):
    """One rule (`pack.rule`) or category otherwise until a time, in a shop or all. Unless `signed` it can only be stricter;
    signing takes an admin."""

    about: About
    action: OrderedAction
    until: Millis
    reason: Annotated[str, Meta(min_length=3, max_length=400)]
    shop_id: Annotated[str, Meta(max_length=64, pattern=PLAIN)] = ""
    signed: bool = False


class OverrideCard(Given, frozen=True):
    """An override. `over`: its time has passed."""

    id: str
    about: str
    action: str
    shop_id: str
    signed: bool
    reason: str
    until: int
    over: bool
    created_by: str
    created_at: int


class UnusedPack(Given, frozen=True):
    """A desk's pack that does not count as it is kept, and why: `name.toml:line: reason`. What it said before goes on."""

    id: str
    name: str
    reason: str


class RulesPage(Given, frozen=True):
    """The packs that count here, the house's and the desk's own, and what the desk ordered otherwise."""

    packs: tuple[PackCard, ...]
    unused: tuple[UnusedPack, ...]
    overrides: tuple[OverrideCard, ...]
    may_sign: bool


class PackText(Given, frozen=True):
    """A desk's own pack as it was brought."""

    source: str


class AskWords(Form, frozen=True):
    """In which language (BCP 47 primary part)."""

    language: Annotated[str, Meta(pattern="^[a-z]{2,3}$")] = "en"


class RuleWords(Given, frozen=True):
    """What each rule that speaks here (`pack.rule`) tells the people of the desk, in that language or else in English."""

    items: dict[str, str]


class AskDryRun(Form, frozen=True):
    """Judge what was said since a time, 92 days at most, with this pack, or with this override beside the others."""

    since: Millis
    until: Millis | UnsetType = UNSET
    pack: Source | UnsetType = UNSET
    override: AskOverride | UnsetType = UNSET
