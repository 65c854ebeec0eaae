"""All laws over one run. A broken one shows the smallest slice of it."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from loadtest.laws import delivery, work
from loadtest.laws.history import History, Stored

Law = Callable[[History, Stored], Iterable[str]]


class Broken(Struct, frozen=True):
    """A law that does not hold, and where."""

    law: str
    where: str

    def __str__(self) -> str:
        return f"{self.law}: {self.where}"


LAWS: tuple[Law, ...] = (
    delivery.lost,
    delivery.other_number,
    delivery.doubled,
    delivery.holes,
    delivery.order,
    delivery.both,
    delivery.views_differ,
    delivery.leaked,
    work.two_owners,
    work.load_differs,
    work.over_capacity,
    work.place_lost,
    work.overtaken,
    work.starved,
)
NOT_IN_PART = (work.load_differs, work.overtaken, work.starved)
"""What says nothing of a part of the conversations alone."""


def judge(history: History, stored: Stored, laws: Iterable[Law] = LAWS) -> list[Broken]:
    """Every law that does not hold, with its first offence."""
    found = ((law.__name__, next(iter(law(history, stored)), None)) for law in laws)
    return [Broken(name, where) for name, where in found if where is not None]


def judge_part(history: History, stored: Stored) -> list[Broken]:
    """The same while the run goes on, of the conversations that `stored` holds: views may be behind, never beside."""
    return judge(history.part(stored), stored, (law for law in LAWS if law not in NOT_IN_PART))
