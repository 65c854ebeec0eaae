"""What is known of a shopper beside their words: what the shop signed, and what a page said of cart, order and pages seen.

Only `SignedPerson` is proved. The rest was said by a page's script, which a shopper's browser can make say anything.
"""

from msgspec import Struct

MOST_SEEN = 20
"""Events kept of one shopper, the newest first to stay."""
MOST_ATTRIBUTES = 30


class SignedOrder(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An order as the shop signed it; all but the id as the shop words it."""

    id: str
    total: str = ""
    currency: str = ""
    status: str = ""
    date: str = ""


class SignedPerson(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who a shop says its shopper is. `sub` is the shop's own name for them, `key` the key it signed with."""

    sub: str
    key: str
    name: str = ""
    email: str = ""
    locale: str = ""
    orders: tuple[SignedOrder, ...] = ()
    attributes: dict[str, str] = {}


class Item(Struct, frozen=True, kw_only=True, rename="camel"):
    """A line of a cart or an order."""

    name: str
    sku: str = ""
    quantity: int = 1
    price: str = ""
    url: str = ""


class Cart(Struct, frozen=True, kw_only=True, rename="camel"):
    """What lies in the cart."""

    items: tuple[Item, ...] = ()
    total: str = ""
    currency: str = ""


class Order(Struct, frozen=True, kw_only=True, rename="camel"):
    """The order a page is about."""

    id: str
    status: str = ""
    total: str = ""
    currency: str = ""
    date: str = ""
    url: str = ""
    items: tuple[Item, ...] = ()


class Seen(Struct, frozen=True, kw_only=True, rename="camel"):
    """Something a page told of: a page looked at, a step taken. `at` is ms by the shopper's clock."""

    name: str
    at: int
    url: str = ""
    title: str = ""
    data: dict[str, str] = {}


class Profile(Struct, frozen=True, kw_only=True):
    """All of it. `signed_at` and `told_at` (ms) are when the shop and a page last said something."""

    customer_id: str
    workspace_id: str
    signed: SignedPerson | None = None
    signed_at: int = 0
    attributes: dict[str, str] = {}
    cart: Cart | None = None
    order: Order | None = None
    seen: tuple[Seen, ...] = ()
    told_at: int = 0


def joined(older: Profile, newer: Profile) -> Profile:
    """Of two profiles of one person what is newer, where it says anything."""
    seen = sorted((*older.seen, *newer.seen), key=lambda one: one.at)[-MOST_SEEN:]
    attributes = older.attributes | newer.attributes
    return Profile(
        customer_id=older.customer_id,
        workspace_id=older.workspace_id,
        signed=newer.signed or older.signed,
        signed_at=max(newer.signed_at, older.signed_at),
        attributes=dict(list(attributes.items())[-MOST_ATTRIBUTES:]),
        cart=newer.cart or older.cart,
        order=newer.order or older.order,
        seen=tuple(seen),
        told_at=max(newer.told_at, older.told_at),
    )
