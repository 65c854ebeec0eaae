"""What stood before a message: how much of it is remembered when the message is judged, and the same of stored ones."""

from collections import defaultdict, deque
from collections.abc import Iterable

from msgspec import Struct

from server.domain.said import Said

WORDS_MS, SHORT, WORDS = 600_000, 200, 10
"""How long words are remembered, how much of each, and of how many messages of both sides."""


class Before(Struct, frozen=True):
    """What the same side said just before, oldest first: as it was typed, and as the customer read it."""

    typed: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()


def before_each(said: Iterable[Said]) -> dict[tuple[str, int], Before]:
    """Of stored messages by conversation and number what the door remembered when they came."""
    talks: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        talks[one.conversation_id].append(one)
    found: dict[tuple[str, int], Before] = {}
    for id, talk in talks.items():
        heard: deque[Said] = deque(maxlen=WORDS)
        for one in sorted(talk, key=lambda each: each.seq):
            inbound, since = one.author == "customer", one.at - WORDS_MS
            mine = [each for each in heard if (each.author == "customer") == inbound and each.at >= since]
            typed = tuple(each.text[:SHORT] for each in mine)
            found[id, one.seq] = Before(typed, tuple((each.reading or each.text)[:SHORT] for each in mine))
            heard.append(one)
    return found
