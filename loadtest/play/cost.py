"""What processes cost: processor time from the operating system's own accounting, memory as it is resident."""

import os
from collections.abc import Sequence
from contextlib import suppress

from msgspec import Struct


class Cost(Struct, frozen=True):
    """At one second of the run: processor shares (1.0: one whole core) since the look before, memory in MiB."""

    at: float
    server: float
    driver: float
    memory: float


class Accountant:
    """Looks at the processes named, and all they started; without any it only knows the driver."""

    def __init__(self, pids: Sequence[int]) -> None:
        self.pids = pids
        self._looked, self._server, self._driver = 0.0, 0.0, _own()

    def look(self, at: float) -> Cost:
        """What was spent since the last look."""
        seconds, memory = self._spent()
        own, passed = _own(), max(at - self._looked, 1e-3)
        # A server that was killed and started again counts from zero.
        server = max(0.0, seconds - self._server) / passed if self._looked else 0.0
        cost = Cost(round(at, 2), round(server, 4), round((own - self._driver) / passed, 4), round(memory, 1))
        self._looked, self._server, self._driver = at, seconds, own
        return cost

    def _spent(self) -> tuple[float, float]:
        """Processor seconds and MiB of the family."""
        try:
            import psutil
        except ImportError:
            return 0.0, 0.0
        seconds = memory = 0.0
        for pid in self.pids:
            with suppress(psutil.Error):
                parent = psutil.Process(pid)
                for each in (parent, *parent.children(recursive=True)):
                    with suppress(psutil.Error):
                        times = each.cpu_times()
                        seconds += times.user + times.system
                        memory += each.memory_info().rss / 2**20
        return seconds, memory


def _own() -> float:
    times = os.times()
    return times.user + times.system
