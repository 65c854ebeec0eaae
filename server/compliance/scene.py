"""Where a text is about to be said: everything a rule may look at beside the text itself."""

from msgspec import Struct

MARKETPLACES = frozenset(
    {
        "aliexpress",
        "amazon",
        "ebay",
        "etsy",
        "lazada",
        "mercado_libre",
        "shopee",
        "tiktok_shop",
        "walmart",
    }
)


class Scene(Struct, frozen=True, kw_only=True):
    """Who says something, on which channel, to which market.

    `market` is the customer's country (ISO 3166 alpha-2), `language` the text's (BCP 47 primary part); both
    may be empty. `known` holds what must not trigger: order and tracking numbers and the person's own data.
    `reader` is the language in which the text's author reads what a rule has to say.
    """

    direction: str = "outbound"
    author: str = "agent"
    channel: str = "web"
    market: str = ""
    language: str = ""
    phase: str = ""
    known: tuple[str, ...] = ()
    reader: str = "en"
