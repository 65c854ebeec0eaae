"""What a bridge may ask: words that came in from outside, and receipts for words that went out."""

from typing import Annotated, Literal

from msgspec import Meta

from server.protocol.commands import PLAIN, Command, Id, Market, Seq, Short, Tag, Text

Html = Annotated[str, Meta(max_length=60_000, description="code points; 60000 at most")]


class Person(Command, frozen=True):
    """The customer as the outside channel knows them."""

    external_id: Annotated[str, Meta(min_length=1, max_length=200, pattern=PLAIN)]
    name: Short = ""
    locale: Tag = ""
    market: Market = ""


class Deliver(Command, frozen=True):
    """A message that came in by a bridge. `external_id` makes it exactly-once; `thread` keeps one conversation.

    `html`: mail with markup; it is cleaned, its words stand in for `text`, and agents may look at it as it was formatted.
    `after` names the `external_id` that must be stored before it in the same thread; while it is not, the answer says retry.
    """

    thread: Annotated[str, Meta(min_length=1, max_length=200, pattern=PLAIN)]
    external_id: Annotated[str, Meta(min_length=1, max_length=110, pattern=PLAIN)]
    customer: Person
    text: Text = ""
    html: Html = ""
    language: Tag = ""
    attachments: Annotated[tuple[Id, ...], Meta(max_length=10)] = ()
    after: Annotated[str, Meta(max_length=110, pattern=PLAIN)] = ""


class Pending(Command, frozen=True):
    """Deliveries that still wait for a receipt, oldest first, after the number `after`; or those that were given up, or all."""

    after: Seq = 0
    limit: Annotated[int, Meta(ge=1, le=200)] = 50
    state: Literal["waiting", "dead", "all"] = "waiting"


class Forgettings(Command, frozen=True):
    """People to forget whom this bridge has not yet said to have forgotten, oldest first, after the number `after`; or all."""

    after: Seq = 0
    limit: Annotated[int, Meta(ge=1, le=200)] = 50
    state: Literal["waiting", "all"] = "waiting"


class Forgotten(Command, frozen=True):
    """The bridge has forgotten this person, and so have those it told."""

    erasure_id: Id


class Report(Command, frozen=True):
    """What became of a delivery. States only move forward: sent, delivered, read; or failed with a reason."""

    delivery_id: Id
    state: Literal["sent", "delivered", "read", "failed"]
    external_id: Annotated[str, Meta(max_length=200, pattern=PLAIN)] = ""
    reason: Short = ""
