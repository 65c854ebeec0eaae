"""What a run measures, by the second. Times from when a thing was due, so that a stall is nobody's excuse."""

import asyncio
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

Sample = tuple[float, float]
"""When (seconds of the run), and how long it took (ms)."""


class Meter:
    """All samples of one run."""

    def __init__(self) -> None:
        self.started = asyncio.get_running_loop().time()
        self.acks: list[Sample] = []
        self.seen_by_customers: list[Sample] = []
        self.seen_by_agents: list[Sample] = []
        self.connects: list[Sample] = []
        self.lags: list[Sample] = []
        self.troubles: Counter[str] = Counter()
        self.trouble_at: list[tuple[float, str]] = []
        self.stall = 0.0
        self._said: dict[tuple[bool, str], float] = {}

    def now(self) -> float:
        """Seconds of the run."""
        return asyncio.get_running_loop().time() - self.started

    def answered(self, name: str, since: float) -> None:
        """An ack came."""
        self.stall = max(self.stall, self._taken(since)[1])
        if name in ("message.send", "conversation.open", "note.post"):
            self.acks.append(self._taken(since))

    def trouble(self, code: str) -> None:
        """Something was refused or lost."""
        self.troubles[code] += 1
        self.trouble_at.append((self.now(), code))

    def connected(self, since: float) -> None:
        """A connection that was wanted is there."""
        self.connects.append(self._taken(since))

    def said(self, words: str, *, customer: bool, since: float) -> None:
        """Words for the other side are on their way."""
        self._said[customer, words] = since

    def seen(self, words: str, *, customer: bool, since: float) -> None:
        """The first of the other side has them; who came later than they were said does not count."""
        due = self._said.pop((not customer, words), None)
        if due is not None and since < due:
            (self.seen_by_customers if customer else self.seen_by_agents).append(self._taken(due))

    async def watch_itself(self, pace: float = 0.05) -> None:
        """How late the driver's own loop is: what it adds to every other figure."""
        while True:
            due = asyncio.get_running_loop().time() + pace
            await asyncio.sleep(pace)
            self.lags.append(self._taken(due))

    def _taken(self, since: float) -> Sample:
        now = asyncio.get_running_loop().time()
        return now - self.started, max(0.0, (now - since) * 1000)


class Spread(Struct, frozen=True):
    """How long things took, ms."""

    count: int
    p50: float
    p90: float
    p99: float
    p999: float
    longest: float


def spread(samples: Sequence[Sample]) -> Spread:
    """The percentiles; all zero when there is nothing."""
    if not samples:
        return Spread(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    sizes = sorted(size for _, size in samples)
    p50, p90, p99, p999 = (round(sizes[int(len(sizes) * share)], 2) for share in (0.5, 0.9, 0.99, 0.999))
    return Spread(len(sizes), p50, p90, p99, p999, round(sizes[-1], 2))
