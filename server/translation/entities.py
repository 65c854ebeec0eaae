"""The things in a message that are the same in every language: addresses, numbers, codes, sums, signs."""

import re

from msgspec import Struct

from server.translation import dates


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
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55\u203c\u2049]"
    "(?:\ufe0f|[\U0001f3fb-\U0001f3ff]|\u200d[\U0001f300-\U0001faff\u2600-\u27bf])*)"
)
CARRIERS = (
    "DHL|UPS|FedEx|USPS|Royal Mail|Hermes|Evri|GLS|DPD|PostNL|Correos|Colissimo|La Poste|Chronopost"
    "|InPost|TNT|Mondial Relay|Poste Italiane|Deutsche Post|Correios|Yamato|Sagawa|Japan Post|CJ Logistics"
    "|SF Express|Cainiao|YunExpress|4PX|Yanwen|China Post|CDEK|Aramex|Yurtiçi Kargo|Aras Kargo"
    "|Australia Post|Canada Post|顺丰速运|顺丰|圆通|中通|韵达|菜鸟|ヤマト運輸|佐川急便|日本郵便"
    "|우체국|한진택배|СДЭК|Почта России|أرامكس"
)

# Order decides: the longer and surer reading of the same characters comes first.
_KINDS: tuple[tuple[str, str], ...] = (
    ("mark", r"⟦[^⟧\n]{0,12}⟧|[⟦⟧]"),
    ("url", r"(?:https?://|www\.)[^\s<>\"'（）()，。、]+[^\s<>\"'（）()，。、.,;:!?]"),
    ("email", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"),
    (
        "domain",
        rf"{_B}(?<![@.])(?<![a-z0-9-])(?:[a-z0-9-]{{1,63}}\.){{1,5}}{_TOP}(?:/\S*)?{_E}",
    ),
    ("money", rf"{_SIGN}\s?{_FIGURE}|{_B}{_ISO}\s?{_FIGURE}|{_FIGURE}\s?(?:{_SIGN}|{_ISO}){_E}"),
    ("date", dates.NUMERIC),
    ("date", dates.EAST),
    ("date", dates.DAY_FIRST),
    ("date", dates.MONTH_FIRST),
    ("time", r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?:\s?[ap]\.?m\.?)?(?!\d)"),
    (
        "tracking",
        rf"{_B}(?:[A-Z]{{2}}\d{{9}}[A-Z]{{2}}|1Z[0-9A-Z]{{16}}|YT\d{{16}}|TB[A-Z]\d{{12}}|LP\d{{14}}|UG\d{{9}}YP){_E}",
    ),
    (
        "order",
        rf"#\s?[A-Za-z0-9-]*\d[A-Za-z0-9-]*|{_B}\d{{3}}-\d{{7}}-\d{{7}}{_E}|{_B}\d{{2}}-\d{{5}}-\d{{5}}{_E}",
    ),
    ("phone", rf"(?<![A-Za-z0-9+])(?:\+|00)\d(?:[\s().-]?\d){{6,14}}{_E}"),
    (
        "size",
        rf"{_B}(?:EU|US|UK|JP|CN)\s?\d{{1,2}}(?:[.,]5)?{_E}|{_B}(?:XXS|XS|XL|XXL|XXXL|[2-6]XL){_E}|{_B}[SML]{_E}(?![.'’])",
    ),
    ("measure", rf"{_FIGURE}\s?(?:[x×]\s?{_FIGURE}\s?)*(?:cm|mm|kg|ml|km|inch|GB|MB|mAh|V|W|Hz|%|°C|°F){_E}"),
    (
        "code",
        rf"{_B}(?<![A-Za-z0-9][-_])(?=[A-Za-z0-9_-]{{0,40}}\d)(?=[A-Za-z0-9_-]{{0,40}}[A-Za-z])[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*{_E}",
    ),
    ("code", rf"{_B}[A-Z]{{2,}}(?:-[A-Z0-9]+)+{_E}"),
    ("digits", rf"(?<![A-Za-z0-9.,])\d{{6,}}{_E}"),
    ("emoji", _EMOJI),
)
_NUMBER = ("number", r"[0-9]+(?:[.,][0-9]+)*(?:\s?[-–~]\s?[0-9]+)?")
_CARRIER = ("carrier", rf"{_B}(?:{CARRIERS}){_E}")


def _compiled(kinds: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern, re.ASCII if kind == "email" else 0)) for kind, pattern in kinds)


_ENGINE = _compiled((*_KINDS, _CARRIER))
_ALL = _compiled((*_KINDS, _CARRIER, _NUMBER))
_CANDIDATE = re.compile(rf"[0-9@⟦⟧]|{_B}[SML]{_E}|www\.|://|\.[a-z]{{2}}|[A-Z]{{2}}|{_EMOJI}|{CARRIERS}")


def find(text: str, terms: tuple[str, ...] = (), *, numbers: bool = False) -> tuple[Entity, ...]:
    """The entities of a text, in order, none overlapping; terms come first, then the order of the kinds."""
    taken: list[Entity] = []
    covered = bytearray(len(text))
    for term in sorted(filter(None, terms), key=len, reverse=True):
        _take("term", re.compile(f"{_B}{re.escape(term)}{_E}"), text, (taken, covered))
    if _CANDIDATE.search(text):
        for kind, pattern in _ALL if numbers else _ENGINE:
            _take(kind, pattern, text, (taken, covered))
    return tuple(sorted(taken, key=lambda entity: entity.start))


def _take(kind: str, pattern: re.Pattern[str], text: str, so_far: tuple[list[Entity], bytearray]) -> None:
    taken, covered = so_far
    for found in pattern.finditer(text):
        start, end = found.span()
        if end > start and not any(covered[start:end]):
            covered[start:end] = b"\1" * (end - start)
            taken.append(Entity(kind, start, end, found[0]))
