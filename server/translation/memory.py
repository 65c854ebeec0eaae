"""What was translated before: exact memory with its numbers masked; one in the store, a small one here."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import lru_cache
from time import monotonic
from typing import Protocol

from msgspec import Struct

from server.domain.reading import Reading
from server.translation.entities import Entity
from server.translation.protect import marks, mask, restore, unmarked
from server.translation.wording import asks, plain


class Key(Struct, frozen=True):
    """Where a text is remembered (its numbers do not count for the `digest`), what stood in it, and the text with marks."""

    digest: str
    slots: tuple[Entity, ...]
    masked: str = ""


class Remembered(Struct, frozen=True, kw_only=True):
    """A translation with marks instead of numbers and names, and what it translates.

    `engine` made it (in its `version`, with its own `confidence`), or `person` did; `editor` wrote it or agreed to it.
    """

    language: str
    template: str
    engine: str
    confidence: float = 1.0
    source: str = ""
    original: str = ""
    version: str = ""
    editor: str = ""


class Memory(Protocol):
    """The store's side of it; every row belongs to a workspace."""

    async def get(self, workspace_id: str, digests: tuple[str, ...]) -> Mapping[str, Remembered]:
        """What is known of these digests."""
        ...

    async def put(self, workspace_id: str, digest: str, entry: Remembered) -> None:
        """Keeps an entry; a later one of the same digest replaces it."""
        ...


def memory_key(text: str, source: str, target: str, terms: tuple[str, ...] = ()) -> Key:
    """The key of a text for one direction; `terms` are names to mask as well."""
    masked = mask(text, terms, numbers=True)
    kinds = ",".join([entity.kind for entity in masked.entities])
    return Key(_digest(masked.text, (source, target, kinds), question=asks(text)), masked.entities, masked.text)


@lru_cache(1024)
def _digest(masked: str, about: tuple[str, ...], *, question: bool) -> str:
    """Remembered: what is said again with other numbers has the same."""
    # What has no words is no other such text: `!!!` is not `(:`.
    words = plain(unmarked(masked)) and plain(masked)
    spelled = "\x1f".join((*about, words or masked, "?" if question else ""))
    return hashlib.blake2b(spelled.encode("utf-8", "replace"), digest_size=16).hexdigest()


def fill(template: str, slots: tuple[Entity, ...]) -> str | None:
    """The template with these slots in it; None when it does not ask for exactly these."""
    return restore(template, slots) if sorted(marks(template)) == list(range(1, len(slots) + 1)) else None


def template_of(reading: Reading, slots: tuple[Entity, ...]) -> str | None:
    """The reading with marks where the slots' texts stand; None when one is missing or stands there twice."""
    text = reading.text
    for n, slot in sorted(enumerate(slots, 1), key=lambda item: -len(item[1].text)):
        if text.count(slot.text) != 1:
            return None
        text = text.replace(slot.text, f"⟦{n}⟧")
    return text if sorted(marks(text)) == list(range(1, len(slots) + 1)) else None


class Recent:
    """The last `size` entries seen, so that a hot sentence needs no database; after `live_s` the store is asked again,
    for another node may have learned better."""

    def __init__(self, size: int = 20_000, live_s: float = 600.0, time: Callable[[], float] = monotonic) -> None:
        self._size = size
        self._live_s = live_s
        self._time = time
        self._entries: OrderedDict[tuple[str, str], tuple[float, Remembered]] = OrderedDict()

    def get(self, workspace_id: str, digest: str) -> Remembered | None:
        """The entry, now the newest; None when it is not here."""
        key = (workspace_id, digest)
        until, entry = self._entries.get(key, (0.0, None))
        if entry is None or self._time() > until:
            return None
        self._entries.move_to_end(key)
        return entry

    def put(self, workspace_id: str, digest: str, entry: Remembered) -> None:
        """Keeps the entry and lets the oldest go."""
        self._entries[workspace_id, digest] = (self._time() + self._live_s, entry)
        self._entries.move_to_end((workspace_id, digest))
        if len(self._entries) > self._size:
            self._entries.popitem(last=False)

    def drop(self, workspace_id: str, digest: str) -> None:
        """Forget it: somebody knows better."""
        self._entries.pop((workspace_id, digest), None)
