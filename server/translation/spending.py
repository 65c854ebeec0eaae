"""What translations may cost a workspace: characters a day and a month, counted for all nodes."""

import time
from collections import defaultdict
from typing import Protocol

from msgspec import Struct

from server.domain.clock import Clock

FRESH_S = 5.0
Count = tuple[str, str, int]
"""(workspace, engine, day as 20260131)"""


class Caps(Struct, frozen=True):
    """Characters sent to engines that cost money; 0 is no cap."""

    day: int = 0
    month: int = 0

    def stricter(self, other: "Caps") -> "Caps":
        """Both caps hold."""
        return Caps(_lower(self.day, other.day), _lower(self.month, other.month))


class Spent(Struct, frozen=True):
    """Characters so far."""

    day: int = 0
    month: int = 0


class Ledger(Protocol):
    """The store's side: sums of all nodes."""

    async def add(self, counts: dict[Count, int]) -> None:
        """Adds characters."""
        ...

    async def since(self, workspace_id: str, day: int) -> dict[int, int]:
        """Characters by day, from that day on."""
        ...


class Spending:
    """Counts here, tells the ledger every few seconds, and learns from it what the other nodes counted.

    A process killed in between forgets the seconds since it last told: a cap is kept to within those.
    """

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self._untold: dict[Count, int] = defaultdict(int)
        self._known: dict[str, tuple[float, dict[int, int]]] = {}

    async def room(self, workspace_id: str, characters: int, caps: Caps) -> bool:
        """Whether so many more characters stay under the caps."""
        if not caps.day and not caps.month:
            return True
        spent = await self.spent(workspace_id)
        day = not caps.day or spent.day + characters <= caps.day
        return day and (not caps.month or spent.month + characters <= caps.month)

    async def spent(self, workspace_id: str) -> Spent:
        """What this workspace has spent, as far as is known here. Refuses `unavailable` when the ledger is away."""
        today = self._today()
        known = self._known.get(workspace_id)
        if known is None or self._clock.monotonic() - known[0] > FRESH_S:
            days = await self._ledger.since(workspace_id, today // 100 * 100)
            known = self._known[workspace_id] = (self._clock.monotonic(), days)
        days = dict(known[1])
        for (workspace, _, day), characters in self._untold.items():
            if workspace == workspace_id:
                days[day] = days.get(day, 0) + characters
        return Spent(days.get(today, 0), sum(count for day, count in days.items() if day >= today // 100 * 100))

    def add(self, workspace_id: str, engine: str, characters: int) -> None:
        """So many characters went out."""
        self._untold[workspace_id, engine, self._today()] += characters

    async def tell(self) -> None:
        """Give the ledger what it has not heard. Refuses `unavailable`; then nothing is forgotten."""
        counts, self._untold = self._untold, defaultdict(int)
        if not counts:
            return
        try:
            await self._ledger.add(dict(counts))
        except BaseException:
            for key, characters in counts.items():
                self._untold[key] += characters
            raise
        for workspace, _, _ in counts:
            self._known.pop(workspace, None)

    def _today(self) -> int:
        return int(time.strftime("%Y%m%d", time.gmtime(self._clock.now() / 1000)))


def _lower(one: int, other: int) -> int:
    return min(filter(None, (one, other)), default=0)
