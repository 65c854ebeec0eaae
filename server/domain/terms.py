"""The terms a text can be found by, and the terms a question asks for; one reading of words for every script.

Scripts that put no spaces between words are cut into pairs of neighbours, so that any two signs in a row are found, and each
sign begins a term of its own, so that one sign alone is found too. No dictionary is needed.
"""

import re
import unicodedata
from collections.abc import Iterable

from msgspec import Struct

UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003134f"
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
)
"""Han, kana, hangul, Thai, Lao, Burmese, Khmer."""
RUN = re.compile(rf"(?P<unspaced>[{UNSPACED}]+)|(?P<word>[^\W_{UNSPACED}]+)")
WORD = re.compile(r"[^\W_]+")
HAS_UNSPACED = re.compile(f"[{UNSPACED}]").search
MARKS = re.compile("[\u0300-\u036f\u064b-\u0652\u0640]")
"""Accents and Arabic vowel signs: people leave them out when they look for something."""
LONGEST_TERM = 40
MOST_TERMS = 4000
"""Of one text; far above what a message of 8,000 signs has."""


class Phrase(Struct, frozen=True):
    """Terms that stand one after the other; `open`: the last one may be only the beginning of a word."""

    terms: tuple[str, ...]
    open: bool


def terms(text: str) -> list[str]:
    """The terms of a text in its order."""
    plain = _plain(text)
    if not HAS_UNSPACED(plain):
        return [word[:LONGEST_TERM] for word in WORD.findall(plain)[:MOST_TERMS]]
    found: list[str] = []
    for run in RUN.finditer(plain):
        if run["word"]:
            found.append(run["word"][:LONGEST_TERM])
        else:
            signs = run["unspaced"]
            found += [signs[at : at + 2] for at in range(len(signs))]
        if len(found) >= MOST_TERMS:
            break
    return found[:MOST_TERMS]


def asked(question: str) -> tuple[Phrase, ...]:
    """What a question asks for, a phrase for each piece between spaces; ten pieces at most. Empty when nothing is asked."""
    phrases = [_phrase(piece) for piece in question.split()[:10]]
    return tuple(phrase for phrase in phrases if phrase.terms)


def _phrase(piece: str) -> Phrase:
    found = terms(piece)[:30]
    runs = list(RUN.finditer(_plain(piece)))
    unspaced = bool(runs) and runs[-1]["unspaced"] is not None
    if unspaced and len(found) > 1 and len(runs[-1]["unspaced"]) > 1:
        return Phrase(tuple(found[:-1]), open=False)
    return Phrase(tuple(found), open=bool(found))


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", MARKS.sub("", spread))


def excerpt(texts: Iterable[str], phrases: tuple[Phrase, ...], width: int = 160) -> str:
    """The part of the first text that has the words, around them; the beginning of the first text when none shows them."""
    first = ""
    for text in texts:
        first = first or text
        at = _place(text, phrases)
        if at >= 0:
            begin = max(0, at - width // 3)
            return (
                f"{'…' if begin else ''}{text[begin : begin + width].strip()}{'…' if len(text) > begin + width else ''}"
            )
    return first[:width]


def _place(text: str, phrases: tuple[Phrase, ...]) -> int:
    """Where the first term stands; only near, when folding changed the text's length."""
    folded = _plain(text)
    places = [folded.find(phrase.terms[0]) for phrase in phrases]
    return min((at for at in places if at >= 0), default=-1)
