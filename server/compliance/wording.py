"""How packs write words down: alternatives in brackets, words further apart, one slot inside another."""

import re
from collections.abc import Iterator

from msgspec import Struct

from server.compliance.pack import Pack

_APART = re.compile(r" (~~?|&) ")
_NAMED = re.compile(r"\{(\w+)\}")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class Wording(Struct, frozen=True, gc=False):
    """One line of a pack's words: what is looked for, for which slot, in which language.

    `parts` are slots, one for words that stand together; `joins` are what stands between them: `~` words of the same
    sentence in this order, `~~` of the next one too.
    """

    slot: str
    language: str
    own: bool
    parts: tuple[str, ...]
    joins: tuple[str, ...] = ()


class Piece(Struct, frozen=True, gc=False):
    """A slot's term as it is written."""

    slot: str
    language: str
    own: bool
    source: str


def wordings(packs: tuple[Pack, ...]) -> Iterator[Wording | Piece]:
    """Everything the packs look for: pieces, and how pieces make phrases. Equal parts of a language are one slot."""
    shared: dict[tuple[str, str], str] = {}
    for slot, language, source, own in _sources(packs):
        cut = _APART.split(source)
        if len(cut) == 1 and not _NAMED.fullmatch(source):
            yield from (Piece(slot, language, own, term) for term in spelled(source, language))
            continue
        names = []
        for part in cut[::2]:
            if named := _NAMED.fullmatch(part):
                names.append(named[1])
                continue
            fresh = (part, language) not in shared
            name = shared.setdefault((part, language), f"~{len(shared)}")
            if fresh:
                yield from (Piece(name, language, own, term) for term in spelled(part, language))
            names.append(name)
        yield from _phrases(slot, language, own, tuple(names), tuple(cut[1::2]))


def _sources(packs: tuple[Pack, ...]) -> Iterator[tuple[str, str, str, bool]]:
    for pack in packs:
        for own, table in ((False, pack.terms), (True, pack.own)):
            for slot, languages in table.items():
                for language, sources in languages.items():
                    for source in sources:
                        choices = alternatives(source) if _APART.search(source) else (source,)
                        yield from ((slot, language, choice, own) for choice in choices)


def _phrases(slot: str, language: str, own: bool, names: tuple[str, ...], joins: tuple[str, ...]) -> Iterator[Wording]:
    plain = tuple("~" if join == "&" else join for join in joins)
    yield Wording(slot, language, own, names, plain)
    if "&" in joins:
        yield Wording(slot, language, own, names[::-1], plain[::-1])


def alternatives(source: str) -> list[str]:
    """What the bars outside of brackets part."""
    found, depth, start = [], 0, 0
    for at, sign in enumerate(source + "|"):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            found.append(source[start:at])
            start = at + 1
    return [choice for choice in found if choice]


def spelled(source: str, language: str) -> list[str]:
    """The terms of a source; German ones also as they are typed without umlauts."""
    terms = expand(source)
    if language == "de":
        terms += [other for term in terms if (other := term.translate(_UMLAUTS)) != term]
    return terms


def expand(source: str) -> list[str]:
    """`(a|b) c` -> `a c`, `b c`: the terms that round brackets stand for; they may stand in one another."""
    return list(dict.fromkeys(" ".join(term.split()) for term in _options(source)))


def _options(source: str) -> list[str]:
    parts = [[""]]
    depth, start = 0, 0
    for at, sign in enumerate(source + "|"):
        depth += (sign == "(") - (sign == ")")
        if (sign == "(" and depth == 1) or (sign in ")|" and depth == 0):
            piece = source[start:at]
            found = _options(piece) if sign == ")" else [piece]
            parts[-1] = [head + tail for head in parts[-1] for tail in found]
            start = at + 1
        if sign == "|" and depth == 0 and at < len(source):
            parts.append([""])
    return [term for part in parts for term in part]
