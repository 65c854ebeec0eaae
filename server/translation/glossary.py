"""A shop's own words: which of them a text uses, and that their wanted wording arrives."""

import re

from msgspec import Struct
from msgspec.structs import replace

from server.translation.protect import Masked, mask, restore
from server.translation.request import Request

_CLOSE = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]")
STEM = 0.7
"""The share of a word that must be there: the rest may be an ending."""
Glossary = tuple[tuple[str, str], ...]


class Prepared(Struct, frozen=True):
    """A request as an engine gets it: the text with marks, and the wordings its answer must have in some form."""

    request: Request
    masked: Masked
    wanted: Glossary


def used(text: str, glossary: Glossary) -> Glossary:
    """The pairs of a glossary whose term stands in the text, the longest first."""
    found = [pair for pair in glossary if _spellings(pair[0], text)]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def prepared(request: Request, *, inflects: bool) -> Prepared:
    """The request for one kind of engine.

    One that inflects is asked to use the glossary's wordings; for the others a mark stands in the term's place, and the
    wording takes its place in the answer. Names that stay as they are always go by marks.
    """
    by_mark = [term for term, wording in request.glossary if term == wording or not inflects]
    masked = mask(request.text, tuple(word for term in by_mark for word in _spellings(term, request.text)))
    wanted = tuple(pair for pair in request.glossary if pair[0] not in by_mark)
    return Prepared(replace(request, text=masked.text, glossary=wanted), masked, wanted)


def put_back(answer: str, masked: Masked, glossary: Glossary) -> str:
    """The answer with its entities, terms in their wanted wording."""
    wordings = {term.casefold(): wording for term, wording in glossary}
    entities = tuple(
        replace(entity, text=wordings.get(entity.text.casefold(), entity.text)) if entity.kind == "term" else entity
        for entity in masked.entities
    )
    return restore(answer, entities)


def missing(answer: str, wanted: Glossary) -> str | None:
    """`glossary` when a wording is not there in any form."""
    folded = answer.casefold()
    return None if all(_arrived(wording.casefold(), folded) for _, wording in wanted) else "glossary"


def _spellings(term: str, text: str) -> set[str]:
    """How the text spells the term, upper or lower case; ideographs need no spaces around them."""
    if not term.strip():
        return set()
    edge = ("", "") if _CLOSE.search(term) else (r"(?<!\w)", r"(?!\w)")
    return set(re.findall(f"{edge[0]}{re.escape(term)}{edge[1]}", text, re.IGNORECASE))


def _arrived(wording: str, answer: str) -> bool:
    if _CLOSE.search(wording):
        return wording in answer
    return all(word[: max(3, round(len(word) * STEM))] in answer for word in wording.split())
