"""The blanks of a phrase: what may stand in `{order}`, `{date}` ..., and how a language writes it."""

import re
from functools import lru_cache
from itertools import product

from babel import Locale
from msgspec import Struct

from server.translation.dates import rewritten
from server.translation.entities import Entity
from server.translation.wording import plain

_SLOT = re.compile(r"\{(\w+)((?:\|[^{}|]*)*)\}")
_LAST_FIGURE = re.compile(r"\d+")

# Which kinds of entity a slot takes. A bare number may be an order number; a price may not.
TAKES = {
    "order": {"order", "code", "digits", "number", "tracking"},
    "tracking": {"tracking", "code", "digits", "order"},
    "date": {"date"},
    "from": {"date"},
    "until": {"date"},
    "time": {"time"},
    "opens": {"time"},
    "closes": {"time"},
    "amount": {"money"},
    "count": {"number"},
    "size": {"size", "number", "code", "term"},
    "carrier": {"carrier", "term"},
    "name": {"term"},
    "product": {"term", "code"},
    "country": {"term"},
    "coupon": {"code", "term"},
    "percent": {"measure"},
    "email": {"email"},
    "link": {"url", "domain"},
}

# CLDR plural categories of whole numbers -> place among the forms a wording lists; others take the last.
_FORMS: dict[str, dict[str, int]] = {
    "ru": {"one": 0, "few": 1, "many": 2},
    "ar": {"one": 0, "zero": 0, "other": 0, "two": 1, "few": 2, "many": 3},
}
_COUNTED = {"one": 0}


class Skeleton(Struct, frozen=True):
    """A wording as it is matched: folded, `⟦⟧` for a slot, one plural form chosen; and the slots' names."""

    key: str
    names: tuple[str, ...]


@lru_cache(16384)
def skeletons(wording: str) -> tuple[Skeleton, ...]:
    """Every form in which a wording may be typed. Kept: a phrasebook folds each of its wordings once."""
    slots = [(name, forms.split("|")[1:]) for name, forms in _SLOT.findall(wording)]
    names = tuple(name for name, _ in slots)
    pieces = _SLOT.sub("\0", wording).split("\0")
    chosen = product(*([f"⟦⟧ {form}" for form in forms] or ["⟦⟧"] for _, forms in slots))
    return tuple(Skeleton(plain(_woven(pieces, choice)), names) for choice in chosen)


def names_in(wording: str) -> frozenset[str]:
    """The slots a wording has."""
    return frozenset(name for name, _ in _SLOT.findall(wording))


def fits(names: tuple[str, ...], entities: tuple[Entity, ...]) -> bool:
    """Whether these things may stand in these slots, in this order."""
    return len(names) == len(entities) and all(
        entity.kind in TAKES[name] for name, entity in zip(names, entities, strict=True)
    )


def rendered(wording: str, values: dict[str, str], language: str) -> str:
    """The wording with its slots filled for a reader of `language`: plural chosen, month named."""

    def filled(slot: re.Match[str]) -> str:
        value = values[slot[1]]
        if "date" in TAKES[slot[1]]:
            return rewritten(value, language)
        forms = slot[2].split("|")[1:]
        return f"{value} {forms[_form(value, language, len(forms))]}" if forms else value

    said = _SLOT.sub(filled, wording)
    return said[:-1] if said.endswith("г..") else said  # a Russian year ends with its own full stop


def _form(value: str, language: str, forms: int) -> int:
    figures = _LAST_FIGURE.findall(value)
    category = Locale(language).plural_form(int(figures[-1])) if figures else "other"
    return min(_FORMS.get(language, _COUNTED).get(category, forms - 1), forms - 1)


def _woven(pieces: list[str], choice: tuple[str, ...]) -> str:
    return pieces[0] + "".join(slot + piece for slot, piece in zip(choice, pieces[1:], strict=True))
