"""The things in a message that are the same in every language: addresses, numbers, codes, sums, signs."""

import re
from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct

from server.translation import dates, parcels


class Entity(Struct, frozen=True):
    """One such thing: its kind, where it stands (code points) and its text."""

    kind: str
    start: int
    end: int
    text: str


# Letters and digits of the Latin script: a code may stand inside Chinese or Thai, which has no spaces.
_B = r"(?<![A-Za-z0-9\u00c0-\u024f])"
_E = r"(?![A-Za-z0-9\u00c0-\u024f])"
_SIGN = r"(?:US\$|R\$|C\$|A\$|HK\$|NT\$|\$|€|£|¥|￥|₩|₽|₺|₹|₫|฿|zł|Kč|kr|元|円|원)"
_ISO = (
    r"(?:USD|EUR|GBP|JPY|CNY|RMB|KRW|RUB|TRY|BRL|AUD|CAD|CHF|HKD|TWD|SGD|MXN|PLN|SEK|NOK|DKK|CZK|HUF|INR|THB|VND|IDR"
    r"|AED|SAR|ILS|ZAR)"
)
_FIGURE = r"(?<![0-9])[0-9](?:[0-9.,'\u00a0\u202f]{0,18}[0-9])?(?![0-9])"
_TOP = "(?:com|net|org|shop|store|io|de|fr|es|it|jp|kr|cn|ru|br|tr)"
_EMOJI = (
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3|\U0001f3f4[\U000e0061-\U000e007f]{2,7}|[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55\u203c\u2049]"
    "(?:\ufe0f|[\U0001f3fb-\U0001f3ff]|\u200d[\U0001f300-\U0001faff\u2600-\u27bf])*)"
)
CARRIERS = (
    "DHL|UPS|FedEx|USPS|Royal Mail|Hermes|Evri|GLS|DPD|PostNL|Correos|Colissimo|La Poste|Chronopost"
    "|InPost|TNT|Mondial Relay|Poste Italiane|Deutsche Post|Correios|Yamato|Sagawa|Japan Post|CJ Logistics"
    "|SF Express|Cainiao|YunExpress|4PX|Yanwen|China Post|CDEK|Aramex|Yurtiçi Kargo|Aras Kargo"
    "|Australia Post|Canada Post|顺丰速运|顺丰|圆通|中通|韵达|菜鸟|ヤマト運輸|佐川急便|日本郵便"
    "|우체국|한진택배|СДЭК|Почта России|أرامكس"
)
_CARRIERS = tuple(CARRIERS.split("|"))
_COIN = r"[$€£¥￥₩₽₺₹₫฿łčr元円원A-Z]"


class Kind(Struct, frozen=True):
    """A kind of thing: its pattern; `signs`, of which one stands in every such thing; a quick `hint` that holds wherever the
    pattern does. Both may be missing, and only save the pattern's own, slower look."""

    name: str
    pattern: re.Pattern[str]
    signs: frozenset[str] = frozenset()
    hint: Callable[[str], object] | None = None


def _kind(name: str, pattern: str, signs: str = "", hint: str | Callable[[str], object] = "") -> Kind:
    quick = re.compile(hint).search if isinstance(hint, str) else hint
    return Kind(
        name, re.compile(pattern, re.ASCII if name == "email" else 0), frozenset(signs), quick if hint else None
    )


def _carrier(text: str) -> bool:
    return any(map(text.__contains__, _CARRIERS))


# Order decides: the longer and surer reading of the same characters comes first.
_KINDS: tuple[Kind, ...] = (
    _kind("mark", r"⟦[^⟧\n]{0,12}⟧|[⟦⟧]", "⟦⟧"),
    _kind("blank", r"\{\{?\s?[\w.]{1,40}\s?\}?\}|\$\{\w{1,40}\}|%\(\w{1,40}\)[sd]", "{%"),
    _kind("tag", r"</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>\n]{0,80})?/?>", "<"),
    _kind("url", r"(?:https?://|www\.)[^\s<>\"'（）()，。、]+[^\s<>\"'（）()，。、.,;:!?]", "/."),
    _kind("email", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", "@"),
    _kind("handle", rf"(?<![\w@.])@[A-Za-z0-9_][A-Za-z0-9_.]{{1,29}}{_E}", "@"),
    _kind("domain", rf"{_B}(?<![@.])(?<![a-z0-9-])(?:[a-z0-9-]{{1,63}}\.){{1,5}}{_TOP}(?:/\S*)?{_E}", "."),
    _kind(
        "money",
        rf"{_SIGN}\s?{_FIGURE}|{_B}{_ISO}\s?{_FIGURE}|{_FIGURE}\s?(?:{_SIGN}|{_ISO}){_E}",
        hint=rf"[0-9](?:(?<={_COIN}[0-9])|(?<={_COIN}\s[0-9])|\s?[$€£¥￥₩₽₺₹₫฿zKk元円원A-Z])",
    ),
    _kind("date", dates.NUMERIC, "-/.", r"\d[-/.]\d"),
    _kind("date", dates.EAST, "月월"),
    _kind("date", dates.DAY_FIRST, hint=dates.DAY_HINT),
    _kind("date", dates.MONTH_FIRST, hint=dates.month_leads),
    _kind("time", r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?:\s?[ap]\.?m\.?)?(?!\d)", ":"),
    _kind("parcel", rf"{_B}(?:{parcels.PRINTED}){_E}", hint=r"\d\s[0-9A-Z]|1Z|[A-Z]{2}\d"),
    _kind(
        "order",
        rf"#\s?[A-Za-z0-9-]*\d[A-Za-z0-9-]*|{_B}\d{{3}}-\d{{7}}-\d{{7}}{_E}|{_B}\d{{2}}-\d{{5}}-\d{{5}}{_E}",
        "#-",
    ),
    _kind("phone", rf"(?<![A-Za-z0-9+])(?:\+|00)\d(?:[\s().-]?\d){{6,14}}{_E}", hint=r"(?:\+|00)\d"),
    _kind("phone", rf"(?<![A-Za-z0-9+])\(?0\d{{1,4}}\)?(?:[\s./-]\d{{2,8}}){{1,4}}{_E}", hint=r"0\d{1,4}\)?[\s./-]\d"),
    _kind("phone", rf"(?<![A-Za-z0-9+])\(\d{{3}}\)\s?\d{{3}}-\d{{4}}{_E}", "("),
    _kind(
        "size",
        rf"{_B}(?:EU|US|UK|JP|CN)\s?\d{{1,2}}(?:[.,]5)?{_E}|{_B}(?:XXS|XS|XL|XXL|XXXL|[2-6]XL){_E}|{_B}[SML]{_E}(?![.'’])",
        hint=rf"[SMLUKPNX](?:\s?\d|[XSL]|{_E})",
    ),
    _kind(
        "measure",
        rf"{_FIGURE}\s?(?:[x×]\s?{_FIGURE}\s?)*(?:cm|mm|kg|ml|km|inch|GB|MB|mAh|V|W|Hz|%|°C|°F){_E}",
        hint=r"[0-9]\s?[cmkiGMVWH%°]",
    ),
    _kind(
        "code",
        rf"{_B}(?<![A-Za-z0-9][-_])(?=[A-Za-z0-9_-]{{0,40}}\d)(?=[A-Za-z0-9_-]{{0,40}}[A-Za-z])[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*{_E}",
        hint=r"\d(?:(?<=[A-Za-z_-]\d)|[-_]*[A-Za-z])",
    ),
    _kind("code", rf"{_B}[A-Z]{{2,}}(?:-[A-Z0-9]+)+{_E}", "-"),
    _kind("digits", rf"(?<![A-Za-z0-9.,])\d{{6,}}{_E}"),
    _kind("emoji", _EMOJI, hint="[\u203c\u2049\u20e3\u2600-\U0001faff]"),
)
_NUMBER = _kind("number", r"[0-9]+(?:[.,][0-9]+)*(?:\s?[-–~]\s?[0-9]+)?")
_CARRIER = _kind("carrier", rf"{_B}(?:{CARRIERS}){_E}", hint=_carrier)
_ENGINE = (*_KINDS, _CARRIER)
_ALL = (*_ENGINE, _NUMBER)
_RARE = frozenset().union(*(kind.signs for kind in _ALL))
_LATEST = 256
"""Texts whose things are remembered: each is asked for several times while one message is judged."""

_PARCELS = frozenset({"code", "digits", "parcel"})
_SURE = frozenset("0123456789@⟦⟧{<%")
_OTHERWISE = re.compile(rf"[A-Z](?:[A-Z]|(?<=[SML]){_E})|[\u203c\u2049\u2600-\U0001faff]|\.[a-z]{{2}}|www\.|://")


@lru_cache(_LATEST)
def find(text: str, terms: tuple[str, ...] = (), *, numbers: bool = False) -> tuple[Entity, ...]:
    """The entities of a text, in order, none overlapping; terms come first, then the order of the kinds."""
    taken: list[Entity] = []
    covered = bytearray(len(text))
    for term in sorted(filter(None, terms), key=len, reverse=True):
        _take("term", re.compile(f"{_B}{re.escape(term)}{_E}"), text, (taken, covered))
    signs = frozenset(text)
    if not signs.isdisjoint(_SURE) or _OTHERWISE.search(text) or _carrier(text):
        for kind in _likely(text, signs, _ALL if numbers else _ENGINE):
            _take(kind.name, kind.pattern, text, (taken, covered))
    return tuple(sorted((_called(text, entity) for entity in taken), key=lambda entity: entity.start))


def _called(text: str, entity: Entity) -> Entity:
    """A code or a run of digits by its better name: a tracking number when some carrier's check digit agrees."""
    if entity.kind not in _PARCELS:
        return entity
    kind = "code" if any(map(str.isalpha, entity.text)) else "digits"
    if parcels.carriers_of(entity.text, called=parcels.is_called(text, entity.start)):
        kind = "tracking"
    return entity if kind == entity.kind else Entity(kind, entity.start, entity.end, entity.text)


def _likely(text: str, signs: frozenset[str], kinds: tuple[Kind, ...]) -> list[Kind]:
    """The kinds worth looking for in a text of these signs."""
    plain = signs.isdisjoint(_RARE)
    return [
        kind
        for kind in kinds
        if not kind.signs or not (plain or kind.signs.isdisjoint(signs))
        if kind.hint is None or kind.hint(text)
    ]


def _take(kind: str, pattern: re.Pattern[str], text: str, so_far: tuple[list[Entity], bytearray]) -> None:
    taken, covered = so_far
    for found in pattern.finditer(text):
        start, end = found.span()
        if end > start and not any(covered[start:end]):
            covered[start:end] = b"\1" * (end - start)
            taken.append(Entity(kind, start, end, found[0]))
