"""Where a text is about to be said: everything a rule may look at beside the text itself."""

from typing import TypeAlias

from msgspec import Struct

from server.domain.overrides import Order

KINDS = {
    "marketplaces": (
        "aliexpress alibaba allegro amazon bol cdiscount coupang daraz ebay emag etsy flipkart gmarket hepsiburada jd jumia"
        " kaufland lazada leboncoin magalu mercado_libre mercari n11 noon otto ozon pinduoduo qoo10 rakuten shein shopee"
        " taobao temu tiktok_shop tmall tokopedia trendyol vinted walmart wildberries wish yahoo_shopping yandex_market zalando"
    ),
    "messengers": "facebook instagram kakaotalk line messenger sms telegram viber wechat whatsapp x zalo",
    "mails": "email",
}
ALIASES = {
    "1688": "alibaba",
    "ali_express": "aliexpress",
    "amazon_sp": "amazon",
    "e_mail": "email",
    "facebook_messenger": "messenger",
    "fb": "facebook",
    "ig": "instagram",
    "kakao": "kakaotalk",
    "mail": "email",
    "meli": "mercado_libre",
    "mercadolibre": "mercado_libre",
    "mercadolivre": "mercado_libre",
    "mercado_livre": "mercado_libre",
    "messenger_ig": "messenger",
    "own_store": "web",
    "own_shop": "web",
    "shopify": "web",
    "tiktok": "tiktok_shop",
    "tiktokshop": "tiktok_shop",
    "twitter": "x",
    "website": "web",
    "wa": "whatsapp",
    "weixin": "wechat",
    "widget": "web",
    "woocommerce": "web",
}
_KIND = {channel: kind for kind, channels in KINDS.items() for channel in channels.split()}
MARKETPLACES = frozenset(KINDS["marketplaces"].split())


class Scene(Struct, frozen=True, kw_only=True):
    """Who says something, on which channel, to which market.

    `market` is the customer's country (ISO 3166 alpha-2), `language` the text's (BCP 47 primary part); both
    may be empty. `known` holds what must not trigger: order and tracking numbers and the person's own data.
    `before` are the last messages of the same side, oldest first. `reader` is the language in which the text's author
    reads what a rule has to say. `open` names the clocks that run
    since words nobody has answered; `typed` is false of a translation, of which nobody asks what its original had to say.
    `orders` is what the desk wants otherwise.
    """

    direction: str = "outbound"
    author: str = "agent"
    channel: str = "web"
    market: str = ""
    language: str = ""
    phase: str = ""
    known: tuple[str, ...] = ()
    reader: str = "en"
    before: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    typed: bool = True
    orders: tuple[Order, ...] = ()


Place: TypeAlias = tuple[str, str, str, str, str, tuple[str, ...], tuple[Order, ...]]


def place_of(scene: Scene) -> Place:
    """What of a scene decides which rules may speak there, whatever is said."""
    return scene.direction, scene.author, scene.channel, scene.market, scene.phase, scene.open, scene.orders


def channel_of(name: str) -> str:
    """The channel somebody means: `TikTok-Shop`, `mercadolibre`, `amazon_de` are known by more than one name."""
    plain = name.strip().lower().replace("-", "_").replace(" ", "_").replace(".", "_")
    if plain in ALIASES:
        return ALIASES[plain]
    head = plain.partition("_")[0]
    return plain if plain in _KIND or head not in _KIND else head


def kind_of(channel: str) -> str:
    """`marketplaces`, `messengers`, `mails`, or `stores`: a window of one's own."""
    return _KIND.get(channel, "stores")
