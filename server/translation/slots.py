"""The blanks of a phrase: which things may stand in `{order}`, `{date}` ..., and how they are put there."""

import re

from server.translation.entities import Entity

_SLOT = re.compile(r"\{(\w+)\}")

# Which kinds of entity a slot takes. A bare number may be an order number; a price may not.
TAKES = {
    "order": {"order", "code", "digits", "number", "tracking"},
    "tracking": {"tracking", "code", "digits", "order"},
    "date": {"date"},
    "time": {"time"},
    "amount": {"money"},
    "count": {"number"},
    "size": {"size", "number", "code", "term"},
    "carrier": {"carrier", "term"},
    "name": {"term"},
    "email": {"email"},
    "link": {"url", "domain"},
}


def names_in(wording: str) -> tuple[str, tuple[str, ...]]:
    """A wording with empty marks for its slots, and the slots' names in order."""
    return _SLOT.sub("⟦⟧", wording), tuple(_SLOT.findall(wording))


def fits(names: tuple[str, ...], entities: tuple[Entity, ...]) -> bool:
    """Whether these things may stand in these slots, in this order."""
    return len(names) == len(entities) and all(
        entity.kind in TAKES[name] for name, entity in zip(names, entities, strict=True)
    )


def rendered(wording: str, values: dict[str, str], language: str) -> str:
    """The wording with its slots filled for a reader of `language`."""
    return _SLOT.sub(lambda slot: values[slot[1]], wording)
