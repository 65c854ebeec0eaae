"""Who hears what, and the way back: leaving costs only one's own names."""

from collections.abc import Collection
from typing import Generic, Protocol, TypeVar


class Listener(Protocol):
    """One who can be in audiences; keeps the names it is in, None while there are none."""

    names: set[str] | None


L = TypeVar("L", bound=Listener)


class Audiences(Generic[L]):
    """The audiences of one namespace; listeners in the order they came."""

    __slots__ = ("_members",)

    def __init__(self) -> None:
        self._members: dict[str, dict[L, None]] = {}

    def __len__(self) -> int:
        return len(self._members)

    def join(self, listener: L, name: str) -> None:
        """Let a listener hear `name`; twice is once."""
        self._members.setdefault(name, {})[listener] = None
        if listener.names is None:
            listener.names = set()
        listener.names.add(name)

    def leave(self, listener: L, name: str) -> None:
        """Stop hearing `name`; no harm when it never did."""
        if listener.names is None or name not in listener.names:
            return
        listener.names.discard(name)
        members = self._members[name]
        del members[listener]
        if not members:
            del self._members[name]

    def drop(self, listener: L) -> None:
        """Take a listener out of everything it hears."""
        for name in tuple(listener.names or ()):
            self.leave(listener, name)
        listener.names = None

    def of(self, name: str) -> Collection[L]:
        """Those who hear `name` now: a live view, so do not join or leave while walking it."""
        members = self._members.get(name)
        return members.keys() if members else ()
