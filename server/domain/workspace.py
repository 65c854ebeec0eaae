"""The tenant and its storefronts."""

from msgspec import Struct

from server.domain.front import Front
from server.domain.queues import Routing


class Voice(Struct, frozen=True, kw_only=True):
    """How customers are addressed, `formal` or `casual`, in one language; in one market or shop, everywhere when empty."""

    language: str
    formality: str
    market: str = ""
    shop_id: str = ""


class Policy(Struct, frozen=True, kw_only=True):
    """What a workspace decides about its desk. Durations are seconds; `retention` is days, by channel, `*` for all others.

    `translate_day` and `translate_month` cap the characters sent to engines that cost money; 0 is no cap.
    """

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
    translate_day: int = 0
    translate_month: int = 0
    voices: tuple[Voice, ...] = ()
    second_factor: str = "optional"
    retention: dict[str, int] = {}
    routing: Routing = Routing()

    def voice(self, language: str, market: str, shop_id: str) -> str:
        """How to address customers there: what was said of the shop counts before its market, that before everywhere."""
        fits = [
            each
            for each in self.voices
            if each.language == language and each.market in ("", market) and each.shop_id in ("", shop_id)
        ]
        closest = max(fits, key=lambda each: (bool(each.shop_id), bool(each.market)), default=None)
        return closest.formality if closest else ""


class Workspace(Struct, frozen=True, kw_only=True):
    """A tenant. `epoch` changes when its database was restored, so that clients start afresh."""

    id: str
    slug: str
    name: str
    epoch: str
    policy: Policy = Policy()


class Shop(Struct, frozen=True, kw_only=True):
    """A storefront or marketplace account. `key` is public: it stands in the page's script line.

    `signed_only`: its chat is for shoppers the shop has signed, and for nobody else.
    """

    id: str
    workspace_id: str
    key: str
    name: str
    market: str
    locale: str
    channel: str = "web"
    origins: tuple[str, ...] = ()
    accent: str = "#0f766e"
    signed_only: bool = False
    front: Front = Front()
