"""Whose parcel a number names: shapes of carriers and the check digits they carry.

Sources: UPU S10 (weights 8 6 4 2 3 5 9 7), GS1 General Specifications 7.9 (mod 10), ISO 7064 mod 37,36; carriers' label
guides. A bare run of digits passes some carrier's check by chance in a tenth of all cases, so it counts only behind a word
such as "tracking" or 运单.
"""

import re
from collections.abc import Callable

from msgspec import Struct

S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
FEDEX_WEIGHTS = (3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1)
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
POSTS = {
    "CN": "China Post", "GB": "Royal Mail", "DE": "Deutsche Post", "FR": "La Poste", "ES": "Correos", "US": "USPS",
    "JP": "Japan Post", "KR": "Korea Post", "NL": "PostNL", "SG": "Singapore Post", "HK": "Hongkong Post",
    "TR": "PTT", "RU": "Почта России", "BR": "Correios", "IT": "Poste Italiane", "CA": "Canada Post",
    "AU": "Australia Post", "PL": "Poczta Polska", "SE": "PostNord", "DK": "PostNord", "CH": "Swiss Post",
}  # fmt: skip
PRINTED = r"1Z(?:\s?[0-9A-Z]){16}|[A-Z]{2}\s?\d{3}\s?\d{3}\s?\d{3}\s?[A-Z]{2}|\d{4}(?:\s\d{4}){2,5}(?:\s\d{1,3})?"
"""Numbers of world post, UPS and others as labels print them, in groups or not."""


def s10(number: str) -> bool:
    """Two letters, eight digits, the check digit, the country: `RB123456785GB`."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(number[2:10], S10_WEIGHTS, strict=True)) % 11
    return int(number[10]) == {10: 0, 11: 5}.get(rest, rest)


def ups(number: str) -> bool:
    """`1Z`, then fifteen signs whose letters count as digits, every second one twice; the rest to ten is the check digit."""
    values = [int(sign) if sign.isdigit() else (ord(sign) - 3) % 10 for sign in number[2:17]]
    return number[17].isdigit() and (sum(values[::2]) + 2 * sum(values[1::2]) + int(number[17])) % 10 == 0


def gs1(number: str) -> bool:
    """Counted from the end, every second digit three times: FedEx Ground, USPS, SSCC labels of DHL, Canada Post."""
    digits = [int(digit) for digit in reversed(number)]
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def fedex(number: str) -> bool:
    """Twelve digits: the weighted sum of eleven, modulo 11 and 10, is the twelfth."""
    weighted = sum(int(digit) * weight for digit, weight in zip(number, FEDEX_WEIGHTS, strict=False))
    return weighted % 11 % 10 == int(number[11])


def mod7(number: str) -> bool:
    """The last digit is the rest of all others by seven: DHL Express, Yamato, Sagawa."""
    return int(number[:-1]) % 7 == int(number[-1])


def mod37(number: str) -> bool:
    """ISO 7064 mod 37,36, whose last sign may be a letter: DPD."""
    rest = 36
    for sign in number[:-1]:
        rest = (rest + _ALPHABET.index(sign)) % 36 or 36
        rest = rest * 2 % 37
    return (rest + _ALPHABET.index(number[-1])) % 36 == 1


def _unchecked(_: str) -> bool:
    return True


class Shape(Struct, frozen=True):
    """How a carrier's numbers look; `sure` ones are nobody else's, the others need a word beside them."""

    carrier: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool]
    sure: bool


def _shapes(sure: bool, *rows: tuple[str, str, Callable[[str], bool]]) -> tuple[Shape, ...]:
    return tuple(Shape(carrier, re.compile(pattern), check, sure) for carrier, pattern, check in rows)


SHAPES = (
    *_shapes(
        True,
        ("UPU", r"[A-Z]{2}\d{9}[A-Z]{2}", s10),
        ("UPS", r"1Z[0-9A-Z]{16}", ups),
        ("YunExpress", r"YT\d{16}", _unchecked),
        ("Yanwen", r"U[A-Z]\d{9}YP", _unchecked),
        ("SF Express", r"SF\d{12,13}", _unchecked),
        ("Cainiao", r"LP\d{14}", _unchecked),
        ("4PX", r"4PX\d{13}CN", _unchecked),
        ("Amazon", r"TB[A-Z]\d{12}", _unchecked),
        ("DHL", r"J[A-Z]{2,3}\d{9,20}|GM\d{10,20}", _unchecked),
        ("DPD", r"\d{27}[0-9A-Z]|\d{14}[A-Z]", mod37),
        ("USPS", r"(?:420\d{5})?9[1-5]\d{20}(?:\d{4})?", lambda number: gs1(number[-22:])),
    ),
    *_shapes(
        False,
        ("FedEx", r"\d{12}", fedex),
        ("FedEx", r"\d{15}", gs1),
        ("FedEx", r"96\d{20}", lambda number: gs1(number[-15:])),
        ("USPS", r"\d{20}", gs1),
        ("DHL", r"\d{10,11}", mod7),
        ("DHL", r"00\d{18}", gs1),
        ("Canada Post", r"\d{16}", gs1),
        ("Yamato", r"\d{12}", mod7),
        ("GLS", r"\d{11}|\d{12}|[A-Z0-9]{8}", _unchecked),
        ("DPD", r"\d{14}", _unchecked),
        ("SF Express", r"\d{12}|\d{15}", _unchecked),
    ),
)
_CALLED = re.compile(
    r"(?:track\w*|parcel|package|shipment|waybill|consignment|sendung\w*|paketnummer|suivi|colis|seguimiento|rastre\w+|guía"
    r"|tracciamento|spedizione|takip|kargo|трек\w*|отправлени\w*|track&trace|追跡|伝票|荷物|お問い合わせ番号|运单|快递|物流|單號|单号|운송장|송장|تتبع|الشحنة)"
    r"(?:\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)
NEAR = 48


def carriers_of(number: str, *, called: bool = False) -> tuple[str, ...]:
    """The carriers whose number this can be, the surest first; empty when its check digit is wrong or nobody's shape fits.

    `called` says that a word for tracking stands beside it: only then may a number be digits alone.
    """
    plain = re.sub(r"[\s-]", "", number).upper()
    if not plain.isascii():
        return ()
    fitting = (shape for shape in SHAPES if (shape.sure or called) and shape.pattern.fullmatch(plain))
    return tuple(dict.fromkeys(_name(shape.carrier, plain) for shape in fitting if shape.check(plain)))


def is_called(text: str, start: int) -> bool:
    """Whether a word for tracking stands within four words before this place."""
    return bool(_CALLED.search(text[max(0, start - NEAR) : start]))


def _name(carrier: str, number: str) -> str:
    return POSTS.get(number[-2:], carrier) if carrier == "UPU" else carrier
