"""What one term of a pack looks for, and whether a place in a text that spells it is it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from server.compliance.disguise import disguised
from server.compliance.views import View, Views, bounded, wordy
from server.compliance.wording import Piece

_LONG = 5
_SYMBOL = re.compile(r"[%$€£₽¥+=#]")
_DIGIT = re.compile("[0-9]")
_HANGUL = re.compile("[가-힣]")
_STOPS = re.compile(r"[,;:!?\n、。؟،]")
_BEFORE = frozenset(["", *"ال و ف ب ل ك س وال بال لل فال كال ول وب وس ولل وبال فل فس".split()])  # noqa: SIM905
_AFTER = frozenset(["", *"ك كم ي نا ه ها هم ين ات وا كما ني هن تك تكم تي تنا ته تها ا ون ان".split()])  # noqa: SIM905
_SMALL = 2
_ENDING = 7
_BETWEEN = re.compile(r"[\W_]+")
JUST_BEFORE = 24
"""So many signs before a hit may stand what excuses it."""


class Hit(Struct, frozen=True, gc=False):
    """A slot found at `start:end` of the plain view. `language` is the term's; `shown` the matched text in its view."""

    slot: str
    start: int
    end: int
    shown: str
    language: str = ""
    disguised: bool = False


class Term(Struct, frozen=True, gc=False):
    """A compiled term: what is looked for, its letters, slot and language, how it is read."""

    text: str
    plain: str
    letters: str
    slot: str
    language: str
    own: bool
    open_start: bool
    open_end: bool
    words: int
    rest: tuple[str, ...] = ()


class Group(Struct, frozen=True, gc=False):
    """The terms that are spelled alike. `begins`, `ends`: all of them only where a word does."""

    terms: tuple[Term, ...]
    size: int
    plain: str
    begins: bool
    ends: bool

    def read_in(self, shown: str) -> bool:
        """Whether a reader finds one of the terms in these signs, that spell it with what stands between them."""
        return any(_readable(shown, term) for term in self.terms)


def spellings(sources: Sequence[str], views: Views) -> Iterator[tuple[str, bool, str]]:
    """Of each source what is looked for, whether in the tight view, and the plain form.

    Short phrases are looked for as they are written.
    """
    plains, tights = views.spelled([source.partition("* ")[0].strip("*") for source in sources])
    for source, plain, tight in zip(sources, plains, tights, strict=True):
        first, several, _ = source.partition("* ")
        hidden = bool(several) or len(tight) >= _LONG
        if not hidden:
            phrase = " " in first.strip("*") and any(map(wordy, tight))
            hidden = len(tight) > 1 and not phrase and not _SYMBOL.search(first)
        yield tight if hidden else plain, hidden, views.folded(source.replace("*", "")) if several else plain


def group(text: str, pieces: list[Piece], views: Views) -> Group:
    """What the pieces that are spelled as `text` look for."""
    terms = tuple(_term(text, piece, views) for piece in pieces)
    arabic = any(term.language == "ar" for term in terms)
    return Group(
        terms=terms,
        size=len(text),
        plain=terms[0].plain,
        begins=not arabic and wordy(text[0]) and not any(term.open_start for term in terms),
        ends=not arabic and wordy(text[-1]) and not any(term.open_end for term in terms),
    )


def _term(text: str, piece: Piece, views: Views) -> Term:
    source, *rest = piece.source.split("* ")
    plain = views.plain(source.strip("*")).text
    return Term(
        text=text,
        plain=plain,
        letters="".join(filter(str.isalnum, plain)),
        slot=piece.slot,
        language=piece.language,
        own=piece.own,
        open_start=source.startswith("*"),
        open_end=bool(rest) or source.endswith("*"),
        words=source.strip("*").count(" ") + 1,
        rest=tuple(views.letters(views.plain(part.strip("*")).text) for part in rest),
    )


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


class Reader(Struct, frozen=True):
    """One text as a term sees it: as written, plain, tight, and the slots whose disguises matter."""

    raw: str
    plain: View
    tight: View
    watched: frozenset[str]

    def hits(self, group: Group, terms: Iterable[Term], place: tuple[int, int], tight_end: int) -> list[Hit]:
        """Which of a group's terms really stand at a place; `tight_end` is the sign after it in the tight view, or -1."""
        text, (start, end) = self.plain.text, place
        shown, found = text[start:end], list[Hit]()
        if tight_end >= 0 and shown != group.plain and not group.read_in(shown):
            return found
        inside = bounded(text, start, end)
        for term in terms:
            if inside or _fits(term, text, place):
                whole = self._whole(term, start, tight_end) if term.rest else place
                if whole:
                    hidden = term.slot in self.watched and self._disguised(term, place, shown)
                    found.append(Hit(term.slot, *whole, shown, term.language, hidden))
        return found

    def _disguised(self, term: Term, span: tuple[int, int], shown: str) -> bool:
        return disguised(self.raw[slice(*self.plain.source(*span))], shown, term.letters)

    def _whole(self, term: Term, start: int, end: int) -> tuple[int, int] | None:
        """Where a term of several stems ends: each begins a word soon after the one before."""
        at = followed(self.tight.text, end, term.rest) if end >= 0 else None
        if at is None:
            return None
        stems = zip(at, term.rest, strict=True)
        begun = (bounded(self.plain.text, *self.tight.source(at, at + len(stem)), False, True) for at, stem in stems)
        return (start, self.tight.ends[at[-1] + len(term.rest[-1]) - 1]) if all(begun) else None


def followed(tight: str, end: int, stems: tuple[str, ...]) -> list[int] | None:
    """Where some stems follow soon after each other; None where one does not."""
    found = []
    for stem in stems:
        at = tight.find(stem, end, end + len(stem) + _ENDING)
        if not 0 <= at < len(tight):
            return None
        found.append(at)
        end = at + len(stem)
    return found


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
