"""A rule pack as it is written: data with its source, its dates and its own tests."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Literal, TypeAlias

from msgspec import Struct, field

from server.domain.verdict import Action

CATEGORIES = frozenset(
    {
        "abuse",
        "contact_exchange",
        "counterfeit_admission",
        "external_payment",
        "false_claim",
        "false_customs",
        "off_platform_diversion",
        "pii_leak",
        "refuse_statutory_rights",
        "review_manipulation",
        "unsolicited_marketing",
        "data_subject_request",
        "legal_threat",
        "safety_incident",
        "withdrawal_notice",
        "prompt_injection",
    }
)

Texts: TypeAlias = dict[str, str]
Terms: TypeAlias = dict[str, tuple[str, ...]]


class Pattern(Struct, frozen=True, forbid_unknown_fields=True):
    """A shape in RE2 syntax, read in one view; `check` names its validator, which uses `allow` or `forms`."""

    regex: str
    view: str = "plain"
    check: str = ""
    allow: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


class Case(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a rule speaks and what must then happen. Empty means everywhere; `@marketplaces` all of them.

    `open` asks for a clock that runs since the customer's unanswered words (`refund`, `data`).
    Where the platform's pack has a word for `policy`, that is what happens; `action` is for the others, "" for nothing.
    What stands anywhere in the text excuses it when all slots of `unless_all` do.
    """

    action: str = ""
    policy: str = ""
    directions: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    unless_all: tuple[str, ...] = ()


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """What to find, what must be near, and what it means where.

    `find` names slots, any of which starts the rule; of each group of `near` one must lie `within` so many signs
    and be of the same language. A slot of `unless` in the same clause excuses it (and so does that it is all a
    quotation), one of `unless_sentence` in the same sentence, one of `not_after` just before it (`order no. 4111`).
    `disguised` asks that the place was written so as not to be read. The first case that fits the scene gives the
    action; `mask` names how the place is covered when that is mask. `message` (to the author) and `rewrite` (what
    may be said instead) name texts of the pack.

    With `missing` a rule is about what is not there: it speaks once, at the text's end, when something of `find` (if it
    names anything) and nothing of `missing` is in the text. `reviewers` says how many must let pass what it holds.
    `expired` makes it warn where it would require, hold or block; `at_most` is the strictest it ever asks for.

    A slot `sounds_<category>` is found where a text sounds so much like a category that no words of a rule are needed (see
    classifier).
    """

    id: str
    category: str
    find: tuple[str, ...]
    cases: tuple[Case, ...]
    near: tuple[tuple[str, ...], ...] = ()
    within: int = 40
    unless: tuple[str, ...] = ()
    unless_sentence: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    disguised: bool = False
    missing: tuple[str, ...] = ()
    reviewers: int = 1
    mask: str = ""
    message: str = ""
    rewrite: str = ""
    expired: bool = False
    at_most: str = ""

    def slots(self) -> Iterator[str]:
        """Every slot it asks for."""
        yield from chain(self.find, *self.near, self.missing, self.beside(), self.anywhere())

    def beside(self) -> Iterator[str]:
        """What may excuse a place from where it stands near it."""
        return chain(self.unless, self.unless_sentence, self.not_after)

    def anywhere(self) -> Iterator[str]:
        """What may excuse a place wherever it stands in the text."""
        return chain.from_iterable(case.unless_all for case in self.cases)


class Platform(Struct, frozen=True, forbid_unknown_fields=True):
    """What one platform's own rules say: `policy` names an action for what the cases of rules ask about.

    `names` are the channels it is for. `reply_hours` is how soon a buyer must be answered, by market ("" for the others);
    `weekends` whether those hours run at weekends too, `automatic` whether an automatic answer counts.
    """

    names: tuple[str, ...]
    kind: str
    policy: dict[str, str] = field(default_factory=dict)
    reply_hours: dict[str, float] = field(default_factory=dict)
    weekends: bool = True
    automatic: bool = False
    notes: tuple[str, ...] = ()


class Market(Struct, frozen=True, forbid_unknown_fields=True):
    """What a country's law gives a consumer and asks of a shop. What is not said stands in the pack it `extends`.

    Terms are in days (`unit` "business": working days); -1 where no figure is known, 0 `window_days` where there is no right.
    `refund_starts` "goods": the refund's days count from when the goods are back (or proved to be sent), else from the notice.
    """

    names: tuple[str, ...]
    extends: str = ""
    law: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    window_days: int = -1
    window_unit: str = ""
    window_from: str = ""
    window_note: str = ""
    returns_paid_by: str = ""
    outbound_refunded: str = ""
    refund_days: int = -1
    refund_unit: str = ""
    refund_from: str = ""
    refund_starts: Literal["", "goods"] = ""
    refund_note: str = ""
    send_back_days: int = -1
    exceptions: tuple[str, ...] = ()
    guarantee: str = ""
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    data_days: int = -1
    data_unit: str = ""
    data_note: str = ""
    marketing: str = ""
    duty: str = ""


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """One test a pack carries: this text in this scene gets this action, from this rule if named."""

    text: str
    expect: str
    rule: str = ""
    direction: str = "outbound"
    author: str = "agent"
    channel: str = "web"
    market: str = ""
    language: str = "en"
    phase: str = ""
    known: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


class Pack(Struct, frozen=True, forbid_unknown_fields=True):
    """One file of `packs/`. `terms` are slots of words by language; `own` those of one language only.

    Its rules say nothing before `valid_from`; after `valid_until` (the last day) they warn where they held or blocked.
    """

    id: str
    version: int
    title: str
    source: str
    as_of: date
    review_after: date
    valid_from: date | None = None
    valid_until: date | None = None
    terms: dict[str, Terms] = field(default_factory=dict)
    own: dict[str, Terms] = field(default_factory=dict)
    pattern: dict[str, Pattern] = field(default_factory=dict)
    text: dict[str, Texts] = field(default_factory=dict)
    platform: Platform | None = None
    market: Market | None = None
    rule: tuple[Rule, ...] = ()
    test: tuple[Example, ...] = ()

    def stale(self, today: date) -> bool:
        """Whether somebody should have looked at it again; a stale pack still speaks."""
        return today > self.review_after

    def expired(self, today: date) -> bool:
        """Whether its validity is over."""
        return self.valid_until is not None and today > self.valid_until

    def early(self, today: date) -> bool:
        """Whether its validity has not begun."""
        return self.valid_from is not None and today < self.valid_from


ACTIONS = frozenset(action.name for action in Action)
