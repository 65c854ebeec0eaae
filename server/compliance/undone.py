"""A text that is written in disguise, read once more as it is meant: what no single sign tells and the views do not undo.

A reading is judged beside the text itself, so it may guess: it adds, and takes nothing away.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct, convert

from server.compliance.eastern import Eastern, Edits
from server.compliance.hangul import BROKEN, composed
from server.compliance.unmask import Unmask
from server.compliance.views import View, same, spliced

_PICTURE = "\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\u3007\u303d\U0001f000-\U0001f0ff\U0001f18e\U0001f200-\U0001faff"
_FLIPPED = "ɐɔǝɟƃɥᴉɾʞʅɯɹʇʌʍʎ"
_ODD = re.compile(f"[{_PICTURE}{_FLIPPED}ㅏ-ㅣ]")
_PICTURES = re.compile(rf"[{_PICTURE}](?<=[^\W\d_].)[\ufe0f\u200d{_PICTURE}]*(?=[^\W\d_])")
_ESCAPES = re.compile(
    r"(?:%[0-9A-Fa-f]{2}){2,}|%[2-7][0-9A-Fa-f](?<=[A-Za-z]...)(?=[A-Za-z])|&(?:#\d{2,7}|#x[0-9A-Fa-f]{2,6}|[a-zA-Z]{2,8});"
)
_STOPS = re.compile(r"[.!?…。](?<=\w\w.)\s+(?=\w)|\n(?<=[^\W_]\n)(?=[^\W_])")
_LATIN = re.compile(r"[@$!|+€£¥¢§†¡0-9](?:(?<=[A-Za-z].)(?=[A-Za-z@$!|+])|(?=[A-Za-z]{3})(?<=[!+|€]))")
_LATIN_WORD = re.compile(r"[A-Za-z0-9@$!|+€£¥¢§†¡]{3,23}[A-Za-z0-9@$|+€£¥¢§†]")
_HOST = re.compile(r"[.-]\w")
_CYRILLIC = re.compile(r"[@€$¥+unmbr]*[А-Яа-яЁё][А-Яа-яЁё0-9@€$¥+unmbr]*(?<!\d)")
_MIXED = re.compile(r"[0-9@€$¥+unmbr](?:(?=[А-Яа-яЁё])|(?<=[А-Яа-яЁё].))")
_ARABIC = re.compile("[1-9١-٩]?[\u0621-\u064a]+[1-9١-٩](?:[\u0621-\u064a]+[1-9١-٩]?)*|[1-9١-٩][\u0621-\u064a]{3,}")
_BESIDE = re.compile("[1-9١-٩](?:(?=[\u0621-\u064a])|(?<=[\u0621-\u064a].))")
_INSIDE = re.compile("[1-9١-٩](?<=[\u0621-\u064a].)(?=[\u0621-\u064a])")
_DRAWN_APART = re.compile(r"ـ[\s.]+ـ")
_TURNED = re.compile(f"[{_FLIPPED}]")
_UPRIGHT = re.compile("[acefghjkmrtvwy]")
_WORD = re.compile(r"[^\W\d_]+")
_LINE = re.compile(r"[^\n]+")
_ROMAN = re.compile(r"(?<![\w./@:-])[A-Za-z][A-Za-z46']+(?![\w/@:-]|\.\w)")
_NATIVE = {"ru": re.compile("[А-Яа-яЁё]")}
_Y = re.compile("(?<=[аеиоуюя])ы")
_LINED = re.compile(r"[^\W\d_]+(?:[_•○][^\W\d_]+){1,2}")
_LINE_FOR_LETTER = re.compile("[_•○]")
_CONSONANTS = re.compile(r"[ \n\"'(,.](?=[bcdfghjklmnpqrstvwxzбвгджзклмнпрстфхцчшщ]{3})")
_BARE = re.compile(
    r"(?<![\w@.])[^\W\d_][bcdfghjklmnpqrstvwxzçñбвгджзклмнпрстфхцчшщ]{2,12}[^\W\d_](?![\w@])", re.IGNORECASE
)
_BEGINS_WITH_END = re.compile(r"\s*[.!?。！？؟]+(?=[^\W\d_])")
_ENDS_WITH_BEGIN = re.compile(r"(?<=[^\W\d_])[A-ZА-ЯÀ-Þ](?<=[a-zа-яß-ÿ].)$")
_LATEST = 4
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
    cleft: dict[str, str]
    sounds: dict[str, str]
    kana: dict[str, str]


class Undone:
    """Reads texts once more; `words` are those of the packs."""

    def __init__(self, words: Unmask) -> None:
        source = Path(__file__).with_name("undone.toml").read_text(encoding="utf-8")
        tables = convert(tomllib.loads(source), Tables)
        self._words = words
        self._turned = str.maketrans(tables.turned)
        self._latin = str.maketrans(tables.latin), str.maketrans(tables.latin | tables.upright)
        self._cyrillic = str.maketrans(tables.cyrillic)
        self._arabic = str.maketrans(tables.arabic), str.maketrans(tables.arabic | {"1": "ل"})
        self._translit = tables.translit
        self._eastern = Eastern(tables.cleft, tables.sounds, tables.kana, words)
        self._roman = re.compile("|".join(sorted(tables.translit, key=len, reverse=True)))

    def read(self, raw: str, language: str) -> View | None:
        """What is meant, with the way back to the raw text; None where nothing tells of more than is written."""
        view = unescaped(raw) or same(raw)
        for step in self._steps(view.text):
            view = onto(view, step(view.text))
        for step in self._eastern.steps(language):
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
        yield from (_turned_round, self._leet, self._lined, self._vowelless, _flowing)

    def _lined(self, text: str) -> Edits:
        """Lines and circles for letters, as `ref_nd`."""
        if "_" not in text and "•" not in text and "○" not in text:
            return []
        words = ((found, _LINE_FOR_LETTER.split(found[0].lower())) for found in _LINED.finditer(text))
        filled = ((found, self._words.filled(pieces)) for found, pieces in words if len(found[0]) > 3 * len(pieces) - 2)
        return [(*found.span(), word) for found, word in filled if word]

    def _vowelless(self, text: str) -> Edits:
        if not _CONSONANTS.search(f" {text}".lower()):
            return []
        words = ((found, self._words.without_vowels(found[0].lower())) for found in _BARE.finditer(text))
        return [(*found.span(), word) for found, word in words if word]

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
        if "@" in written and _HOST.match(found.string, found.end()):
            return None
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
        """Letters drawn apart, and digits for letters: at the end of a word only where a word of the packs comes of it."""
        edits = [(*found.span(), "") for found in _DRAWN_APART.finditer(text)] if "ـ" in text else []
        for found in _ARABIC.finditer(text) if _BESIDE.search(text) else ():
            words = [found[0].translate(table) for table in self._arabic]
            word = next(filter(self._words.known, words), "")
            if word or _INSIDE.search(found[0]):
                edits.append((*found.span(), word or words[0]))
        return sorted(edits)

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


def unescaped(raw: str) -> View | None:
    """A text without the escapes of the web, of which nobody reads anything; None where there are none."""
    if "%" not in raw and "&" not in raw:
        return None
    edits = [(*found.span(), unescape(unquote(found[0]))) for found in _ESCAPES.finditer(raw)]
    return onto(same(raw), edits) if edits else None


def _without_pictures(text: str) -> Edits:
    return [(*found.span(), "") for found in _PICTURES.finditer(text)]


def _whole(text: str) -> Edits:
    return [(*found.span(), composed(found[0])) for found in BROKEN.finditer(text)]


def _turned_round(text: str) -> Edits:
    """A text that begins as sentences end, or ends as they begin, is read from its end."""
    backwards = _BEGINS_WITH_END.match(text) or _ENDS_WITH_BEGIN.search(text[-_LATEST:])
    return [(0, len(text), text[::-1])] if backwards else []


def _flowing(text: str) -> Edits:
    """Sentences and lines of a word or two are one sentence."""
    if text.count("\n") + text.count(". ") < _FEW:
        return []
    stops = [found.span() for found in _STOPS.finditer(text)]
    short = _SHORT_WIDE if _WIDE.search(text) else _SHORT
    return [(*span, " ") for span in stops] if len(stops) * short > len(text) else []
