"""What must go through a translation untouched: found, replaced by marks an engine keeps, and put back."""

import re
from collections.abc import Iterable

from msgspec import Struct

from server.translation.entities import Entity, find

_MARK = re.compile(r"⟦\s*(\d{1,4})\s*⟧")


class Masked(Struct, frozen=True):
    """A text with `⟦1⟧`, `⟦2⟧` ... where its entities were, and the entities in that order."""

    text: str
    entities: tuple[Entity, ...]


def mask(text: str, terms: tuple[str, ...] = (), *, numbers: bool = False) -> Masked:
    """Replaces what may not change. `terms` are names to keep; `numbers` masks bare numbers too."""
    entities = find(text, terms, numbers=numbers)
    return Masked(_replaced(text, entities, (f"⟦{n}⟧" for n in range(1, len(entities) + 1))), entities)


def restore(text: str, entities: tuple[Entity, ...]) -> str:
    """Puts the entities back where their marks stand; marks of unknown number stay as they are."""

    def original(found: re.Match[str]) -> str:
        place = int(found[1])
        return entities[place - 1].text if 0 < place <= len(entities) else found[0]

    return _MARK.sub(original, text)


def marks(text: str) -> list[int]:
    """The numbers of the marks in a text, in order of appearance."""
    return [int(number) for number in _MARK.findall(text)]


def unmarked(text: str) -> str:
    """The text without its marks."""
    return _MARK.sub(" ", text)


def emptied(text: str) -> str:
    """The text with its marks' numbers taken off, so that texts which differ in entities only are one."""
    return _MARK.sub("⟦⟧", text)


def blanked(text: str) -> str:
    """The text with its entities taken out: what is left are words of a language."""
    entities = find(text, numbers=True)
    return _replaced(text, entities, (" " for _ in entities)) if entities else text


def _replaced(text: str, entities: tuple[Entity, ...], instead: Iterable[str]) -> str:
    parts: list[str] = []
    at = 0
    for entity, replacement in zip(entities, instead, strict=False):
        parts += text[at : entity.start], replacement
        at = entity.end
    parts.append(text[at:])
    return "".join(parts)
