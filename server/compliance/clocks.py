"""The clocks that words start: when a buyer must be answered, a refund be paid, a data request be met."""

from datetime import UTC, datetime, timedelta

from msgspec import Struct

from server.compliance.book import Book
from server.compliance.pack import Platform

HOUR_MS = 3_600_000
DAYS = {"withdrawal_notice": "refund", "data_subject_request": "data"}
"""What a finding of this category starts a clock for."""


class Clock(Struct, frozen=True, kw_only=True):
    """Something that must be done by `due` (ms). `kind` is `reply`, `refund` or `data`; `source` whose rule it is."""

    kind: str
    due: int
    source: str


def reply_clock(platform: Platform | None, market: str, asked_at: int) -> Clock | None:
    """When the oldest unanswered word of a buyer must be answered; None where nobody asks for that, or nothing is open."""
    if platform is None or not asked_at or not platform.reply_hours:
        return None
    hours = platform.reply_hours.get(market, platform.reply_hours.get("", 0.0))
    if not hours:
        return None
    due = asked_at + int(hours * HOUR_MS)
    return Clock(
        kind="reply", due=due if platform.weekends else _past_weekends(asked_at, hours), source=platform.names[0]
    )


def law_clock(book: Book, category: str, market: str, said_at: int) -> Clock | None:
    """The clock of the law that a customer's words start; None where they start none or no term is known."""
    page = book.page(market)
    kind = DAYS.get(category)
    if page is None or kind is None:
        return None
    days, unit = (
        (page.law.refund_days, page.law.refund_unit) if kind == "refund" else (page.law.data_days, page.law.data_unit)
    )
    if days < 0:
        return None
    return Clock(kind=kind, due=_after(said_at, days, unit), source=page.market)


def _after(start: int, days: int, unit: str) -> int:
    day = datetime.fromtimestamp(start / 1000, UTC)
    left = days
    while left > 0:
        day += timedelta(days=1)
        left -= unit != "business" or day.weekday() < 5
    return int(day.timestamp() * 1000)


def _past_weekends(start: int, hours: float) -> int:
    """The hours of working days alone."""
    at = datetime.fromtimestamp(start / 1000, UTC)
    left = timedelta(hours=hours)
    while True:
        midnight = (at + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        if at.weekday() < 5:
            if left <= midnight - at:
                return int((at + left).timestamp() * 1000)
            left -= midnight - at
        at = midnight
