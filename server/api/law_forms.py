"""A country's law as the console is told it."""

from typing import Annotated, Literal

from msgspec import Meta

from server.api.forms import Form, Given


class AskLaw(Form, frozen=True):
    """Of which country: ISO 3166 alpha-2."""

    market: Annotated[str, Meta(pattern="^([A-Za-z]{2})?$")] = ""


class Term(Given, frozen=True):
    """So many days (`unit` "business": working days) from something; -1 days where no figure is known, 0 for none or at once."""

    days: int
    unit: str
    since: str
    note: str


class LawCard(Given, frozen=True):
    """What a country's law gives a consumer: the market book's page. `stale`: its review date is over, and it still counts.

    `refund_starts` "goods": the refund's days count from when the goods are back.
    """

    market: str
    title: str
    withdrawal: Term
    refund: Term
    refund_starts: Literal["", "goods"]
    data: Term
    returns_paid_by: str
    outbound_refunded: str
    guarantee: str
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    sources: tuple[str, ...]
    as_of: str
    review_after: str
    stale: bool
