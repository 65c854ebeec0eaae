"""A text that is written in disguise, read once more as it is meant: what no single sign tells and the views do not undo.

A reading is judged beside the text itself, so it may guess: it adds, and takes nothing away.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

from msgspec import Struct, convert

from server.compliance.hangul import BROKEN, composed
from server.compliance.unmask import Unmask
from server.compliance.views import View, same, spliced

Edits: TypeAlias = list[tuple[int, int, str]]
"""Where something stands, and what is meant."""

_PICTURE = "\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\u3007\u303d\U0001f000-\U0001f0ff\U0001f18e\U0001f200-\U0001faff"
_FLIPPED = "ɐɔǝɟƃɥᴉɾʞʅɯɹʇʌʍʎ"
_ODD = re.compile(f"[{_PICTURE}{_FLIPPED}ㅏ-ㅣ]")
_PICTURES = re.compile(rf"[{_PICTURE}](?<=[^\W\d_].)[\ufe0f\u200d{_PICTURE}]*(?=[^\W\d_])")
_ESCAPES = re.compile(r"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*|&(?:#\d{2,7}|#x[0-9A-Fa-f]{2,6}|[a-zA-Z]{2,8});")
_STOPS = re.compile(r"[.!?…。](?<=\w\w.)\s+(?=\w)|\n(?<=[^\W_]\n)(?=[^\W_])")
_LATIN = re.compile(r"[@$!|+€£¥¢§†¡0-9](?:(?<=[A-Za-z].)(?=[A-Za-z@$!|+])|(?=[A-Za-z]{3})(?<=[!+|€]))")
_LATIN_WORD = re.compile(r"[A-Za-z0-9@$!|+€£¥¢§†¡]{3,23}[A-Za-z0-9@$|+€£¥¢§†]")
_CYRILLIC = re.compile(r"[@€$¥+unmbr]*[А-Яа-яЁё][А-Яа-яЁё0-9@€$¥+unmbr]*(?<!\d)")
_MIXED = re.compile(r"[0-9@€$¥+unmbr](?:(?=[А-Яа-яЁё])|(?<=[А-Яа-яЁё].))")
_ARABIC = re.compile("[1-9١-٩](?<=[\u0621-\u064a].)(?=[\u0621-\u064a])")
_TURNED = re.compile(f"[{_FLIPPED}]")
_UPRIGHT = re.compile("[acefghjkmrtvwy]")
_WORD = re.compile(r"[^\W\d_]+")
_LINE = re.compile(r"[^\n]+")
_ROMAN = re.compile(r"(?<![\w./@:-])[A-Za-z][A-Za-z46']+(?![\w/@:-]|\.\w)")
_NATIVE = {"ru": re.compile("[А-Яа-яЁё]")}
_Y = re.compile("(?<=[аеиоуюя])ы")
_WIDE = re.compile("[\u3040-\u9fff]")
_FEW, _LONG = 4, 5
_SHORT, _SHORT_WIDE = 15, 5
"""Signs of a word or two."""
_SYMBOLS = re.compile("[@$!|+€£¥¢§†¡]")


class Tables(Struct, frozen=True):
    """The data of `undone.toml`; its head says what each table is for."""

    turned: dict[str, str]
    latin: dict[str, str]
    upright: dict[str, str]
    cyrillic: dict[str, str]
    arabic: dict[str, str]
    translit: dict[str, str]


class Undone:
    """Reads texts once more; `words` are those of the packs."""

    def __init__(self, words: Unmask) -> None:
        source = Path(__file__).with_name("undone.toml").read_text(encoding="utf-8")
        tables = convert(tomllib.loads(source), Tables)
        self._words = words
        self._turned = str.maketrans(tables.turned)
        self._latin = str.maketrans(tables.latin), str.maketrans(tables.latin | tables.upright)
        self._cyrillic = str.maketrans(tables.cyrillic)
        self._arabic = str.maketrans(tables.arabic)
        self._translit = tables.translit
        self._roman = re.compile("|".join(sorted(tables.translit, key=len, reverse=True)))

    def read(self, raw: str, language: str) -> View | None:
        """What is meant, with the way back to the raw text; None where nothing tells of more than is written."""
        view = same(raw)
        if "%" in raw or "&" in raw:
            view = onto(view, _unescaped(raw))
        for step in self._steps(view.text):
            view = onto(view, step(view.text))
        if language in _NATIVE:
            view = onto(view, self._native(view.text, _NATIVE[language]))
        return view if view.text != raw else None

    def _steps(self, text: str) -> Iterator[Callable[[str], Edits]]:
        """What a text may need."""
        if not text.isascii():
            if _ODD.search(text):
                yield from (_without_pictures, _whole, self._upright)
            if "о" in text or "е" in text:
                yield self._slavic
            if "ا" in text:
                yield self._arabian
        yield from (self._leet, _flowing)

    def _upright(self, text: str) -> Edits:
        if not _TURNED.search(text):
            return []
        parts = _WORD if _UPRIGHT.search(text) else _LINE
        turned = [found for found in parts.finditer(text) if _TURNED.search(found[0])]
        return [(*one.span(), one[0][::-1].translate(self._turned)) for one in turned]

    def _leet(self, text: str) -> Edits:
        """Signs for letters; at the ends of a word, and digits, only where a word of the packs comes of it."""
        if not _LATIN.search(text):
            return []
        return [edit for found in _LATIN_WORD.finditer(text) if (edit := self._letters(found)) is not None]

    def _letters(self, found: re.Match[str]) -> tuple[int, int, str] | None:
        written = found[0].lower()
        signs = len(_SYMBOLS.findall(written))
        if written.isalpha() or written.isdigit() or (not signs and not _LATIN.search(written)):
            return None
        for table in self._latin:
            if self._words.known(word := written.translate(table)):
                return *found.span(), word
        inner = written.translate(_SIGNS) if signs > 1 else written[0] + written[1:-1].translate(_SIGNS) + written[-1]
        return (*found.span(), inner) if inner != written and _WORD.search(written) else None

    def _slavic(self, text: str) -> Edits:
        if not _MIXED.search(text):
            return []
        words = (
            found for found in _CYRILLIC.finditer(text) if 2 * len(_NATIVE["ru"].findall(found[0])) > len(found[0])
        )
        return [(*word.span(), word[0].translate(self._cyrillic)) for word in words if not word[0].isalpha()]

    def _arabian(self, text: str) -> Edits:
        return [(*found.span(), found[0].translate(self._arabic)) for found in _ARABIC.finditer(text)]

    def _native(self, text: str, script: re.Pattern[str]) -> Edits:
        """A language written in Latin letters. Where its own stand too, only words that the packs know."""
        alone, edits = not script.search(text), list[tuple[int, int, str]]()
        for found in _ROMAN.finditer(text):
            latin = found[0].lower()
            word = _Y.sub("й", self._roman.sub(lambda part: self._translit[part[0]], latin))
            foreign = self._words.known(latin) and (not alone or len(latin) >= _LONG)
            if not foreign and (alone or self._words.known(word)):
                edits.append((*found.span(), word))
        return edits


_SIGNS = str.maketrans(
    {"!": "i", "|": "l", "¡": "i", "+": "t", "€": "e", "£": "l", "¥": "y", "¢": "c", "†": "t", "§": "s"}
)


def onto(view: View, edits: Edits) -> View:
    """A reading of a reading: edits of its text, with the way back to what it was made from."""
    if not edits:
        return view
    read = spliced(view.text, edits)
    return View(read.text, [view.starts[at] for at in read.starts], [view.ends[at - 1] for at in read.ends])


def _unescaped(text: str) -> Edits:
    return [(*found.span(), unescape(unquote(found[0]))) for found in _ESCAPES.finditer(text)]


def _without_pictures(text: str) -> Edits:
    return [(*found.span(), "") for found in _PICTURES.finditer(text)]


def _whole(text: str) -> Edits:
    return [(*found.span(), composed(found[0])) for found in BROKEN.finditer(text)]


def _flowing(text: str) -> Edits:
    """Sentences and lines of a word or two are one sentence."""
    if text.count("\n") + text.count(". ") < _FEW:
        return []
    stops = [found.span() for found in _STOPS.finditer(text)]
    short = _SHORT_WIDE if _WIDE.search(text) else _SHORT
    return [(*span, " ") for span in stops] if len(stops) * short > len(text) else []
