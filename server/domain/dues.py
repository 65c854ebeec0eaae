"""What must be done by when: a buyer's answer by a platform's rule, a refund or a data request by a country's law."""

from typing import Literal

from msgspec import Struct

Clock = Literal["reply", "refund", "data"]


class Due(Struct, frozen=True, kw_only=True):
    """A clock that runs: since when and until when (ms), and whose rule it is (a platform's name or a country)."""

    clock: Clock
    since: int
    due: int
    source: str


def started(dues: tuple[Due, ...], due: Due | None) -> tuple[Due, ...]:
    """With one more, the soonest first; a clock of a kind that runs already goes on as it was."""
    if due is None or any(each.clock == due.clock for each in dues):
        return dues
    return tuple(sorted((*dues, due), key=lambda each: each.due))


def stopped(dues: tuple[Due, ...], clock: Clock) -> tuple[Due, ...]:
    """Without this one."""
    return tuple(each for each in dues if each.clock != clock)
