"""What a shop's page may tell of its shopper: attributes, cart, order, steps. Nothing of it is proved."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from server.protocol.commands import PLAIN, Command, Millis, Short, Url

Label = Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)]
Amount = Annotated[str, Meta(max_length=32, pattern=PLAIN)] | int | float
Value = Short | int | float | bool
Values = Annotated[dict[Label, Value], Meta(max_length=20)]
Currency = Annotated[str, Meta(max_length=8, pattern=PLAIN)]


class Told(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The form of what is told."""


class ToldItem(Told, frozen=True):
    """A line of a cart or an order."""

    name: Annotated[str, Meta(min_length=1, max_length=200, pattern=PLAIN)]
    sku: Annotated[str, Meta(max_length=64, pattern=PLAIN)] = ""
    quantity: Annotated[int, Meta(ge=0, le=1_000_000)] = 1
    price: Amount = ""
    url: Url = ""


class ToldCart(Told, frozen=True):
    """What lies in the cart; no items: it is empty."""

    items: Annotated[tuple[ToldItem, ...], Meta(max_length=30)] = ()
    total: Amount = ""
    currency: Currency = ""


class ToldOrder(Told, frozen=True):
    """The order the page is about."""

    id: Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)] | int
    status: Short = ""
    total: Amount = ""
    currency: Currency = ""
    date: Annotated[str, Meta(max_length=40, pattern=PLAIN)] = ""
    url: Url = ""
    items: Annotated[tuple[ToldItem, ...], Meta(max_length=30)] = ()


class ToldStep(Told, frozen=True):
    """A page looked at, a step taken; `at` by the shopper's clock."""

    name: Label
    at: Millis
    url: Url = ""
    title: Short = ""
    data: Values = {}


class Describe(Command, frozen=True):
    """Tell what a page knows of the shopper; refused while they have said nothing, for then nothing is stored.

    Attributes are added to those told before; cart and order take the place of the last; of steps the last twenty are kept.
    """

    attributes: Values | UnsetType = UNSET
    cart: ToldCart | UnsetType = UNSET
    order: ToldOrder | UnsetType = UNSET
    seen: Annotated[tuple[ToldStep, ...], Meta(max_length=20)] = ()
