"""What is said in parts, each harmless by itself: `my number is 138`, `0013`, `8000`."""

import re
from collections.abc import Container, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from server.compliance.rules import Judged

_SHORT = 60
_MOST = 5
_LEAST_SIGNS = 3
_SHARE = 0.4
_VALUE = re.compile(
    r"\d:\d\d|\d[./-]\d{1,2}[./-]\d\d|(?<![\d.])\d+[.,]\d{1,2}(?![\d.])|\d{3}-\d{7}-\d{7}|\d\s?[x×]\s?\d"
    r"|[€$£¥₽]\s?\d[\d.,]*|\d[\d.,]*\s?[%€$£¥₽元円원]"
)
"""A time, a date, a price, an order, a size: whole in themselves, never a part of another number."""
_GROUP = re.compile(r"\d+")
_CARD_PARTS = frozenset({4, 5, 6, 8, 10, 11, 12})
SPLIT = frozenset({"contact_exchange", "off_platform_diversion", "external_payment", "pii_leak"})
"""What people say in parts: a place to be reached or paid at. Sentences of other kinds are whole messages."""


class Joined(Struct, frozen=True):
    """Short messages of one side as one text; `at` is where each begins, the last one's last."""

    text: str
    at: tuple[int, ...]

    @property
    def last(self) -> int:
        """Where the message that is judged begins."""
        return self.at[-1]

    def crossed(self, start: int, end: int) -> bool:
        """Whether a span runs through to the last message and is most of what each message but the first says there."""
        ends = [*(at - 1 for at in self.at[1:]), len(self.text)]
        parts = [(low, high) for low, high in zip(self.at, ends, strict=True) if low < end and start < high]
        values = (found for low, high in parts for found in _VALUE.finditer(self.text, low, high))
        if any(value.start() < end and start < value.end() for value in values):
            return False
        return all(self._mostly(max(start, low), min(end, high), low, high) for low, high in parts[1:])

    def _mostly(self, start: int, end: int, low: int, high: int) -> bool:
        inside, whole = len("".join(self.text[start:end].split())), len("".join(self.text[low:high].split()))
        return inside >= min(_LEAST_SIGNS, whole) and inside >= _SHARE * whole and inside > 1


def joined(before: tuple[str, ...], text: str) -> Joined | None:
    """The last short messages with this one; None where there are none, or this one is long."""
    if len(text) > _SHORT or not text:
        return None
    parts = [text]
    for part in reversed(before[-_MOST:]):
        if len(part) > _SHORT or not part:
            break
        parts.insert(0, part)
    if len(parts) == 1:
        return None
    at = [0]
    for part in parts[:-1]:
        at.append(at[-1] + len(part) + 1)
    return Joined(" ".join(parts), tuple(at))


def across(
    found: Iterable[Judged], whole: Joined, earlier: Container[tuple[str, int, int]], own: list[Judged]
) -> Iterator[Judged]:
    """What the whole says and neither the `earlier` messages nor the last one alone, at its place in the last."""
    alone = {(finding.rule, finding.start, finding.end) for finding, _ in own}
    heard = {finding.category for finding, _ in own}
    for finding, mask in found:
        place = finding.rule, finding.start, finding.end
        start, end = finding.start - whole.last, finding.end - whole.last
        if finding.category in heard or place in earlier or (finding.rule, start, end) in alone:
            continue
        if finding.category == "pii_leak" and not _printed(whole.text[finding.start : finding.end]):
            continue
        if end <= 0:
            start, end = 0, len(whole.text) - whole.last
        elif start < 0 and not whole.crossed(finding.start, finding.end):
            continue
        yield replace(finding, start=max(start, 0), end=end), mask


def _printed(number: str) -> bool:
    """Whether groups of digits may be a card's: an order and a quantity are not, whatever their check digit."""
    return all(len(group) in _CARD_PARTS for group in _GROUP.findall(number))
