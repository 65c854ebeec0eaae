"""Counters and histograms for what is counted several times a message: plain numbers, read only when somebody looks.

The client library's own take a lock for each step, and a histogram several. These belong to the event loop; nothing
else may count with them.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from prometheus_client import REGISTRY
from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector


class Count:
    """How often something happened."""

    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value = 0.0

    def inc(self, by: float = 1) -> None:
        """So often again."""
        self.value += by


class Counts(Collector):
    """A counter with labels; `name` ends in `_total`."""

    def __init__(self, name: str, about: str, labels: Sequence[str]) -> None:
        self._named = (name, about, labels)
        self._found: dict[tuple[str, ...], Count] = {}
        REGISTRY.register(self)

    def labels(self, *values: str) -> Count:
        """The counter of these labels."""
        return self._found.setdefault(values, Count())

    def collect(self) -> Iterator[Metric]:
        """What is told to whoever scrapes."""
        name, about, labels = self._named
        family = CounterMetricFamily(name, about, labels=labels)
        for values, count in list(self._found.items()):
            family.add_metric(values, count.value)
        yield family


class Spread:
    """How large some numbers were: how many up to each bound, and their sum."""

    __slots__ = ("_bounds", "_counts", "_sum")

    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def observe(self, amount: float) -> None:
        """One more."""
        self._counts[bisect_left(self._bounds, amount)] += 1
        self._sum += amount

    def told(self) -> tuple[list[tuple[str, float]], float]:
        """The cumulated buckets and the sum."""
        names = [*(str(float(bound)) for bound in self._bounds), "+Inf"]
        return list(zip(names, map(float, accumulate(self._counts)), strict=True)), self._sum


class Spreads(Collector):
    """A histogram with labels."""

    def __init__(self, name: str, about: str, labels: Sequence[str], bounds: Sequence[float]) -> None:
        self._named = (name, about, labels)
        self._bounds = bounds
        self._found: dict[tuple[str, ...], Spread] = {}
        REGISTRY.register(self)

    def labels(self, *values: str) -> Spread:
        """The histogram of these labels."""
        return self._found.setdefault(values, Spread(self._bounds))

    def collect(self) -> Iterator[Metric]:
        """What is told to whoever scrapes."""
        name, about, labels = self._named
        family = HistogramMetricFamily(name, about, labels=labels)
        for values, spread in list(self._found.items()):
            buckets, total = spread.told()
            family.add_metric(values, buckets, total)
        yield family
