"""The clocks that words start: when a buyer must be answered, a refund be paid, a data request be met."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from server.compliance.book import Book
from server.compliance.pack import Pack, Platform
from server.compliance.places import Places
from server.domain.dues import Clock, Due

HOUR_MS = 3_600_000
EAST_MS = 14 * HOUR_MS
"""How far the earliest zone is ahead: a right counts from the latest day it may have been, so that it is never over too soon."""
LAWS: dict[str, Clock] = {"withdrawal_notice": "refund", "data_subject_request": "data"}
"""What a finding of this category starts a clock for."""


class Clocks:
    """The clocks of some packs."""

    def __init__(self, packs: tuple[Pack, ...]) -> None:
        self.book = Book(packs)
        self._places = Places(packs)

    def reply(self, channel: str, market: str, asked_at: int) -> Due | None:
        """See `reply_clock`."""
        return reply_clock(self._places.platform(channel), market, asked_at)

    def laws(self, categories: Iterable[str], market: str, said_at: int) -> Iterator[Due]:
        """What these findings of a customer's words start."""
        for category in dict.fromkeys(categories):
            if found := law_clock(self.book, category, market, said_at):
                yield found

    def set(self, clock: Clock, market: str, since: int) -> Due | None:
        """See `set_clock`."""
        return set_clock(self.book, clock, market, since)

    def counts(self, channel: str, author: str) -> bool:
        """Whether an answer by this kind of author stops the reply clock: on most platforms an automatic one does not."""
        platform = self._places.platform(channel)
        return author == "agent" or platform is None or platform.automatic


def reply_clock(platform: Platform | None, market: str, asked_at: int) -> Due | None:
    """When the oldest unanswered word of a buyer must be answered; None where nobody asks for that, or nothing is open."""
    if platform is None or not asked_at or not platform.reply_hours:
        return None
    hours = platform.reply_hours.get(market, platform.reply_hours.get("", 0.0))
    if not hours:
        return None
    due = asked_at + int(hours * HOUR_MS) if platform.weekends else _past_weekends(asked_at, hours)
    return Due(clock="reply", since=asked_at, due=due, source=platform.names[0])


def law_clock(book: Book, category: str, market: str, said_at: int) -> Due | None:
    """The clock of the law that a customer's words start; None where they start none or no term is known.

    A refund that is owed from when the goods are back waits for them: its `due` is 0.
    """
    clock = LAWS.get(category)
    found = set_clock(book, clock, market, said_at) if clock else None
    page = book.page(market)
    waits = found and page and clock == "refund" and page.law.refund_starts == "goods"
    return replace(found, due=0) if found and waits else found


def set_clock(book: Book, clock: Clock, market: str, since: int) -> Due | None:
    """A clock that somebody sets who knows the day it counts from: `withdrawal` when the goods came, `refund` when the notice
    came or (where the law says so) the goods came back, `data` when the request did. None where no term is known."""
    page = book.page(market)
    if page is None:
        return None
    law = page.law
    terms = {
        "withdrawal": (law.window_days or -1, law.window_unit),
        "refund": (law.refund_days, law.refund_unit),
        "data": (law.data_days, law.data_unit),
    }
    days, unit = terms.get(clock, (-1, ""))
    if days < 0:
        return None
    due = _over(_after(since + EAST_MS, days, unit)) if clock == "withdrawal" else _after(since, days, unit)
    return Due(clock=clock, since=since, due=due, source=page.market)


def _after(start: int, days: int, unit: str) -> int:
    day = datetime.fromtimestamp(start / 1000, UTC)
    left = days
    while left > 0:
        day += timedelta(days=1)
        left -= unit != "business" or day.weekday() < 5
    return int(day.timestamp() * 1000)


def _over(at: int) -> int:
    """When the day of this instant is over everywhere on earth, noon of the next one in UTC."""
    day = datetime.fromtimestamp(at / 1000, UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    return int((day + timedelta(days=1)).timestamp() * 1000)


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
