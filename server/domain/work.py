"""Kinds of work: what a channel asks of an agent's attention."""

from typing import Literal, get_args

Kind = Literal["live", "messaging", "mail", "marketplace"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_OF_CHANNEL: dict[str, Kind] = {
    "web": "live",
    "email": "mail",
    "amazon": "marketplace",
    "aliexpress": "marketplace",
    "ebay": "marketplace",
    "etsy": "marketplace",
    "lazada": "marketplace",
    "mercadolibre": "marketplace",
    "ozon": "marketplace",
    "rakuten": "marketplace",
    "shopee": "marketplace",
    "temu": "marketplace",
    "tiktok_shop": "marketplace",
    "walmart": "marketplace",
    "wildberries": "marketplace",
}


SLOW = frozenset(channel for channel, kind in _OF_CHANNEL.items() if kind in ("mail", "marketplace"))
"""Channels whose answers may take hours."""


def kind_of(channel: str) -> Kind:
    """A widget's customer sits and waits (live); a phone's messenger is looked at now and then (messaging);
    letters and a marketplace's messages are answered within hours."""
    return _OF_CHANNEL.get(channel, "messaging")
