"""What must be done by when: a buyer's answer by a platform's rule, a refund or a data request by a country's law."""

from typing import Literal

from msgspec import Struct

Clock = Literal["reply", "withdrawal", "refund", "data"]
"""`withdrawal` is the customer's time to change their mind: nothing the desk must do, and nothing that is ever late."""


class Due(Struct, frozen=True, kw_only=True):
    """A clock that runs: since when and until when (ms), and whose rule it is (a platform's name or a country).

    `due` 0: the law counts from when the goods are back, and they are not.
    """

    clock: Clock
    since: int
    due: int
    source: str

    @property
    def presses(self) -> bool:
        """Whether the desk must do something by its end."""
        return self.due > 0 and self.clock != "withdrawal"


def started(dues: tuple[Due, ...], due: Due | None) -> tuple[Due, ...]:
    """With one more; a clock of a kind that runs already goes on as it was."""
    if due is None or any(each.clock == due.clock for each in dues):
        return dues
    return _ordered((*dues, due))


def restarted(dues: tuple[Due, ...], due: Due) -> tuple[Due, ...]:
    """With this one, in the place of the one of its kind."""
    return _ordered((*stopped(dues, due.clock), due))


def stopped(dues: tuple[Due, ...], clock: Clock) -> tuple[Due, ...]:
    """Without this one."""
    return tuple(each for each in dues if each.clock != clock)


def _ordered(dues: tuple[Due, ...]) -> tuple[Due, ...]:
    """What presses first, the soonest before the others."""
    return tuple(sorted(dues, key=lambda each: (not each.presses, each.due)))
