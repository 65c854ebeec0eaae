"""The tenant and its storefronts."""

from msgspec import Struct

from server.domain.queues import Routing


class Policy(Struct, frozen=True, kw_only=True):
    """What a workspace decides about its desk. Durations are seconds; `retention` is days, by channel, `*` for all others."""

    languages: tuple[str, ...] = (
        "en",
        "zh",
        "es",
        "de",
        "fr",
        "ja",
        "pt",
        "it",
        "ko",
        "ru",
        "ar",
        "tr",
    )
    desk_language: str = "en"
    offer_seconds: int = 0
    relax_seconds: int = 60
    grace_seconds: int = 60
    translate_seconds: float = 3.0
    untranslated: str = "send"
    second_factor: str = "optional"
    retention: dict[str, int] = {}
    routing: Routing = Routing()


class Workspace(Struct, frozen=True, kw_only=True):
    """A tenant. `epoch` changes when its database was restored, so that clients start afresh."""

    id: str
    slug: str
    name: str
    epoch: str
    policy: Policy = Policy()


class Shop(Struct, frozen=True, kw_only=True):
    """A storefront or marketplace account. `key` is public: it stands in the page's script line."""

    id: str
    workspace_id: str
    key: str
    name: str
    market: str
    locale: str
    channel: str = "web"
    origins: tuple[str, ...] = ()
    accent: str = "#0f766e"
