"""What a payment card number must prove before it counts as one."""

from functools import cache
from itertools import pairwise

_DOUBLED = str.maketrans("0123456789", "0246813579")
_CARD_GROUPS = frozenset({(4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 4, 4, 1), (4, 6, 5), (4, 6, 4), (6, 13)})

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


def lengths(number: str) -> frozenset[int]:
    """How long a number that starts so must be to be of a card scheme; empty when no scheme starts so."""
    return _lengths(number[:4])


@cache
def _lengths(first_four: str) -> frozenset[int]:
    lead = [int(first_four[:size]) for size in range(1, 5)]
    fits = (sizes for low, high, sizes in _ISSUERS if low <= lead[len(str(low)) - 1] <= high)
    return frozenset().union(*fits)


def luhn(number: str) -> bool:
    """The check digit of ISO/IEC 7812-1, annex B."""
    return sum(map(int, number[-1::-2] + number[-2::-2].translate(_DOUBLED))) % 10 == 0


def is_card(number: str) -> bool:
    """Issuer range, length and check digit."""
    return 12 < len(number) < 20 and len(number) in lengths(number) and luhn(number)


def printed(sizes: tuple[int, ...]) -> bool:
    """Whether digits in groups of these sizes stand as cards print them, or one by one."""
    return sizes in _CARD_GROUPS or (len(sizes) > 12 and set(sizes) == {1})


def rising(parts: list[str]) -> bool:
    """`36 38 40 42`: sizes, not a number read out in pairs."""
    steps = [int(part) for part in parts]
    return len(steps) > 4 and all(a < b for a, b in pairwise(steps))
