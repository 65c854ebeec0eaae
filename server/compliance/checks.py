"""Validators: what a shape must prove before it counts.

Each gives the spans inside the matched text that hold.
"""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct
from stdnum import iban, luhn

from server.compliance.scene import Scene

Spans: TypeAlias = Iterable[tuple[int, int]]
Check: TypeAlias = "Callable[[Seen], Spans]"

_WORD = re.compile(r"[a-z0-9]+")
_DIGITS = re.compile(r"\d+")
_CARD_GROUPS = frozenset({(4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 4, 4, 1), (4, 6, 5), (4, 6, 4), (6, 13)})


class Seen(Struct, frozen=True):
    """What a check gets: the matched text of a view, the exceptions its pattern allows, and the scene."""

    text: str
    allow: tuple[str, ...]
    scene: Scene


# First digits and lengths by scheme: ISO/IEC 7812 issuer ranges as the schemes publish them (2026-11).
_ISSUERS: tuple[tuple[int, int, frozenset[int]], ...] = (
    (4, 4, frozenset({13, 16, 19})),
    (51, 55, frozenset({16})),
    (2221, 2720, frozenset({16})),
    (34, 34, frozenset({15})),
    (37, 37, frozenset({15})),
    (3528, 3589, frozenset({16, 17, 18, 19})),
    (6011, 6011, frozenset({16, 19})),
    (644, 649, frozenset({16, 19})),
    (65, 65, frozenset({16, 19})),
    (62, 62, frozenset({16, 17, 18, 19})),
    (300, 305, frozenset({14})),
    (36, 36, frozenset({14})),
    (38, 39, frozenset({14})),
    (2200, 2204, frozenset({16})),
    (9792, 9792, frozenset({16})),
)


def issued(number: str) -> bool:
    """Whether a digit string has the first digits and the length of a card scheme."""
    lead = [int(number[:size]) for size in range(5)[1:]]
    fits = ((low <= lead[len(str(low)) - 1] <= high, sizes) for low, high, sizes in _ISSUERS)
    return any(inside and len(number) in sizes for inside, sizes in fits)


def is_card(number: str) -> bool:
    """Issuer range, length and Luhn (ISO/IEC 7812-1)."""
    return issued(number) and len(set(number)) > 1 and luhn.is_valid(number)


def cards(seen: Seen) -> Spans:
    """A run of digits that is, as a whole, a payment card number."""
    return [(0, len(seen.text))] if is_card(seen.text) else []


def grouped_cards(seen: Seen) -> Spans:
    """The card numbers in a run of digit groups: all of them together, or some as a card prints them."""
    groups = [(m.start(), m.end()) for m in _DIGITS.finditer(seen.text)]
    parts = [seen.text[start:end] for start, end in groups]
    if len(parts) > 1 and is_card("".join(parts)) and not _rising(parts):
        return [(groups[0][0], groups[-1][1])]
    sizes = [len(part) for part in parts]
    return [
        (groups[first][0], groups[last - 1][1])
        for first in range(len(parts))
        for last in range(first + 2, min(first + 19, len(parts)) + 1)
        if _printed(tuple(sizes[first:last])) and is_card("".join(parts[first:last]))
    ]


def _printed(sizes: tuple[int, ...]) -> bool:
    return sizes in _CARD_GROUPS or (len(sizes) > 12 and set(sizes) == {1})


def _rising(parts: list[str]) -> bool:
    """`36 38 40 42`: sizes, not a number read out in pairs."""
    steps = [int(part) for part in parts]
    return len(steps) > 4 and all(a < b for a, b in pairwise(steps))


def ibans(seen: Seen) -> Spans:
    """An account number by country, length and mod 97-10 (ISO 13616), without the words that follow it."""
    ends = [m.end() for m in _WORD.finditer(seen.text)]
    return [(0, end) for end in reversed(ends) if iban.is_valid(seen.text[:end], check_country=False)][:1]


def tail(seen: Seen) -> Spans:
    """Only the number that ends the match, not the words that lead to it."""
    return [m.span() for m in _DIGITS.finditer(seen.text)][-1:]


CHECKS: dict[str, Check] = {"card": cards, "card_grouped": grouped_cards, "iban": ibans, "tail": tail}
