"""What one written sign is read as: the tables behind the views of a text."""

import tomllib
import unicodedata
from pathlib import Path

from msgspec import Struct, convert

_VOICED = frozenset("\u3099\u309a")
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cc"})
_BOXED = (0x1F1E6, 0x1F130, 0x1F150, 0x1F170, 0x249C)


class Folds(Struct, frozen=True):
    """The data of `folds.toml`; its head says what each table is for."""

    drop: dict[str, str]
    letters: dict[str, str]
    lookalike: dict[str, str]
    numerals: dict[str, str]
    words: dict[str, tuple[str, ...]]


def read_folds() -> Folds:
    """The tables that ship with the room."""
    source = Path(__file__).with_name("folds.toml").read_text(encoding="utf-8")
    return convert(tomllib.loads(source), Folds)


class Plain(dict[str, str]):
    """A sign (or a base with its marks) -> its plain form: NFKC, case folded, unmarked, ASCII digits.

    What is not seen becomes "". Fills itself as signs are met, so a text costs one lookup a sign.
    """

    def __init__(self, folds: Folds) -> None:
        super().__init__({"\n": "\n", "\t": " ", "\r": " "})
        self._letters = folds.letters
        self._unseen = frozenset(folds.drop["chars"])

    def __missing__(self, sign: str) -> str:
        folded = self._fold(sign)
        self[sign] = folded
        return folded

    def _fold(self, sign: str) -> str:
        if "\ud800" <= sign[0] <= "\udfff":
            return "\ufffd"
        boxed = _boxed(ord(sign[0]))
        compatible = boxed or unicodedata.normalize("NFKC", sign).casefold()
        return "".join(map(self._letter, unicodedata.normalize("NFC", _unmarked(compatible))))

    def _letter(self, letter: str) -> str:
        if letter.isspace():
            return " "
        if letter in self._unseen or unicodedata.category(letter) in _UNSEEN - {"Mn"}:
            return ""
        digit = unicodedata.digit(letter, None)
        return self._letters.get(letter, letter) if digit is None else str(digit)


def _boxed(code: int) -> str:
    """Regional indicators, squared and negative letters, which NFKC leaves alone; those in brackets, without these."""
    for first in _BOXED:
        if first <= code < first + 26:
            return chr(ord("a") + code - first)
    return "10" if code == 0x1F51F else ""


def _unmarked(text: str) -> str:
    """Without diacritics; the kana voicing marks stay, because they make another letter."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(c for c in apart if unicodedata.category(c) != "Mn" or c in _VOICED)


class Tight(dict[str, str]):
    """A plain sign -> the one letter that stands for all its lookalikes; a separator -> ""."""

    def __init__(self, folds: Folds) -> None:
        super().__init__({sign: letter for letter, family in folds.lookalike.items() for sign in family})

    def __missing__(self, sign: str) -> str:
        kept = sign if sign.isalnum() or "\u2600" <= sign <= "\u27bf" or sign >= "\U0001f000" else ""
        self[sign] = kept
        return kept


class Whole(dict[int, str]):
    """A code point -> its plain form, however many signs that is: for texts whose places nobody asks for."""

    def __init__(self, plain: Plain) -> None:
        super().__init__()
        self._plain = plain

    def __missing__(self, code: int) -> str:
        self[code] = self._plain[chr(code)]
        return self[code]


def numerals(folds: Folds) -> dict[str, str]:
    """Each sign that is a digit in another writing -> that digit."""
    return {sign: digit for digit, family in folds.numerals.items() for sign in family}
