"""What an agent is worth to a conversation, in points whose parts a decision can tell."""

from collections.abc import Collection

from msgspec import Struct

from server.routing.board import FLUENT, Board, Head
from server.routing.need import Offer

LEVEL = 4
PREFERRED = 60
ROOM = 30
IDLE_MS = 60_000
MOST_IDLE = 10
RARE = 60
MOST_RARE = 120
MOST_STRAIN = 3.0


class Worth(Struct, frozen=True):
    """The sum and its parts."""

    total: int
    parts: dict[str, int]


class Strain:
    """How much others would miss a place of each agent: for every language they write, one over its places that are free.

    1 or more: somebody could be without the last one; near 0: there are plenty.
    """

    def __init__(self, board: Board, ready: Collection[str]) -> None:
        self._board = board
        self._ready = ready
        self._places: dict[str, int] | None = None

    def of(self, offer: Offer, language: str = "") -> float:
        """Of one agent, their `language` apart."""
        places = self._counted()
        return sum(
            1 / max(1, places.get(other, 0))
            for other, level in offer.levels.items()
            if level >= FLUENT and other != language
        )

    def share(self, offer: Offer) -> float:
        """The part of a step's time after which this agent may be given a customer whose language they do not write."""
        return min(MOST_STRAIN, self.of(offer))

    def _counted(self) -> dict[str, int]:
        if self._places is None:
            self._places = {}
            for offer in map(self._board.offers.__getitem__, self._ready):
                for language, level in offer.levels.items():
                    if level >= FLUENT:
                        self._places[language] = self._places.get(language, 0) + offer.capacity - offer.load
        return self._places


def worth(head: Head, offer: Offer, strain: Strain, now: int) -> Worth:
    """Points for writing the language well, knowing the customer, having room and rest; fewer for who is missed elsewhere."""
    parts = {
        "language": LEVEL * offer.levels.get(head.kind.language, 0),
        "knows": PREFERRED if offer.agent_id == head.preferred_id else 0,
        "room": ROOM - ROOM * offer.load // max(1, offer.capacity),
        "idle": min(MOST_IDLE, max(0, now - offer.idle_since) // IDLE_MS),
        "rare": -min(MOST_RARE, round(RARE * strain.of(offer, head.kind.language))),
    }
    return Worth(sum(parts.values()), parts)
