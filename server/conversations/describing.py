"""What a page tells of its shopper, kept beside the conversation for the desk to see: unproved, and shown as that."""

import msgspec
from msgspec import UNSET

from server.conversations.room import Caller, Room
from server.domain.profile import Cart, Item, Order, Profile, Seen
from server.protocol import profile_commands as told
from server.protocol.acks import Done

WEB = ("https://", "http://")


async def describe(room: Room, caller: Caller, ask: told.Describe) -> Done:
    """Keep it. Refuses `bad_state` with `customer` while the shopper has said nothing."""
    me = caller.actor
    await room.shoppers.profiles.tell(
        Profile(
            customer_id=me.id,
            workspace_id=me.workspace_id,
            attributes={} if ask.attributes is UNSET else values(ask.attributes),
            cart=None if ask.cart is UNSET else _cart(ask.cart),
            order=None if ask.order is UNSET else _order(ask.order),
            seen=tuple(_seen(each) for each in ask.seen),
            told_at=room.clock.now(),
        )
    )
    return Done()


def values(given: dict[str, told.Value]) -> dict[str, str]:
    """As people read them."""
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in given.items()}


def _cart(cart: told.ToldCart) -> Cart:
    return Cart(items=_items(cart.items), total=str(cart.total), currency=cart.currency)


def _order(order: told.ToldOrder) -> Order:
    return Order(
        id=str(order.id),
        status=order.status,
        total=str(order.total),
        currency=order.currency,
        date=order.date,
        url=_web(order.url),
        items=_items(order.items),
    )


def _items(items: tuple[told.ToldItem, ...]) -> tuple[Item, ...]:
    return tuple(
        Item(**msgspec.structs.asdict(each) | {"price": str(each.price), "url": _web(each.url)}) for each in items
    )


def _seen(step: told.ToldStep) -> Seen:
    return Seen(**msgspec.structs.asdict(step) | {"url": _web(step.url), "data": values(step.data)})


def _web(url: str) -> str:
    """Addresses of the web alone."""
    return url if url.startswith(WEB) else ""
