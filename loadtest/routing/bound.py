"""Less waiting than this nobody can bring about, not even who knows every customer who will come and every length of work.

Why it is a bound. Let everybody write every language and have every skill, let no engine slow anybody down, and when
people go home let them take along those of the conversations in progress that will end last, as many as they had places.
Each of these can only help. All conversations are now alike, and the k-th to be begun lasts works[k], so only the times
matter at which the first, the second, the third ... is begun. Beginning each as soon as somebody has come and a place is
free makes every one of those times the earliest possible: by induction, if the first k-1 were begun no later than in any
other plan, they also end no later, so at the time at which the other plan begins the k-th there is a free place here too.
(Who is taken along: each place given up can hold one conversation begun before it; giving the earliest place the
conversation that ends last leaves the fewest in progress at every later time.) The sum of waits is the sum of the times
of beginning less the sum of the times of arrival, whoever is begun when. So no plan waits less, and the share of
conversations it matched with speakers was not even asked.

It is one for the world of `works` in the order of beginning. Who cannot know how long a conversation lasts before it is
begun meets the same chances whether lengths belong to customers or to beginnings, so nobody is given anything but foresight.
"""

from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence

from server.routing.simulate import Arrival, Person


def least_waits(arrivals: Sequence[Arrival], people: Sequence[Person], works: Sequence[int]) -> list[int]:
    """Waits (ms) in the order of arrival; who would wait for ever is left out."""
    desk = _Pool(people)
    waits: list[int] = []
    now = 0
    for arrival, work in zip(arrivals, works, strict=False):
        now = max(now, arrival.at)
        while not desk.free(now):
            later = desk.next_change()
            if later is None:
                return waits
            now = later
        desk.begin(now + work)
        waits.append(now - arrival.at)
    return waits


class _Pool:
    """Places that come and go, and when those in use are free again, in order."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._changes = sorted(_changes(people), reverse=True)
        self._ends: list[int] = []
        self._places = 0

    def free(self, now: int) -> bool:
        """Whether a place is free, once all that happens until now has happened."""
        while self._changes and self._changes[-1][0] <= now:
            at, more = self._changes.pop()
            self._ended(at)
            self._places += more
            del self._ends[max(0, len(self._ends) + min(0, more)) :]
        self._ended(now)
        return len(self._ends) < self._places

    def begin(self, end: int) -> None:
        insort(self._ends, end)

    def next_change(self) -> int | None:
        times = [*self._ends[:1], *(at for at, _ in self._changes[-1:])]
        return min(times, default=None)

    def _ended(self, now: int) -> None:
        del self._ends[: bisect_right(self._ends, now)]


def _changes(people: Sequence[Person]) -> Iterator[tuple[int, int]]:
    """When how many places come (more than 0) or go; sorted, those that go free their customers before others come."""
    for person in people:
        for start, end in person.present:
            yield start, person.offer.capacity
            yield end, -person.offer.capacity
