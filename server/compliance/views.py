"""The ways one text can be read, each with the way back to the text as it was written."""

import re
import unicodedata
from collections.abc import Sequence

import ahocorasick
from msgspec import Struct

from server.compliance.folds import Folds, Plain, Tight, numerals

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SHORT_RUN = re.compile("[0-9oil|]{5,}")
_LOOSE = str.maketrans("oil|", "0111")
_LATIN = re.compile("[a-z]")
_SEPARATOR = re.compile(r"[^\w\n+/:,]|_|の(?=[0-9])")
_DRAWN = re.compile(r"([^\W\d_w])\1\1")
_RUN = 3
_NUMERIC = 7
WIDE = "\u2e80"


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
        self._tight = Tight(folds)
        self._latin = {ord(sign): letter for sign, letter in self._tight.items() if ord(sign) > 127}
        signs = numerals(folds)
        self._numeral = str.maketrans(signs)
        self._numeric = re.compile(f"[0-9{''.join(signs)}]")
        self._words = _automaton(folds, self)

    def plain(self, raw: str) -> View:
        """Compatibility forms, case, marks and unseen signs folded away; separators kept."""
        if raw.isascii() and not _CONTROL.search(raw):
            return same(raw.lower())
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for start, end in _clusters(raw):
            for sign in self._plain[raw[start:end]]:
                text.append(sign)
                starts.append(start)
                ends.append(end)
        return View("".join(text), starts, ends)

    def tight(self, plain: View) -> View:
        """Only letters, digits and pictures, lookalikes as their family's letter."""
        tight = self._tight
        kept = [(letter, i) for i, sign in enumerate(plain.text) if (letter := tight[sign])]
        if _DRAWN.search(plain.text):
            kept = [item for n, item in enumerate(kept) if not _drawn(kept, n)]
        at = [i for _, i in kept]
        return View("".join(letter for letter, _ in kept), at, [i + 1 for i in at])

    def latin(self, plain: View) -> View:
        """Letters of other scripts that look Latin as what they look like, where Latin letters stand among them."""
        mixed = not plain.text.isascii() and _LATIN.search(plain.text)
        return same(plain.text.translate(self._latin) if mixed else plain.text)

    def digits(self, plain: View) -> View | None:
        """Numerals and number words as digits, most separators as spaces; None without a long number."""
        words = self._number_words(plain.text)
        if len(self._numeric.findall(plain.text)) + sum(len(digit) for _, _, digit in words) < _NUMERIC:
            return None
        read = same(plain.text.translate(self._numeral))
        if words:
            read = _spliced(read.text, words)
        text = _SHORT_RUN.sub(_tighten, _SEPARATOR.sub(" ", read.text))
        return View(text, read.starts, read.ends)

    def _number_words(self, text: str) -> list[tuple[int, int, str]]:
        found = ((last + 1 - length, last + 1, digit) for last, (length, digit) in self._words.iter(text))
        return [word for word in found if bounded(text, word[0], word[1])]


def _spliced(text: str, words: list[tuple[int, int, str]]) -> View:
    """The text with each word as its digits, and where each sign was."""
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
    if not open_start and start > 0 and wordy(text[start]) and wordy(text[start - 1]):
        return False
    return open_end or end >= len(text) or not (wordy(text[end - 1]) and wordy(text[end]))


def _drawn(kept: list[tuple[str, int]], n: int) -> bool:
    """Whether a letter only draws out the same one before it, as in `whaaatsapp`."""
    letter = kept[n][0]
    if letter == "w" or not letter.isalpha():
        return False
    same = [i for i in range(max(n - 2, 0), min(n + 3, len(kept))) if kept[i][0] == letter]
    run = sum(1 for i in same if all(j in same for j in range(min(i, n), max(i, n))))
    return run >= _RUN and n > 0 and kept[n - 1][0] == letter


def _tighten(run: re.Match[str]) -> str:
    """`4ooo` -> `4000`, only where digits are the rule."""
    digits = sum(map(str.isdigit, run[0]))
    return run[0].translate(_LOOSE) if 2 * digits > len(run[0]) else run[0]


def _clusters(raw: str) -> Sequence[tuple[int, int]]:
    """Each sign with the marks and Hangul parts that follow it."""
    if unicodedata.is_normalized("NFC", raw):
        return [(i, i + 1) for i in range(len(raw))]
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
