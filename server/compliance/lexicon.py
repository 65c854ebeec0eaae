"""Finds words: every term of every pack in one pass over each view."""

import re
from collections.abc import Iterable, Iterator

import ahocorasick
from msgspec import Struct

from server.compliance.disguise import disguised
from server.compliance.pack import Pack
from server.compliance.unmask import Unmask
from server.compliance.views import WIDE, View, Views, bounded, wordy
from server.compliance.wording import Piece, Wording, wordings

_LONG = 5
_SYMBOL = re.compile(r"[%$€£₽¥+=#]")
_DIGIT = re.compile("[0-9]")
_HANGUL = re.compile("[가-힣]")
_STOPS = re.compile(r"[,;:!?\n、。؟،]")
_BEFORE = frozenset(["", *"ال و ف ب ل ك س وال بال لل فال كال ول وب وس ولل وبال فل فس".split()])  # noqa: SIM905
_AFTER = frozenset(["", *"ك كم ي نا ه ها هم ين ات وا كما ني هن تك تكم تي تنا ته تها ا ون ان".split()])  # noqa: SIM905
_LATIN = frozenset({"de", "fr", "es", "it", "pt", "tr"})
_DEAF = {language: _LATIN - {language} for language in (*_LATIN, "en", "ko", "ru", "ar")}
_DEAF |= {"zh": _LATIN | {"ja"}, "ja": _LATIN | {"zh"}}
"""In a text of a language, words of these are not heard: too many are spelled alike and mean something else."""
_SMALL = 2
_ENDING = 7
_BETWEEN = re.compile(r"[\W_]+")


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
    plain: str
    letters: str
    slot: str
    language: str
    own: bool
    watched: bool
    open_start: bool
    open_end: bool
    words: int
    rest: tuple[str, ...] = ()


class Group(Struct, frozen=True):
    """The terms that are spelled alike. `begins`, `ends`: all of them only where a word does. `language` if they share one."""

    terms: tuple[Term, ...]
    size: int
    plain: str
    language: str
    begins: bool
    ends: bool


class Lexicon:
    """All terms of some packs; `wordings` are how terms make phrases. Phrases of several short words are read as written."""

    def __init__(self, packs: tuple[Pack, ...], views: Views) -> None:
        self._views = views
        self._seen: dict[str, tuple[str, str, str]] = {}
        self._watched = {slot for pack in packs for rule in pack.rule if rule.disguised for slot in rule.find}
        self.wordings: list[Wording] = []
        written: dict[str, list[Term]] = {}
        hidden: dict[str, list[Term]] = {}
        for found in wordings(packs):
            if isinstance(found, Wording):
                self.wordings.append(found)
            else:
                term, disguisable = self._compile(found)
                (hidden if disguisable else written).setdefault(term.text, []).append(term)
        self._unmask = Unmask({seen[0] for seen in self._seen.values() if len(seen[0]) > 2})
        self._written, self._hidden = _automaton(written), _automaton(hidden)
        self._seen.clear()

    def hits(self, raw: str, plain: View, language: str) -> Iterator[Hit]:
        """Every term at its place in the plain view. `language` decides which of the `own` terms are read."""
        plain = View(self._unmask.read(plain.text), plain.starts, plain.ends)
        deaf = _DEAF.get(language, frozenset())
        begins, ends = _edges(plain.text)
        for text in {plain.text, self._views.latin(plain).text}:
            for last, group in _ends(self._written, text):
                start = last + 1 - group.size
                if group.language not in deaf and begins[start] >= group.begins and ends[last] >= group.ends:
                    yield from _accepted(group.terms, raw, plain, (start, last + 1), language)
        tight = self._views.tight(plain)
        at = tight.starts
        for last, group in _ends(self._hidden, tight.text):
            start = last + 1 - group.size
            if group.language in deaf or begins[at[start]] < group.begins or ends[at[last]] < group.ends:
                continue
            place = at[start], at[last] + 1
            shown = plain.text[slice(*place)]
            if shown == group.plain or any(_readable(shown, term) for term in group.terms):
                yield from _accepted(group.terms, raw, plain, place, language, (tight, last + 1))

    def _compile(self, piece: Piece) -> tuple[Term, bool]:
        source, *rest = piece.source.split("* ")
        words = [self._word(word) for word in source.strip("*").split(" ")]
        plain, tight = " ".join(word[0] for word in words), "".join(word[1] for word in words)
        letters = "".join(word[2] for word in words)
        disguisable = len(tight) >= (_LONG if len(words) > 1 and any(map(wordy, tight)) else 2)
        if len(tight) < _LONG and _SYMBOL.search(source):
            disguisable = False
        if rest:
            disguisable = True
        return Term(
            text=tight if disguisable else plain,
            plain=plain,
            letters=letters,
            slot=piece.slot,
            language=piece.language,
            own=piece.own,
            watched=piece.slot in self._watched,
            open_start=source.startswith("*"),
            open_end=bool(rest) or source.endswith("*"),
            words=len(words),
            rest=tuple("".join(self._word(word)[1] for word in part.strip("*").split(" ")) for part in rest),
        ), disguisable

    def _word(self, word: str) -> tuple[str, str, str]:
        """A word's plain and tight texts and its letters; the brackets of a few sources repeat the same words in many terms."""
        found = self._seen.get(word)
        if found is None:
            plain = self._views.plain(word)
            letters = "".join(filter(str.isalnum, plain.text))
            found = self._seen[word] = (plain.text, self._views.tight(plain).text, letters)
        return found


def _readable(shown: str, term: Term) -> bool:
    """Whether signs that stand apart are one word to a reader: cut evenly, or not at all; a number is no word."""
    if shown == term.plain:
        return True
    if shown.isdigit() and not term.letters.isdigit():
        return False
    if _DIGIT.search(term.letters) and not _DIGIT.search(shown):
        return False
    if shown.isalnum() or len(shown) == len(term.text):
        return True
    if not any(map(wordy, term.text)):
        return not _STOPS.search(shown) and not (_HANGUL.search(shown) and _uneven(shown, term))
    pieces = _BETWEEN.split(shown)
    if len(term.text) >= _LONG:
        return len(pieces) <= term.words or max(map(len, pieces)) < len(term.text) - 1
    return len(pieces) <= term.words or all(len(piece) == 1 for piece in pieces)


def _uneven(shown: str, term: Term) -> bool:
    """Korean parts words with spaces: letters of two words are no third word."""
    pieces = shown.split()
    return len(pieces) > term.words and any(len(piece) > 1 for piece in pieces)


def _fits(term: Term, text: str, place: tuple[int, int]) -> bool:
    """Whether the word around a term may be longer: where the term says so, or as Arabic hangs small words on it."""
    if bounded(text, *place, term.open_start, term.open_end):
        return True
    return term.language == "ar" and len(term.letters) > _SMALL and _hung(text, *place, term)


def _hung(text: str, start: int, end: int, term: Term) -> bool:
    first, last = start, end
    while first > 0 and start - first < 4 and text[first - 1].isalnum():
        first -= 1
    while last < len(text) and last - end < 4 and text[last].isalnum():
        last += 1
    before = term.open_start or text[first:start] in _BEFORE
    return before and (term.open_end or text[end:last] in _AFTER)


def _automaton(terms: dict[str, list[Term]]) -> ahocorasick.Automaton:
    found = ahocorasick.Automaton()
    for text, same in terms.items():
        found.add_word(text, _group(text, same))
    found.make_automaton()
    return found


def _group(text: str, same: list[Term]) -> Group:
    arabic = any(term.language == "ar" for term in same)
    languages = {term.language for term in same}
    return Group(
        terms=tuple(same),
        size=len(text),
        plain=same[0].plain,
        language=languages.pop() if len(languages) == 1 else "",
        begins=not arabic and wordy(text[0]) and not any(term.open_start for term in same),
        ends=not arabic and wordy(text[-1]) and not any(term.open_end for term in same),
    )


def _edges(text: str) -> tuple[list[bool], list[bool]]:
    """For each sign whether a word may begin, and whether one may end there."""
    inside = [sign < WIDE and sign.isalnum() for sign in text]
    return [True, *(not is_in for is_in in inside[:-1])], [*(not is_in for is_in in inside[1:]), True]


def _ends(terms: ahocorasick.Automaton, text: str) -> Iterable[tuple[int, Group]]:
    """The last place of each found text, with its terms; an automaton without words cannot be asked."""
    return terms.iter(text) if len(terms) else ()


def _accepted(
    terms: tuple[Term, ...],
    raw: str,
    plain: View,
    place: tuple[int, int],
    language: str,
    tight: tuple[View, int] | None = None,
) -> Iterator[Hit]:
    shown = plain.text[slice(*place)]
    inside = bounded(plain.text, *place)
    deaf = _DEAF.get(language, ())
    for term in terms:
        if term.language in deaf or (term.own and language != term.language):
            continue
        if inside or _fits(term, plain.text, place):
            whole = _whole(term, plain.text, place, tight) if term.rest else place
            if whole:
                hidden = term.watched and disguised(raw[slice(*plain.source(*place))], shown, term.letters)
                yield Hit(term.slot, *whole, shown, term.language, hidden)


def _whole(term: Term, text: str, place: tuple[int, int], tight: tuple[View, int] | None) -> tuple[int, int] | None:
    """Where a term of several stems ends: each begins a word soon after the one before."""
    if tight is None:
        return None
    view, end = tight
    for stem in term.rest:
        at = view.text.find(stem, end, end + len(stem) + _ENDING)
        if not 0 <= at < len(view.text) or not bounded(text, *view.source(at, at + len(stem)), False, True):
            return None
        end = at + len(stem)
    return place[0], view.ends[end - 1]
