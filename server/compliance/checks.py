"""Validators: what a shape must prove before it counts.

Each gives the spans inside the matched text that hold.
"""

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

import re2
from msgspec import Struct
from stdnum import iban

from server.compliance.cards import is_card, lengths, printed, rising
from server.compliance.identity import NATIONAL

Spans: TypeAlias = Iterable[tuple[int, int]]

_GROUP = re.compile(r"\+?\d+")
_WORD = re.compile(r"[a-z0-9]+")
_HOST = re.compile(r"^.*@\s?|(?:https?|hxxps?)://|^www\.|[/?#:].*$")
_PARTS = 15
_STARTS = 3
_SHORTEST, _LONGEST = 7, 18
_SHORT = 2
_BOOKS = ("978 ", "979 ")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAYS = frozenset(f"{day:0{width}}" for day in range(1, 32) for width in (1, 2))


class Seen(Struct, frozen=True):
    """What a check gets: the matched text of a view, and what its pattern allows or asks for."""

    text: str
    allow: tuple[str, ...] = ()
    forms: "re2._Regexp | None" = None


def cards(seen: Seen) -> Spans:
    """A run of digits that is, as a whole, a payment card number."""
    return [(0, len(seen.text))] if is_card(seen.text) else []


def grouped_cards(seen: Seen) -> Spans:
    """The card numbers in a run of digit groups: all of them together, or some as a card prints them."""
    groups = [m.span() for m in _GROUP.finditer(seen.text)]
    parts = [seen.text[start:end] for start, end in groups]
    if 1 < len(parts) < 20 and is_card("".join(parts)) and not rising(parts):
        yield groups[0][0], groups[-1][1]
        return
    first = 0
    while first < len(parts):
        last = _card_end(parts[first : first + 19])
        if last:
            yield groups[first][0], groups[first + last - 1][1]
        first += last or 1


def _card_end(parts: list[str]) -> int:
    """How many of the first groups are a card number as printed; 0 when none are."""
    if not lengths("".join(parts[:4])[:4].ljust(4, "0")):
        return 0
    sizes = [len(part) for part in parts]
    counts = range(13, 20) if sizes[0] == 1 else range(2, 6)
    ends = (n for n in counts if printed(tuple(sizes[:n])) and is_card("".join(parts[:n])))
    return next(ends, 0)


def ibans(seen: Seen) -> Spans:
    """An account number by country, length and mod 97-10 (ISO 13616), without the words that follow it."""
    ends = (m.end() for m in reversed(list(_WORD.finditer(seen.text))))
    return [(0, end) for end in ends if _is_iban("".join(filter(str.isalnum, seen.text[:end])))][:1]


def _is_iban(number: str) -> bool:
    if not 15 <= len(number) <= 34:
        return False
    value = int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4]))
    return value % 97 == 1 and iban.is_valid(number, check_country=False)


def formed(seen: Seen) -> Spans:
    """The groups of a run of digits that together have one of the pattern's `forms`; the longest first.

    All of the run may be read digit by digit; a part of it must start with one of the first groups, or with a `+`, and
    stand apart from the rest. What holds a date or a book's number is something else.
    """
    groups = [m.span() for m in _GROUP.finditer(seen.text)]
    if seen.text.startswith(_BOOKS):
        return
    for first, (start, _) in enumerate(groups):
        may = seen.text[start] == "+" or (first < _STARTS and _apart(groups, first))
        if may and _may_start(seen, groups[first : first + _PARTS]):
            for last in range(min(first + _PARTS, len(groups)), first, -1):
                if _apart(groups, last) and _has_form(seen, groups[first:last]):
                    yield start, groups[last - 1][1]
                    return


def _apart(groups: list[tuple[int, int]], at: int) -> bool:
    """Whether a number may end or begin before a group: at an end, where more than a sign parts them, or by a short one."""
    if at in {0, len(groups)}:
        return True
    (start, end), (after, last) = groups[at - 1 : at + 1]
    return after - end > 1 or min(end - start, last - after) <= _SHORT


def _dated(seen: Seen, groups: list[tuple[int, int]]) -> bool:
    """Whether a day, a month and a year stand among the groups."""
    parts = [seen.text[start:end] for start, end in groups]
    return any(
        day in _DAYS and month in _DAYS for n in range(len(parts) - 2) for day, month in _beside_year(parts[n : n + 3])
    )


def _beside_year(three: list[str]) -> Iterable[tuple[str, str]]:
    if _YEAR.fullmatch(three[2]):
        yield three[0], three[1]
    if _YEAR.fullmatch(three[0]):
        yield three[1], three[2]


def _may_start(seen: Seen, groups: list[tuple[int, int]]) -> bool:
    """Whether some of the digits, from the first on, have a form; the groups' ends apart."""
    digits = "".join(seen.text[start:end] for start, end in groups)[:_LONGEST]
    return seen.forms is not None and seen.forms.match(digits) is not None


def _has_form(seen: Seen, groups: list[tuple[int, int]]) -> bool:
    compact = "".join(seen.text[start:end] for start, end in groups)
    fits = _SHORTEST <= len(compact) <= _LONGEST
    return fits and seen.forms is not None and seen.forms.fullmatch(compact) is not None and not _dated(seen, groups)


def hosts(seen: Seen) -> Spans:
    """A web address outside the hosts the pattern allows, and their subdomains."""
    host = _HOST.sub("", seen.text)
    allowed = any(host == name or host.endswith("." + name) for name in seen.allow)
    return [] if allowed else [(0, len(seen.text))]


def named(seen: Seen) -> Spans:
    """A web address that is spelled out, unless its first name is one that the pattern allows."""
    first = _WORD.match(seen.text)
    return [] if first and first[0] in seen.allow else [(0, len(seen.text))]


def tail(seen: Seen) -> Spans:
    """Only the number that ends the match, not the words that lead to it."""
    return [m.span() for m in _GROUP.finditer(seen.text)][-1:]


def national(seen: Seen) -> Spans:
    """A person's identity number that proves itself by its own check digits."""
    compact = "".join(filter(str.isalnum, seen.text))
    repeated = len(set(compact)) < 3
    return [(0, len(seen.text))] if not repeated and any(check(compact) for check in NATIONAL) else []


CHECKS: dict[str, Callable[[Seen], Spans]] = {
    "card": cards,
    "card_grouped": grouped_cards,
    "forms": formed,
    "host": hosts,
    "iban": ibans,
    "named": named,
    "national": national,
    "tail": tail,
}
