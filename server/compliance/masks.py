"""How a found secret is covered: enough stays to recognise it, not enough to use it."""

from collections.abc import Callable, Iterable


def card(secret: str) -> str:
    """`•••• •••• •••• 4242`: the last four digits may be shown (PCI DSS 4.0, requirement 3.4.1)."""
    return f"•••• •••• •••• {_last_four(secret)}"


def account(secret: str) -> str:
    """`DE•• •••• 3000`: the country and the last four signs."""
    kept = "".join(filter(str.isalnum, secret))
    return f"{kept[:2].upper()}•• •••• {_last_four(secret)}"


def whole(_: str) -> str:
    """`•••`: nothing stays (PCI DSS 3.3.1: a card verification code is never kept)."""
    return "•••"


MASKS: dict[str, Callable[[str], str]] = {"account": account, "card": card, "whole": whole}


def _last_four(secret: str) -> str:
    return "".join(filter(str.isalnum, secret))[-4:]


def cover(text: str, places: Iterable[tuple[int, int, str]]) -> str:
    """The text with each place (start, end, what is shown) covered; where two overlap, nothing of either stays."""
    parts: list[str] = []
    at = 0
    for start, end, shown in sorted(places):
        if start >= at:
            parts += (text[at:start], shown)
        elif end > at:
            parts.append("•••")
        at = max(at, end)
    return "".join((*parts, text[at:]))
