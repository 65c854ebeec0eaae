"""Whether a translation may be believed. An engine that fails here has failed, however sure it sounds."""

import re
import unicodedata
from collections import Counter
from typing import Literal

from server.translation.detect import Detector
from server.translation.entities import find
from server.translation.protect import Masked, marks, unmarked
from server.translation.scripts import script_of

Fault = Literal["empty", "marks", "digits", "invented", "length", "repetition", "same", "language"]

SHORTEST, LONGEST = 0.4, 2.5
SLACK = 12
SURE = 0.8
_IDEOGRAPH = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_REPEATED = re.compile(r"(.{3,40}?)\1{2,}", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")
_INVENTABLE = frozenset({"url", "domain", "email", "handle", "phone", "money"})


def fault(source: Masked, answer: str, pair: tuple[str, str], detector: Detector | None = None) -> Fault | None:
    """The first reason not to believe `answer`, the translation of `source.text` for the pair; None: good.

    Both texts carry their marks. Without a detector the language is not judged.
    """
    if not answer.strip():
        return "empty"
    if sorted(marks(answer)) != sorted(marks(source.text)):
        return "marks"
    asked, got = unmarked(source.text), unmarked(answer)
    if digits(asked) != digits(got):
        return "digits"
    if _invents(asked, got):
        return "invented"
    if not SHORTEST * (weight(asked) - SLACK) <= weight(got) <= LONGEST * weight(asked) + SLACK:
        return "length"
    if _stutters(got) and not _stutters(asked):
        return "repetition"
    return _foreign(asked, got, pair[1], detector)


def digits(text: str) -> Counter[int]:
    """How often each digit occurs, whatever its script."""
    return Counter(unicodedata.digit(char) for char in text if char.isdecimal())


def weight(text: str) -> float:
    """The length in Latin letters: an ideograph, kana or hangul syllable says as much as two and a half."""
    return len(text.strip()) + 1.5 * len(_IDEOGRAPH.findall(text))


def _invents(asked: str, got: str) -> bool:
    def kinds(text: str) -> Counter[str]:
        return Counter(entity.kind for entity in find(text) if entity.kind in _INVENTABLE)

    return bool(kinds(got) - kinds(asked))


def _stutters(text: str) -> bool:
    if any(any(map(str.isalpha, found[1])) for found in _REPEATED.finditer(text + " ")):
        return True
    words = _WORD.findall(text.lower())
    runs = Counter(zip(words, words[1:], words[2:], strict=False))
    return max(runs.values(), default=0) >= 3


def _foreign(asked: str, got: str, target: str, detector: Detector | None) -> Fault | None:
    words = _WORD.findall(got)
    alike = " ".join(words).casefold() == " ".join(_WORD.findall(asked)).casefold()
    if alike and words and (len(words) > 1 or _other_script(got, target)):
        return "same"
    if detector is None or (len(words) < 4 and len(_IDEOGRAPH.findall(got)) < 8):
        return None
    found = detector.detect(got)
    return "language" if found.language not in (target, "und") and found.confidence >= SURE else None


_SCRIPTS = {"ja": "kana", "zh": "han", "ko": "hangul", "ru": "cyrillic", "uk": "cyrillic", "bg": "cyrillic"}
_SCRIPTS |= {"ar": "arabic", "fa": "arabic", "ur": "arabic", "he": "hebrew", "th": "thai", "el": "greek"}


def _other_script(text: str, language: str) -> bool:
    return script_of(text)[0] == "latin" and language in _SCRIPTS
