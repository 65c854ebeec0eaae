"""What the people of one run share: its history, its dice, and who measures."""

import random
from typing import Protocol

from msgspec import Struct

from loadtest.laws.history import History


class Meter(Protocol):
    """Who measures. Times are of the running loop's clock."""

    def answered(self, name: str, since: float) -> None:
        """A command that was due at `since` has its ack."""
        ...

    def trouble(self, code: str) -> None:
        """A refusal, or a connection or answer that did not come."""
        ...

    def connected(self, since: float) -> None:
        """A connection that was wanted from `since` on is there, and everything missed is read."""
        ...

    def said(self, words: str, *, customer: bool, since: float) -> None:
        """Words for the other side, due at `since`, are on their way."""
        ...

    def seen(self, words: str, *, customer: bool, since: float) -> None:
        """Somebody who followed from `since` on has these words on the screen."""
        ...


class Blind:
    """Measures nothing."""

    def answered(self, name: str, since: float) -> None: ...
    def trouble(self, code: str) -> None: ...
    def connected(self, since: float) -> None: ...
    def said(self, words: str, *, customer: bool, since: float) -> None: ...
    def seen(self, words: str, *, customer: bool, since: float) -> None: ...


class Kept(Struct, kw_only=True):
    """What the clients of a run share. Of what customers are sent, only frames with the `secret` in them are kept."""

    history: History
    rng: random.Random
    meter: Meter = Blind()
    secret: str = ""


class Ways(Struct, frozen=True, kw_only=True):
    """Seconds: how long an answer is waited for, the first and the longest pause before a new connect.

    `careless` is the seeded fault: whatever comes is applied, holes and all.
    """

    answer: float = 4.0
    again: float = 0.1
    longest: float = 0.1
    careless: bool = False
