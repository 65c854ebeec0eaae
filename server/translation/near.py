"""Sentences of the memory that are close to a new one: suggestions for a person, never sent by themselves.

Measured on support chats: hits under 100 of 100 keep too little of the meaning to be trusted (chrF 46 to 76).
"""

from collections import OrderedDict
from typing import Protocol

from msgspec import Struct
from rapidfuzz import fuzz, process

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.translation.memory import Remembered, fill, memory_key
from server.translation.protect import marks, restore
from server.translation.wording import plain

CLOSE = 85
MOST = 5000
FRESH_S = 60.0
PAIRS = 200
SHORTEST, LONGEST = 12, 400


class Found(Struct, frozen=True):
    """What was said then, and how it was put, with the numbers of now; `score` of 100."""

    text: str
    wording: str
    score: int


class Newest(Protocol):
    """The store's side."""

    async def newest(self, workspace_id: str, pair: tuple[str, str], most: int) -> list[Remembered]:
        """The newest entries of a pair."""
        ...


class Near:
    """Keeps the newest sentences of the pairs that were asked for, a minute long."""

    def __init__(self, memory: Newest, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock
        self._kept: OrderedDict[tuple[str, str, str], tuple[float, list[str], list[Remembered]]] = OrderedDict()

    async def find(self, workspace_id: str, text: str, pair: tuple[str, str]) -> Found | None:
        """The closest sentence with the same things in it, or None."""
        key = memory_key(text, *pair)
        asked = plain(key.masked)
        if not SHORTEST <= len(asked) <= LONGEST:
            return None
        said, entries = await self._of(workspace_id, pair)
        found = process.extract(asked, said, scorer=fuzz.ratio, score_cutoff=CLOSE, limit=5)
        for _, score, place in found:
            entry = entries[place]
            wording = fill(entry.template, key.slots)
            if wording is not None and sorted(marks(entry.original)) == list(range(1, len(key.slots) + 1)):
                return Found(restore(entry.original, key.slots), wording, round(score))
        return None

    def forget(self, workspace_id: str) -> None:
        """Its memory was changed: look again."""
        for key in [key for key in self._kept if key[0] == workspace_id]:
            del self._kept[key]

    async def _of(self, workspace_id: str, pair: tuple[str, str]) -> tuple[list[str], list[Remembered]]:
        key = (workspace_id, *pair)
        kept = self._kept.get(key)
        if kept is None or self._clock.monotonic() - kept[0] > FRESH_S:
            try:
                entries = await self._memory.newest(workspace_id, pair, MOST)
            except Refusal:
                return ([], []) if kept is None else kept[1:]
            kept = (self._clock.monotonic(), [plain(each.original) for each in entries], entries)
            self._kept[key] = kept
            if len(self._kept) > PAIRS:
                self._kept.popitem(last=False)
        return kept[1:]
