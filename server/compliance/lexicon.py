"""Finds words: every term of every pack in one pass over each view."""

from collections.abc import Iterable, Iterator

import ahocorasick
from msgspec import Struct

from server.compliance.pack import Pack
from server.compliance.views import View, Views, bounded, wordy

_LONG = 5


class Hit(Struct, frozen=True):
    """A slot found at raw `start:end`. `language` is the term's; `shown` the matched text in its view."""

    slot: str
    start: int
    end: int
    shown: str
    language: str = ""
    disguised: bool = False


class Term(Struct, frozen=True):
    """A compiled term: its length in its view, its slot, its language, and the open ends a `*` gave it."""

    text: str
    slot: str
    language: str
    own: bool
    open_start: bool
    open_end: bool


class Lexicon:
    """All terms of some packs. Long ones are found under disguise, short ones only as they are written."""

    def __init__(self, packs: Iterable[Pack], views: Views) -> None:
        self._views = views
        written: dict[str, list[Term]] = {}
        hidden: dict[str, list[Term]] = {}
        for source, slot, language, own in _sources(packs):
            term, disguisable = self._compile(source, slot, language, own)
            (hidden if disguisable else written).setdefault(term.text, []).append(term)
        self._written, self._hidden = _automaton(written), _automaton(hidden)

    def hits(self, plain: View, tight: View, language: str) -> Iterator[Hit]:
        """Every term at its raw place. `language` decides which of the `own` terms are read."""
        for last, terms in self._written.iter(plain.text):
            yield from _accept(terms, plain, last, language, plain)
        for last, terms in self._hidden.iter(tight.text):
            yield from _accept(terms, tight, last, language, plain)

    def _compile(self, source: str, slot: str, language: str, own: bool) -> tuple[Term, bool]:
        plain = self._views.plain(source.strip("*"))
        tight = self._views.tight(plain).text
        disguisable = len(tight) >= (_LONG if any(map(wordy, tight)) else 2)
        text = tight if disguisable else plain.text
        return Term(text, slot, language, own, source.startswith("*"), source.endswith("*")), disguisable


def _sources(packs: Iterable[Pack]) -> Iterator[tuple[str, str, str, bool]]:
    for pack in packs:
        for own, table in ((False, pack.terms), (True, pack.own)):
            for slot, languages in table.items():
                for language, terms in languages.items():
                    yield from ((term, slot, language, own) for term in terms)


def _automaton(terms: dict[str, list[Term]]) -> ahocorasick.Automaton:
    found = ahocorasick.Automaton()
    for text, same in terms.items():
        found.add_word(text, tuple(same))
    found.make_automaton()
    return found


def _accept(terms: tuple[Term, ...], view: View, last: int, language: str, plain: View) -> Iterator[Hit]:
    start, end = last + 1 - len(terms[0].text), last + 1
    if view is not plain:
        start, end = view.raw(start, end)
    for term in terms:
        if term.own and language not in ("", "und", term.language):
            continue
        if bounded(plain.text, start, end, term.open_start, term.open_end):
            yield Hit(term.slot, *plain.raw(start, end), plain.text[start:end], term.language)
