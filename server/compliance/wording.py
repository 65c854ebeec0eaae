"""How packs write words down: alternatives in brackets, words further apart, one slot inside another."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import TypeAlias

from msgspec import Struct

from server.compliance.brackets import adjoined, alternatives, expand
from server.compliance.pack import Pack

_APART = re.compile(r" (~~?|&|\+) ")
_NAMED = re.compile(r"\{(\w+)\}")
LANGUAGES = ("any", "en", "zh", "de", "fr", "es", "it", "pt", "ja", "ko", "ru", "ar", "tr")
_MOST = 64
_WAYS = 32
_WHOLE = frozenset({"harmless", "turn"})
"""Slots of words that must stand whole, as they take what they hold out of the text."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class Wording(Struct, frozen=True, gc=False):
    """One line of a pack's words: what is looked for, for which slot, in which language.

    `parts` are slots, one for words that stand together; `joins` are what stands between them: `~` words of the same
    sentence in this order, `~~` of the next one too, `+` the very next ones.
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


Chain: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""The parts of a phrase and the joins between them."""


def wordings(packs: tuple[Pack, ...]) -> Iterator[Wording | Piece]:
    """Everything the packs look for: pieces, and how pieces make phrases. Equal parts of a language are one slot.

    A phrase of slots alone that stands under `any` is one of every language, all its words of the same.
    """
    shared: dict[tuple[str, str], str] = {}
    chains: list[tuple[str, str, bool, Chain]] = []
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
        spoken = LANGUAGES if language == "any" and all(map(_NAMED.fullmatch, cut[::2])) else (language,)
        chains += [(slot, one, own, (tuple(names), tuple(cut[1::2]))) for one in spoken]
    yield from _phrases(chains)


def _sources(packs: tuple[Pack, ...]) -> Iterator[tuple[str, str, str, bool]]:
    for pack in packs:
        for own, table in ((False, pack.terms), (True, pack.own)):
            for slot, languages in table.items():
                for language, sources in languages.items():
                    for source in sources:
                        yield from ((slot, language, one, own) for one in _choices(source, slot, language))


def _choices(source: str, slot: str, language: str) -> Iterator[str]:
    """The ways to say a source, each in parts where it would be too many terms; `&` both ways round."""
    if slot in _WHOLE:
        yield source
        return
    for choice in alternatives(source):
        cut = _APART.split(choice)
        ways = [adjoined(part, language) for part in cut[::2]]
        if prod(map(len, ways)) > _WAYS:
            ways = [[part] for part in cut[::2]]
        for parts in product(*ways):
            for said, joins in _orders(parts, tuple(cut[1::2])):
                yield said[0] + "".join(f" {join} {part}" for join, part in zip(joins, said[1:], strict=True))


def _phrases(chains: list[tuple[str, str, bool, Chain]]) -> Iterator[Wording]:
    """The phrases. A slot that has phrases of its own stands for these too, one deep."""
    inner: dict[tuple[str, str], list[Chain]] = defaultdict(list)
    for slot, language, _, chain in chains:
        inner[slot, language].append(chain)
    for slot, language, own, (names, joins) in chains:
        choices = [[((name,), ()), *inner.get((name, language), ())] for name in names]
        if prod(map(len, choices)) > _MOST:
            choices = [[((name,), ())] for name in names]
        for made in product(*choices):
            yield Wording(slot, language, own, *_flat(made, joins))


def _orders(parts: Sequence[str], joins: tuple[str, ...]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """As written, and from the end where `&` lets them change places."""
    plain = tuple("~" if join == "&" else join for join in joins)
    written = (tuple(parts), plain)
    return [written, (tuple(reversed(parts)), plain[::-1])] if "&" in joins else [written]


def _flat(made: Sequence[Chain], between: tuple[str, ...]) -> Chain:
    names, joins = made[0]
    for join, (more, inside) in zip(between, made[1:], strict=True):
        names, joins = (*names, *more), (*joins, join, *inside)
    return names, joins


def spelled(source: str, language: str) -> list[str]:
    """The terms of a source; German ones also as they are typed without umlauts."""
    terms = expand(source)
    if language == "de":
        terms += [other for term in terms if (other := term.translate(_UMLAUTS)) != term]
    return terms
