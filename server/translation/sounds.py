"""How Chinese and Japanese words are typed by their sound: pinyin, whole or by its initials; romaji; kana for ideographs.

The readings are those of the phrases' own words (`readings.toml`), not of the whole languages.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import islice, product

from msgspec import Struct

VARIANTS = 4
"""So many readings of one wording are kept, where its words have several."""
SHORTEST, INITIALS = 3, 2
_HAN = re.compile("[\u3400-\u9fff]")
_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}  # fmt: skip
_MORAE = {kana: sound + "aiueo"[place] for sound, row in _ROWS.items() for place, kana in enumerate(row)}
_MORAE |= {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "ぢ": "zi", "づ": "zu", "ー": ""}
_MORAE |= {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}
_SMALL = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo"}
_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
# Hepburn and its neighbours as one spelling; long vowels are short.
_SPELLED = (
    ("tch", "cch"), ("shi", "si"), ("sh", "sy"), ("chi", "ti"), ("ch", "ty"), ("ct", "tt"), ("tsu", "tu"), ("ji", "zi"),
    ("j", "zy"), ("fu", "hu"), ("wo", "o"), ("ou", "o"), ("oo", "o"), ("uu", "u"), ("nn", "n"), ("yy", "y"),
    ("mb", "nb"), ("mp", "np"), ("mm", "nm"),
)  # fmt: skip


class Sound(Struct, frozen=True):
    """One reading of a wording: its syllables together, where each begins, and their first letters (Chinese alone)."""

    text: str
    begins: frozenset[int] = frozenset()
    initials: str = ""


class Readings(Struct, frozen=True):
    """Pinyin of a character, and kana of a word; several where there are."""

    pinyin: dict[str, tuple[str, ...]]
    kana: dict[str, tuple[str, ...]]
    longest: int

    def chinese(self, wording: str) -> tuple[Sound, ...]:
        """The readings of a wording's ideographs."""
        known = [self.pinyin[char] for char in _HAN.findall(wording) if char in self.pinyin]
        return tuple(_syllables(chosen) for chosen in islice(product(*known), VARIANTS)) if known else ()

    def japanese(self, wording: str) -> tuple[str, ...]:
        """The wording in hiragana, its ideographs read; what cannot be read stays."""
        parts: list[tuple[str, ...]] = []
        at = 0
        while at < len(wording):
            size = next((n for n in range(self.longest, 0, -1) if wording[at : at + n] in self.kana), 0)
            parts.append(self.kana[wording[at : at + size]] if size else (wording[at],))
            at += size or 1
        return tuple(hiragana("".join(chosen)) for chosen in islice(product(*parts), VARIANTS))


@cache
def readings() -> Readings:
    """Those that ship with the product."""
    table = tomllib.loads((files(__package__) / "readings.toml").read_text("utf-8"))
    pinyin: dict[str, tuple[str, ...]] = {}
    for syllable, chars in table["zh"].items():
        for char in chars:
            pinyin[char] = (*pinyin.get(char, ()), syllable)
    kana = {word: tuple(said.split()) for word, said in table["ja"].items()}
    return Readings(pinyin, kana, max(map(len, kana)))


def hiragana(kana: str) -> str:
    """Katakana as hiragana."""
    return kana.translate(_HIRAGANA)


def romaji(kana: str) -> str:
    """Hiragana in Latin letters, spelled as `spelled` spells what is typed."""
    out: list[str] = []
    double = False
    for sign in kana:
        if sign == "っ":
            double = True
            continue
        if sign in _SMALL and out and out[-1].endswith("i"):
            out[-1] = out[-1][:-1] + _SMALL[sign]
            continue
        sound = _MORAE.get(sign, " ")
        out.append(sound[:1] + sound if double else sound)
        double = False
    return spelled("".join(out))


def spelled(latin: str) -> str:
    """One spelling for the many of romaji: `tsuuhan`, `tuhan` and `tsūhan` are the same."""
    for wide, narrow in _SPELLED:
        latin = latin.replace(wide, narrow)
    return latin


def heard(query: str, sound: Sound) -> float:
    """How well pinyin fits, 0 to 1: whole syllables from one's beginning, or the first letters of several."""
    at = sound.text.find(query)
    while at >= 0:
        if at in sound.begins:
            return 0.9 if at == 0 else 0.7
        at = sound.text.find(query, at + 1)
    if len(query) >= INITIALS and query in sound.initials:
        return 0.6 if sound.initials.startswith(query) else 0.3
    return 0.0


def _syllables(chosen: tuple[str, ...]) -> Sound:
    begins, length = [], 0
    for syllable in chosen:
        begins.append(length)
        length += len(syllable)
    return Sound("".join(chosen), frozenset(begins), "".join(syllable[0] for syllable in chosen))
