"""How packs write words down: alternatives in brackets, words further apart, one slot inside another."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, product
from math import prod
from typing import TypeAlias, TypeVar

from msgspec import Struct

from server.compliance.pack import Pack

_APART = re.compile(r" (~~?|&|\+) ")
_NAMED = re.compile(r"\{(\w+)\}")
LANGUAGES = ("any", "en", "zh", "de", "fr", "es", "it", "pt", "ja", "ko", "ru", "ar", "tr")
_MOST = 64
_MANY = 60
_FEW_BARS = 6
"""Fewer cannot stand for so many terms."""
_WHOLE = frozenset({"harmless", "turn"})
"""Slots of words that must stand whole, as they take what they hold out of the text."""
_LEAST = {"zh": 2, "ja": 2, "ko": 2}
_LEAST_ELSEWHERE = 3
T = TypeVar("T")
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


def _choices(source: str, slot: str, language: str) -> list[str]:
    """A source's alternatives, each in parts where it would be too many terms."""
    if _APART.search(source):
        return alternatives(source)
    if slot in _WHOLE or source.count("|") < _FEW_BARS:
        return [source]
    return [adjoined(choice, language) for choice in alternatives(source)]


def _phrases(chains: list[tuple[str, str, bool, Chain]]) -> Iterator[Wording]:
    """The phrases in all their orders. A slot that has phrases of its own stands for these too, one deep."""
    inner: dict[tuple[str, str], list[Chain]] = defaultdict(list)
    for slot, language, _, chain in chains:
        inner[slot, language] += _orders(chain[0], chain[1])
    for slot, language, own, (names, joins) in chains:
        choices = [[((name,), ()), *inner.get((name, language), ())] for name in names]
        if prod(map(len, choices)) > _MOST:
            choices = [[((name,), ())] for name in names]
        for parts, between in _orders(choices, joins):
            for made in product(*parts):
                yield Wording(slot, language, own, *_flat(made, between))


def _orders(parts: Sequence[T], joins: tuple[str, ...]) -> list[tuple[tuple[T, ...], tuple[str, ...]]]:
    """As written, and from the end where `&` lets them change places."""
    plain = tuple("~" if join == "&" else join for join in joins)
    written = (tuple(parts), plain)
    return [written, (tuple(reversed(parts)), plain[::-1])] if "&" in joins else [written]


def _flat(made: Sequence[Chain], between: tuple[str, ...]) -> Chain:
    names, joins = made[0]
    for join, (more, inside) in zip(between, made[1:], strict=True):
        names, joins = (*names, *more), (*joins, join, *inside)
    return names, joins


def alternatives(source: str) -> list[str]:
    """What the bars outside of brackets part, if it is something."""
    return [choice for choice in _bars(source) if choice]


def _bars(source: str) -> list[str]:
    if "(" not in source:
        return source.split("|")
    found, depth, start = [], 0, 0
    for at, sign in enumerate(source + "|"):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            found.append(source[start:at])
            start = at + 1
    return found


def adjoined(source: str, language: str) -> str:
    """`(a|b) (c|d)` -> `(a|b) + (c|d)` where that is too many terms and both sides are long enough to be looked for."""
    return " + ".join(_parted(tuple(_tokens(source)), language))


def _parted(tokens: tuple[str, ...], language: str) -> list[str]:
    """Where the two sides are the fewest terms together; each side parted again."""
    sizes = [_size(token) for token in tokens]
    counts = [count for count, _ in sizes]
    if prod(counts) <= _MANY:
        return ["".join(tokens).strip(" ?")]
    letters = list(accumulate(shortest for _, shortest in sizes))
    least = _LEAST.get(language, _LEAST_ELSEWHERE)
    ends = range(1, len(tokens))
    fits = [at for at in ends if letters[at - 1] >= least and letters[-1] - letters[at - 1] >= least]
    cuts = [at for at in fits if language in _LEAST or tokens[at] == " " or _ends_word(tokens[:at])]
    if not cuts:
        return ["".join(tokens).strip(" ?")]
    best = min(cuts, key=lambda at: prod(counts[:at]) + prod(counts[at:]))
    return [*_parted(tokens[:best], language), *_parted(tokens[best:], language)]


def _size(token: str) -> tuple[int, int]:
    """How many terms a bracket or a sign stands for, and the letters of the shortest."""
    if token[0] != "(":
        return 1, int(token.isalnum())
    inner = [[_size(part) for part in _tokens(choice)] for choice in _bars(token[1:-1])]
    count = sum(prod(many for many, _ in sizes) for sizes in inner)
    return count, min(sum(letters for _, letters in sizes) for sizes in inner)


def _ends_word(tokens: tuple[str, ...]) -> bool:
    """Whether a word ends with the last of them, whichever way it is read."""
    last = tokens[-1]
    if last[0] != "(":
        return last == " "
    choices = _bars(last[1:-1])
    return all(choice[-1] == " " for choice in choices if choice) and ("" not in choices or tokens[-2:-1] == (" ",))


def _tokens(source: str) -> Iterator[str]:
    """The brackets and the other signs, one by one."""
    depth, start = 0, 0
    for at, sign in enumerate(source):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            yield source[start : at + 1]
            start = at + 1


def spelled(source: str, language: str) -> list[str]:
    """The terms of a source; German ones also as they are typed without umlauts."""
    terms = expand(source)
    if language == "de":
        terms += [other for term in terms if (other := term.translate(_UMLAUTS)) != term]
    return terms


def expand(source: str) -> list[str]:
    """`(a|b) c` -> `a c`, `b c`: the terms that round brackets stand for; they may stand in one another."""
    if "(" not in source and "|" not in source:
        return [" ".join(source.split())]
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
