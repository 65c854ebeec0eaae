"""Rows the writer saw last, kept in memory: the next message of the same conversation reads none of them again.

Only SQLite's writer has them. Nobody else writes through its connection, and `PRAGMA data_version` tells when another
connection has committed anything at all: then everything is forgotten.
"""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Generic, TypeVar

from server.domain.conversation import Conversation
from server.domain.people import Agent

KEPT = 5_000

R = TypeVar("R", Conversation, Agent)


class Heads(Generic[R]):
    """Rows of one table by id, the longest unused given up first. What a transaction changes counts once it is committed."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._rows: OrderedDict[str, R] = OrderedDict()
        self._staged: dict[str, R] = {}

    def some(self, ids: Iterable[str]) -> dict[str, R]:
        """Those of them that are known."""
        found = {id: row for id in ids if (row := self._rows.get(id)) is not None}
        for id in found:
            self._rows.move_to_end(id)
        return found

    def seen(self, rows: dict[str, R]) -> None:
        """These were just read."""
        self._rows |= rows
        while len(self._rows) > self._kept:
            self._rows.popitem(last=False)

    def stage(self, rows: dict[str, R]) -> None:
        """The open transaction leaves them like this, if it is committed."""
        self._staged |= rows

    def settle(self) -> None:
        """It was."""
        self.seen(self._staged)
        self._staged = {}

    def forget(self) -> None:
        """Nothing is sure any more."""
        self._rows.clear()
        self._staged = {}


class Memory:
    """What the writer's connection remembers, and of which state of the file."""

    def __init__(self) -> None:
        self.conversations: Heads[Conversation] = Heads()
        self.agents: Heads[Agent] = Heads()
        self._version = -1

    def begun(self, version: int) -> None:
        """A transaction has begun in this version of the file."""
        if version != self._version:
            self.forget()
            self._version = version

    def settle(self) -> None:
        """It is committed."""
        self.conversations.settle()
        self.agents.settle()

    def forget(self) -> None:
        """It is not, or nobody knows."""
        self.conversations.forget()
        self.agents.forget()
