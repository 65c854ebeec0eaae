"""What an agent is worth to a conversation, in points whose parts a decision can tell."""

from msgspec import Struct

from server.routing.board import FLUENT, Board, Head
from server.routing.need import Offer

LEVEL = 10
PREFERRED = 40
ROOM = 30
IDLE_MS = 30_000
MOST_IDLE = 20
RARE = 24


class Worth(Struct, frozen=True):
    """The sum and its parts."""

    total: int
    parts: dict[str, int]


def worth(board: Board, head: Head, offer: Offer, now: int) -> Worth:
    """Points for speaking the language well, knowing the customer, having room and rest; fewer for who alone speaks another."""
    parts = {
        "language": LEVEL * offer.levels.get(head.kind.language, 0),
        "knows": PREFERRED if offer.agent_id == head.preferred_id else 0,
        "room": ROOM - ROOM * offer.load // max(1, offer.capacity),
        "idle": min(MOST_IDLE, max(0, now - offer.idle_since) // IDLE_MS),
        "rare": -_rare(board, head, offer),
    }
    return Worth(sum(parts.values()), parts)


def _rare(board: Board, head: Head, offer: Offer) -> int:
    """How much others would miss them: the fewer present write another of their languages, the more."""
    others = (
        len(board.speakers.get(language, ()))
        for language, level in offer.levels.items()
        if level >= FLUENT and language != head.kind.language
    )
    return sum(RARE // max(1, count) for count in others)
