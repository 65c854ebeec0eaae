"""Finds words: every term of every pack in one pass over each view."""

from collections.abc import Iterable, Iterator

import ahocorasick
from msgspec import Struct

from server.compliance.disguise import disguised
from server.compliance.pack import Pack
from server.compliance.views import View, Views, bounded, wordy

_LONG = 5


class Hit(Struct, frozen=True):
    """A slot found at `start:end` of the plain view. `language` is the term's; `shown` the matched text in its view."""

    slot: str
    start: int
    end: int
    shown: str
    language: str = ""
    disguised: bool = False


class Term(Struct, frozen=True):
    """A compiled term: what is looked for, its letters, slot and language, how it is read."""

    text: str
    letters: str
    slot: str
    language: str
    own: bool
    watched: bool
    open_start: bool
    open_end: bool


class Lexicon:
    """All terms of some packs. Long ones are found under disguise, short ones only as they are written."""

    def __init__(self, packs: tuple[Pack, ...], views: Views) -> None:
        self._views = views
        self._seen: dict[str, tuple[str, str, str]] = {}
        self._watched = {slot for pack in packs for rule in pack.rule if rule.disguised for slot in rule.find}
        written: dict[str, list[Term]] = {}
        hidden: dict[str, list[Term]] = {}
        for pack in packs:
            for own, table in ((False, pack.terms), (True, pack.own)):
                for slot, languages in table.items():
                    for language, source in _expanded(languages):
                        term, disguisable = self._compile(source, slot, language, own)
                        (hidden if disguisable else written).setdefault(term.text, []).append(term)
        self._written, self._hidden = _automaton(written), _automaton(hidden)
        self._seen.clear()

    def hits(self, raw: str, plain: View, language: str) -> Iterator[Hit]:
        """Every term at its place in the plain view. `language` decides which of the `own` terms are read."""
        for last, terms in _ends(self._written, plain.text):
            start = last + 1 - len(terms[0].text)
            yield from _accepted(terms, raw, plain, (start, last + 1), language)
        tight = self._views.tight(plain)
        for last, terms in _ends(self._hidden, tight.text):
            place = tight.source(last + 1 - len(terms[0].text), last + 1)
            yield from _accepted(terms, raw, plain, place, language)

    def _compile(self, source: str, slot: str, language: str, own: bool) -> tuple[Term, bool]:
        words = [self._word(word) for word in source.strip("*").split(" ")]
        plain, tight = " ".join(word[0] for word in words), "".join(word[1] for word in words)
        disguisable = len(tight) >= (_LONG if any(map(wordy, tight)) else 2)
        letters = "".join(word[2] for word in words)
        ends = source.startswith("*"), source.endswith("*")
        return Term(
            tight if disguisable else plain, letters, slot, language, own, slot in self._watched, *ends
        ), disguisable

    def _word(self, word: str) -> tuple[str, str, str]:
        """A word's plain and tight texts and its letters; the brackets of a few sources repeat the same words in many terms."""
        found = self._seen.get(word)
        if found is None:
            plain = self._views.plain(word)
            letters = "".join(filter(str.isalnum, plain.text))
            found = self._seen[word] = (plain.text, self._views.tight(plain).text, letters)
        return found


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


def _expanded(languages: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for language, sources in languages.items():
        for source in sources:
            yield from ((language, term) for term in expand(source))


def _automaton(terms: dict[str, list[Term]]) -> ahocorasick.Automaton:
    found = ahocorasick.Automaton()
    for text, same in terms.items():
        found.add_word(text, tuple(same))
    found.make_automaton()
    return found


def _ends(terms: ahocorasick.Automaton, text: str) -> Iterable[tuple[int, tuple[Term, ...]]]:
    """The last place of each found text, with its terms; an automaton without words cannot be asked."""
    return terms.iter(text) if len(terms) else ()


def _accepted(terms: tuple[Term, ...], raw: str, plain: View, place: tuple[int, int], language: str) -> Iterator[Hit]:
    shown = plain.text[slice(*place)]
    for term in terms:
        if term.own and language != term.language:
            continue
        if bounded(plain.text, *place, term.open_start, term.open_end):
            hidden = term.watched and disguised(raw[slice(*plain.source(*place))], shown, term.letters)
            yield Hit(term.slot, *place, shown, term.language, hidden)
