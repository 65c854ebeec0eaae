"""Token buckets: who asks too much waits, by name and for how long."""

from collections import OrderedDict

from msgspec import Struct

from server.domain.clock import Clock
from server.domain.errors import Refusal


class Rate(Struct, frozen=True):
    """`burst` units at once, `refill` units a second."""

    burst: float = 60.0
    refill: float = 6.0


class Bucket(Struct):
    """What is left, and when that was so."""

    left: float
    at: float


class Limits:
    """One bucket a person, in this process; the least used are forgotten."""

    def __init__(self, rate: Rate, clock: Clock, kept: int = 50_000) -> None:
        self._rate = rate
        self._clock = clock
        self._kept = kept
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, who: str, cost: float) -> None:
        """Spend, or refuse `rate_limited` with the milliseconds until there is enough."""
        now = self._clock.monotonic()
        bucket = self._buckets.get(who)
        if bucket is None:
            bucket = self._buckets[who] = Bucket(self._rate.burst, now)
            if len(self._buckets) > self._kept:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(who)
            bucket.left = min(self._rate.burst, bucket.left + (now - bucket.at) * self._rate.refill)
            bucket.at = now
        if bucket.left < cost:
            raise Refusal("rate_limited", after_ms=int((cost - bucket.left) / self._rate.refill * 1000) + 1)
        bucket.left -= cost
