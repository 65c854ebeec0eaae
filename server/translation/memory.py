"""What was translated before: exact memory with its numbers masked; one in the store, a small one here."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from server.domain.reading import Reading
from server.translation.entities import Entity
from server.translation.protect import marks, mask, restore
from server.translation.wording import asks, plain


class Key(Struct, frozen=True):
    """Where a text is remembered (its numbers do not count for the `digest`), and what stood in it."""

    digest: str
    slots: tuple[Entity, ...]


class Remembered(Struct, frozen=True, kw_only=True):
    """A translation with marks instead of numbers and names; `engine` made it, `confidence` is its own."""

    language: str
    template: str
    engine: str
    confidence: float = 1.0


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
    kinds = ",".join(entity.kind for entity in masked.entities)
    spelled = "\x1f".join((source, target, kinds, plain(masked.text), "?" if asks(text) else ""))
    return Key(hashlib.blake2b(spelled.encode("utf-8", "replace"), digest_size=16).hexdigest(), masked.entities)


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
    """The last `size` entries seen, so that a hot sentence needs no database."""

    def __init__(self, size: int = 20_000) -> None:
        self._size = size
        self._entries: OrderedDict[tuple[str, str], Remembered] = OrderedDict()

    def get(self, workspace_id: str, digest: str) -> Remembered | None:
        """The entry, now the newest; None when it is not here."""
        key = (workspace_id, digest)
        if key not in self._entries:
            return None
        self._entries.move_to_end(key)
        return self._entries[key]

    def put(self, workspace_id: str, digest: str, entry: Remembered) -> None:
        """Keeps the entry and lets the oldest go."""
        self._entries[workspace_id, digest] = entry
        self._entries.move_to_end((workspace_id, digest))
        if len(self._entries) > self._size:
            self._entries.popitem(last=False)
