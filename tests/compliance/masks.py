"""Ways to write a text so that a person reads it and a filter does not; `python -m tests.compliance.masks` tells what they do.

Each is a small program that disguises some longer words of a text, the same ones each time. Of plain guilty lines that are
heard the table tells how many are still heard in disguise, by kind; of innocent ones, how many begin to alarm.
"""

import random
import re
import sys
import tomllib
import unicodedata
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from server.compliance import Compliance, Scene, load_packs
from tests.compliance.cells import INBOUND, MARKET, TEXTS
from training.lines import HERE

Change = Callable[[str], str]
ROMAN = "en de fr es it pt tr"
SPACED = f"{ROMAN} ru ar"
EVERY = f"{SPACED} ko ja zh"
TABLES = tomllib.loads((TEXTS / "masks.toml").read_text(encoding="utf-8"))
SCRIPTS = {"R": ROMAN, "S": SPACED, "E": EVERY}
_WORD = re.compile(r"[^\W\d_]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_HANGUL = re.compile("[가-힣]")
_CODED = re.compile(r"\S*(?:@|\d|://|\w\.\w)\S*")
_VOWEL = re.compile(r"(?<=\w)([aeiouаеиоуاوي])(?=\w)", re.IGNORECASE)
_LINES, _SHORTEST = 40, 12


class Line(Struct, frozen=True):
    """A text and what it is about; `guilty` says whether it says it."""

    language: str
    category: str
    text: str
    guilty: bool


def some(text: str, change: Change, share: float = 0.5) -> str:
    """Some longer words changed; addresses and numbers stay. In scripts without spaces a word is two to four signs."""
    dice = random.Random(text)
    coded = [found.span() for found in _CODED.finditer(text)] if not _WIDE.search(text) else []

    def one(found: re.Match[str]) -> str:
        word = found[0]
        if _WIDE.search(word):
            return "".join(change(part) if dice.random() < share else part for part in _parts(word, dice))
        inside = any(low <= found.start() < high for low, high in coded)
        fit = not inside and len(word) >= (2 if _HANGUL.search(word) else 4) and dice.random() < share
        return change(word) if fit else word

    return _WORD.sub(one, text)


def _parts(word: str, dice: random.Random) -> Iterator[str]:
    at = 0
    while at < len(word):
        size = dice.randint(2, 4)
        yield word[at : at + size]
        at += size


def words(change: Change, share: float = 0.5) -> Change:
    """Changes some words."""
    return partial(some, change=change, share=share)


def signs(plain: str, shown: str) -> dict[int, str]:
    """Letter -> what stands for it."""
    return {ord(a): b for a, b in zip(plain, shown.split() if " " in shown else shown, strict=True)}


def _swap(share: float, plain: str, shown: str) -> Change:
    table = signs(plain, shown)
    if share == 1:
        return lambda text: (text if set(plain) - set(plain.lower()) else text.lower()).translate(table)
    return words(lambda word: word.translate(table), share)


def _row(first: int, small: int) -> Change:
    table = {65 + n: chr(first + n) for n in range(26)} | {97 + n: chr(small + n) for n in range(26)}
    return words(lambda word: unicodedata.normalize("NFKD", word).translate(table), 0.6)


def _once(sign: str) -> Change:
    return words(lambda word: word[: (len(word) + 1) // 2] + sign + word[(len(word) + 1) // 2 :])


def _typo(change: Callable[[str, int], str]) -> Change:
    """Something wrong inside words of five letters and more."""
    return words(
        lambda word: change(word, random.Random(word).randrange(1, len(word) - 2)) if len(word) > 4 else word, 0.35
    )


def _zalgo(word: str) -> str:
    dice = random.Random(word)
    return "".join(
        s + "".join(dice.choices("\u0300\u0316\u0335\u0489\u0353\u0360\u031b", k=dice.randint(1, 3))) for s in word
    )


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn").replace("ß", "ss")


_TURNED = signs("abcdefghijklmnopqrstuvwxyz", "ɐqɔpǝɟƃɥᴉɾʞʅɯuodbɹsʇnʌʍxʎz")


def _upside(text: str) -> str:
    return text.lower().translate(_TURNED)[::-1]


def _jamo(word: str) -> str:
    """Syllables in pieces, as `ㅋㅏㅌㅗㄱ`."""
    first, last = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"

    def apart(sign: str) -> str:
        n = ord(sign) - 0xAC00
        return (first[n // 588] + chr(0x314F + n % 588 // 28) + last[n % 28]).strip() if 0 <= n < 11172 else sign

    return "".join(map(apart, word))


_HALF = signs(*TABLES["kana"]["half"]) | {0x3099: "ﾞ", 0x309A: "ﾟ"}


def _half(word: str) -> str:
    return "".join(unicodedata.normalize("NFD", s).translate(_HALF) if "ァ" <= s <= "ー" else s for s in word)


def _said(table: dict[str, str]) -> Change:
    longest = re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    return lambda text: longest.sub(lambda found: table[found[0]], text)


KINDS: dict[str, tuple[str, Change]] = {
    **{kind: (EVERY, words(sign.join)) for kind, sign in TABLES["between"].items()},
    **{kind: (EVERY, _once(sign)) for kind, sign in TABLES["once"].items()},
    **{kind: (ROMAN, _row(*row)) for kind, row in TABLES["rows"].items()},
    **{kind: (SCRIPTS.get(row[0], row[0]), _swap(*row[1:])) for kind, row in TABLES["swap"].items()},
    **{kind: ("zh", _said(table)) for kind, table in TABLES["said"].items()},
    "marks on marks": (EVERY, words(_zalgo)),
    "a letter twice": (SPACED, _typo(lambda word, at: word[:at] + word[at] + word[at:])),
    "a letter less": (SPACED, _typo(lambda word, at: word[:at] + word[at + 1 :])),
    "letters swapped": (SPACED, _typo(lambda word, at: word[:at] + word[at + 1] + word[at] + word[at + 2 :])),
    "lines": (EVERY, lambda text: re.sub(r"(\w{3}) ", r"\1\n", text)),
    "sentences": (SPACED, lambda text: re.sub(r"(\w{3}) (?=\w)", r"\1. ", text)),
    "entities": (EVERY, words(lambda word: "".join(f"&#{ord(s)};" for s in word))),
    "percent": (EVERY, words(lambda word: "".join(f"%{byte:02X}" for byte in word.encode()))),
    "base64": (EVERY, lambda text: b64encode(text.encode()).decode()),
    "from its end": (EVERY, lambda text: text[::-1]),
    "words from their ends": (SPACED, words(lambda word: word[::-1], 0.4)),
    "upside down": (ROMAN, _upside),
    "words upside down": (ROMAN, words(_upside)),
    "vowels starred": (SPACED, words(lambda word: _VOWEL.sub("*", word, count=1))),
    "vowels as lines": (SPACED, words(lambda word: _VOWEL.sub("_", word, count=1))),
    "vowels out": (f"{ROMAN} ru", words(lambda word: _VOWEL.sub("", word), 0.35)),
    "drawn out": (SPACED, words(lambda word: _VOWEL.sub(r"\1\1\1\1", word, count=1))),
    "no accents": (ROMAN, _bare),
    "capitals": (SPACED, str.upper),
    "mixed case": (SPACED, words(lambda word: "".join(s.upper() if n % 2 else s.lower() for n, s in enumerate(word)))),
    "half kana": ("ja", words(_half)),
    "hiragana": ("ja", words(lambda word: word.translate({n: n - 0x60 for n in range(0x30A1, 0x30F7)}))),
    "katakana": ("ja", words(lambda word: word.translate({n: n + 0x60 for n in range(0x3041, 0x3097)}))),
    "circles for kana": ("ja", words(lambda word: f"{word[0]}○{word[2:]}" if len(word) > 2 else word, 0.3)),
    "jamo": ("ko", words(_jamo)),
    "one jamo": ("ko", words(lambda word: _jamo(word[0]) + word[1:])),
    "loose jamo": ("ko", partial(unicodedata.normalize, "NFD")),
}


def scene(line: Line) -> Scene:
    """Where a line of its category is usually said."""
    if line.category in INBOUND:
        where = Scene(direction="inbound", author="customer")
    else:
        mass = line.category == "unsolicited_marketing"
        where = Scene(channel="email" if mass else "amazon", author="automation" if mass else "agent")
    return replace(where, language=line.language, market=MARKET[line.language])


def lines() -> Iterator[Line]:
    """The plain and the innocent lines that the model learned."""
    for path in sorted(HERE.rglob("*.tsv")):
        for row in path.read_text(encoding="utf-8").splitlines():
            kind, text = row.split("\t")
            if kind != "D":
                yield Line(path.parent.name, path.stem, text, kind == "P")


def understood(judge: Compliance, line: Line, text: str) -> bool:
    """Whether a guilty line is heard in this writing, or an innocent one passes."""
    said = {finding.category for finding in judge.judge(text, scene(line)).findings}
    return line.category in said if line.guilty else not said


def plainly(judge: Compliance, known: Iterable[Line], most: int = _LINES) -> list[Line]:
    """Some lines of each language that are understood as they stand, guilty and innocent ones."""
    dice, kept = random.Random(3), defaultdict[tuple[str, bool], list[Line]](list)
    for line in sorted(known, key=lambda _: dice.random()):
        some_ = kept[line.language, line.guilty]
        if len(some_) < most and len(line.text) >= _SHORTEST and understood(judge, line, line.text):
            some_.append(line)
    return [line for some_ in kept.values() for line in some_]


def disguised(known: Iterable[Line], kind: str) -> Iterator[tuple[Line, str]]:
    """The lines that a kind of disguise changes, and how."""
    languages, change = KINDS[kind]
    shown = ((line, change(line.text)) for line in known if line.language in languages.split())
    return ((line, text) for line, text in shown if text != line.text)


def main() -> None:
    """Prints the table."""
    judge = Compliance(load_packs())
    known = plainly(judge, lines())
    for kind in KINDS:
        told = Counter((line.guilty, understood(judge, line, text)) for line, text in disguised(known, kind))
        heard, alarms = told[True, True], told[False, False]
        guilty, innocent = heard + told[True, False], alarms + told[False, True]
        share = f"heard {heard:>4} of {guilty:<4} {100 * heard / max(guilty, 1):5.1f} %"
        sys.stdout.write(f"{kind:<22} {share}   alarms {alarms:>3} of {innocent}\n")


if __name__ == "__main__":
    main()
