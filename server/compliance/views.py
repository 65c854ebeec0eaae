"""The ways one text can be read, each with the way back to the text as it was written."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

import ahocorasick
import numpy as np
from msgspec import Struct

from server.compliance.folds import Folds, Plain, Tight, Whole, numerals
from server.compliance.signs import Table, signs_of, text_of

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SHORT_RUN = re.compile("[0-9oil|]{5,}")
_LOOSE = str.maketrans("oil|", "0111")
_LATIN = re.compile("[a-z]")
_SEPARATOR = re.compile(r"[^\w\n+/:,]|_|[のー](?=[0-9])")
_DRAWN = re.compile(r"([^\W\d_w])\1\1")
_DRAWN_OUT = re.compile(r"([^\W\d_w])\1{2,}")
"""A letter only draws out the same one before it, as in `whaaatsapp`."""
_PARTS = "\U0010fffd"
"""Stands between terms: kept in every view, and in no term of a pack."""
_NUMERIC = 7
WIDE = "\u2e80"


class After(Sequence[int]):
    """The places after some signs, told when asked."""

    def __init__(self, starts: Sequence[int]) -> None:
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, at):  # type: ignore[no-untyped-def]
        """The place after a sign, or after some."""
        return [start + 1 for start in self._starts[at]] if isinstance(at, slice) else self._starts[at] + 1


class View(Struct, frozen=True):
    """A reading of a text: sign `i` of `text` was written at `starts[i]:ends[i]` of what it was made from.

    The plain view is made from the raw text, every other view from the plain one.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where a non-empty span of this view was written."""
        return self.starts[start], self.ends[end - 1]


def wordy(sign: str) -> bool:
    """Whether a sign belongs to a script that parts its words with spaces."""
    return sign < WIDE and sign.isalnum()


class Views:
    """Makes the views; holds the tables, and nothing of any text."""

    def __init__(self, folds: Folds) -> None:
        self._plain = Plain(folds)
        self._single = Table(lambda sign: ord(plain) if len(plain := self._plain[sign]) == 1 else 0)
        self._whole = Whole(self._plain)
        self._tight = Tight(folds)
        self._kept = Table(lambda sign: ord(self._tight[sign] or "\0"))
        self._latin = {ord(sign): letter for sign, letter in self._tight.items() if ord(sign) > 127}
        self._alike = re.compile(f"[{re.escape(''.join(map(chr, self._latin)))}]")
        signs = numerals(folds)
        self._numeral = lambda sign: signs[sign[0]]
        self._numbers = re.compile(f"[{re.escape(''.join(signs))}]")
        self._words = _automaton(folds, self)

    def plain(self, raw: str) -> View:
        """Compatibility forms, case, marks and unseen signs folded away; separators kept."""
        if raw.isascii() and not _CONTROL.search(raw):
            return same(raw.lower())
        whole = unicodedata.is_normalized("NFC", raw)
        if whole and (read := self._single.read(signs_of(raw))).all():
            return same(text_of(read))
        if whole:
            signs = [self._plain[sign] for sign in raw]
            starts = [i for i, sign in enumerate(signs) for _ in sign]
            return View("".join(signs), starts, After(starts))
        places = [(place, sign) for place in _clusters(raw) for sign in self._plain[raw[slice(*place)]]]
        return View("".join(sign for _, sign in places), [a for (a, _), _ in places], [b for (_, b), _ in places])

    def folded(self, raw: str) -> str:
        """The text of the plain view, without the places."""
        return raw.translate(self._whole) if unicodedata.is_normalized("NFC", raw) else self.plain(raw).text

    def tight(self, plain: View) -> View:
        """Only letters, digits and pictures, lookalikes as their family's letter."""
        kept = self._kept.read(signs_of(plain.text))
        places = np.flatnonzero(kept)
        text, at = text_of(kept.take(places)), places.tolist()
        if _tripled(plain.text) and _DRAWN.search(plain.text):
            drawn = [m.span() for m in _DRAWN_OUT.finditer(text) if m[1].isalpha()]
            first = [0, *(end for _, end in drawn)]
            kept_at = [slice(a, b) for a, b in zip(first, [*(start + 1 for start, _ in drawn), len(text)], strict=True)]
            text, at = "".join(text[part] for part in kept_at), [i for part in kept_at for i in at[part]]
        return View(text, at, After(at))

    def letters(self, plain: str) -> str:
        """The text of the tight view of words that stand alone, without the places."""
        if _DRAWN.search(plain):
            return "".join(self.tight(same(word)).text for word in plain.split(" "))
        return self._letters(plain)

    def _letters(self, plain: str) -> str:
        kept = self._kept.read(signs_of(plain))
        return text_of(kept[kept > 0])

    def spelled(self, terms: Sequence[str]) -> tuple[list[str], list[str]]:
        """The plain and the tight text of each of many terms: all of them are read as one text, for that is much faster."""
        if not terms:
            return [], []
        plain = self.folded(_PARTS.join(terms))
        tight = self._letters(plain).split(_PARTS)
        drawn, plains = [found.start() for found in _DRAWN.finditer(plain)], plain.split(_PARTS)
        ends = list(accumulate(len(term) + 1 for term in plains)) if drawn else []
        for n in {bisect_right(ends, at) for at in drawn}:
            tight[n] = self.letters(plains[n])
        return plains, tight

    def latin(self, plain: View) -> View:
        """Letters of other scripts that look Latin as what they look like, where Latin letters stand among them."""
        mixed = not plain.text.isascii() and _LATIN.search(plain.text) and self._alike.search(plain.text)
        return same(plain.text.translate(self._latin) if mixed else plain.text)

    def digits(self, plain: View) -> View | None:
        """Numerals and number words as digits, most separators as spaces, other scripts as `?`; None without a long number."""
        foreign = len(self._numbers.findall(plain.text))
        words = self._number_words(plain.text)
        spelled = sum(len(digit) for _, _, digit in words)
        if sum(map(plain.text.count, "0123456789")) + foreign + spelled < _NUMERIC:
            return None
        read = same(self._numbers.sub(self._numeral, plain.text) if foreign else plain.text)
        if words:
            read = spliced(read.text, words)
        text = _SEPARATOR.sub(" ", read.text)
        text = text if text.isascii() else text.encode("ascii", "replace").decode()
        return View(_SHORT_RUN.sub(_tighten, text), read.starts, read.ends)

    def _number_words(self, text: str) -> list[tuple[int, int, str]]:
        found = ((last + 1 - length, last + 1, digit) for last, (length, digit) in self._words.iter(text))
        return [word for word in found if bounded(text, word[0], word[1])]


def spliced(text: str, words: list[tuple[int, int, str]]) -> View:
    """The text with other signs at some places (start, end, signs), and where each sign was."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for start, end, digit in [*sorted(words, key=_first_longest), (len(text), len(text), "")]:
        if start >= at:
            pieces += (text[at:start], digit)
            starts += (*range(at, start), *[start] * len(digit))
            ends += (*range(at + 1, start + 1), *[end] * len(digit))
            at = end
    return View("".join(pieces), starts, ends)


def _first_longest(word: tuple[int, int, str]) -> tuple[int, int]:
    return word[0], -word[1]


def same(text: str) -> View:
    """A text read as it stands."""
    return View(text, range(len(text)), range(1, len(text) + 1))


def bounded(text: str, start: int, end: int, open_start: bool = False, open_end: bool = False) -> bool:
    """Whether a span neither starts nor ends inside a word, or may; scripts without spaces have no inside."""
    if not open_start and start > 0:
        first, before = text[start], text[start - 1]
        if first < WIDE and before < WIDE and first.isalnum() and before.isalnum():
            return False
    if open_end or end >= len(text):
        return True
    last, after = text[end - 1], text[end]
    return last >= WIDE or after >= WIDE or not (last.isalnum() and after.isalnum())


def _tripled(text: str) -> bool:
    """Whether any sign may stand three times in a row: of the text and itself one sign on, what differs is left."""
    size = _codes(text).itemsize
    signs = int.from_bytes(_codes(text), "little")
    return bytes(2 * size) in (signs ^ signs >> 8 * size).to_bytes(len(text) * size, "little")


def _codes(text: str) -> memoryview:
    """The code points, one number each."""
    return memoryview(text.encode()) if text.isascii() else memoryview(text.encode("utf-32-le")).cast("I")


def _tighten(run: re.Match[str]) -> str:
    """`4ooo` -> `4000`, only where digits are the rule."""
    digits = sum(map(str.isdigit, run[0]))
    return run[0].translate(_LOOSE) if 2 * digits > len(run[0]) else run[0]


def _clusters(raw: str) -> Sequence[tuple[int, int]]:
    """Each sign with the marks and Hangul parts that follow it."""
    heads = [i for i, c in enumerate(raw) if i == 0 or not _joins(c)]
    return list(zip(heads, [*heads[1:], len(raw)], strict=True))


def _joins(sign: str) -> bool:
    return unicodedata.combining(sign) > 0 or "\u1161" <= sign <= "\u11ff" or sign in "\uff9e\uff9f"


def _automaton(folds: Folds, views: Views) -> ahocorasick.Automaton:
    found = ahocorasick.Automaton()
    for digits, words in folds.words.items():
        for word in words:
            plain = views.plain(word).text
            found.add_word(plain, (len(plain), digits))
    found.make_automaton()
    return found
