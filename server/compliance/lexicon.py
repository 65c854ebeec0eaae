"""Finds words: every term of every pack in one pass over each view."""

from collections.abc import Iterable, Iterator
from itertools import accumulate, chain

import ahocorasick
from msgspec import Struct

from server.compliance.clauses import Clauses
from server.compliance.heard import Place
from server.compliance.hearing import Hearing
from server.compliance.pack import Pack
from server.compliance.phrases import ANY
from server.compliance.stretches import Needed
from server.compliance.terms import Group, Hit, Reader, followed, group, spellings
from server.compliance.unmask import Unmask
from server.compliance.views import View, Views, wordy
from server.compliance.wording import Piece, Wording, wordings


class Seen(Struct, frozen=True):
    """The places where the terms that are heard may stand in a text, and where its statements end."""

    reader: Reader
    latin: str
    places: list[Place]
    clauses: Clauses


class Lexicon:
    """All terms of some packs; `wordings` are how terms make phrases. A term is compiled when a text first spells it.

    `own`: of a slot's terms in a language, whether they only count in texts of it.
    """

    def __init__(self, packs: tuple[Pack, ...], views: Views) -> None:
        self._views = views
        self._watched = frozenset(slot for pack in packs for rule in pack.rule if rule.disguised for slot in rule.find)
        self.wordings: list[Wording] = []
        self.own: dict[tuple[str, str], bool] = {}
        written: dict[str, list[Piece]] = {}
        hidden: dict[str, list[Piece]] = {}
        plains: list[str] = []
        pieces: list[Piece] = []
        for found in wordings(packs):
            if isinstance(found, Wording):
                self.wordings.append(found)
            else:
                pieces.append(found)
                key = found.slot, found.language or ANY
                self.own[key] = found.own and self.own.get(key, True)
        for piece, (text, disguisable, plain) in zip(
            pieces, spellings([piece.source for piece in pieces], views), strict=True
        ):
            plains.append(plain)
            (hidden if disguisable else written).setdefault(text, []).append(piece)
        alike = [*written.values(), *hidden.values()]
        self._texts = [*written, *hidden]
        self._pieces = list(chain.from_iterable(alike))
        self._ends = list(accumulate(map(len, alike), initial=0))
        self._groups: dict[int, Group] = {}
        self._written = _automaton(written, 0)
        self._hidden = _automaton(hidden, len(written))
        self.words = Unmask(set(" ".join(plains).split(" ")))
        self._wordy = _Wordy()

    def group(self, number: int) -> Group:
        """The terms that are spelled alike, by their number in the automata."""
        found = self._groups.get(number)
        if found is None:
            pieces = self._pieces[self._ends[number] : self._ends[number + 1]]
            found = self._groups[number] = group(self._texts[number], pieces, self._views)
        return found

    def see(self, raw: str, plain: View, hearing: Hearing) -> Seen:
        """Where the terms that are heard may stand, as the signs and the ends of words tell."""
        plain = View(self.words.read(plain.text), plain.starts, plain.ends)
        tight, ended = self._views.tight(plain), plain.text + " "
        places: list[Place] = []
        latin = self._views.latin(plain).text
        if len(self._written):
            for text in dict.fromkeys((plain.text, latin)):
                places += _written(self._written.iter(text), hearing, self._wordy, ended)
        if len(self._hidden):
            places += _hidden(self._hidden.iter(tight.text), hearing, self._wordy, ended, tight)
        return Seen(Reader(raw, plain, tight, self._watched), latin, places, Clauses(plain.text))

    def hits(self, seen: Seen, needed: Needed) -> list[Hit]:
        """What of a text's places really is a term, of what is needed."""
        wide, found = needed.parts, list[Hit]()
        for look in needed.looks:
            slots, parts, where = look.slots, look.parts, look.where
            bits = slots | parts | wide
            for place in look.places:
                heard = place.heard
                if (
                    heard.slots & slots
                    or (parts and heard.mask & parts and place.start in where)
                    or (wide and heard.mask & wide and place.start in needed.where)
                ):
                    terms = [term for term, mask in heard.terms if mask & bits]
                    found += seen.reader.hits(heard.group, terms, (place.start, place.end), place.tight_end)
        return found


def _written(found: Iterable[tuple[int, int]], hearing: Hearing, wordy: "_Wordy", text: str) -> Iterator[Place]:
    for last, number in found:
        heard = hearing[number]
        if heard is not None:
            start = last + 1 - heard.size
            if not (heard.opens and wordy[text[start - 1]]) and not (heard.closes and wordy[text[last + 1]]):
                yield Place(heard, start, last + 1, last + 1)


def _hidden(
    found: Iterable[tuple[int, int]], hearing: Hearing, wordy: "_Wordy", text: str, tight: View
) -> Iterator[Place]:
    at = tight.starts
    for last, number in found:
        heard = hearing[number]
        if heard is not None:
            start, end = at[last + 1 - heard.size], at[last] + 1
            if not (heard.opens and wordy[text[start - 1]]) and not (heard.closes and wordy[text[end]]):
                until = max(_until(tight, last, stems) for stems in heard.rests) if heard.rests else end
                if until:
                    yield Place(heard, start, end, until, last + 1)


def _until(tight: View, last: int, stems: tuple[str, ...]) -> int:
    """Where the last of some stems ends; 0 where they do not follow."""
    at = followed(tight.text, last + 1, stems)
    if at is None:
        return 0
    return tight.ends[at[-1] + len(stems[-1]) - 1 if at else last]


class _Wordy(dict[str, bool]):
    """Whether a sign belongs to a script that parts its words with spaces. Fills itself as signs are met."""

    def __missing__(self, sign: str) -> bool:
        self[sign] = wordy(sign)
        return self[sign]


def _automaton(terms: Iterable[str], first: int) -> ahocorasick.Automaton:
    found = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for number, text in enumerate(terms, first):
        found.add_word(text, number)
    found.make_automaton()
    return found
