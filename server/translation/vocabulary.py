"""Short words and letters that name their language: where n-grams guess, people know `danke` from `merci`, ß from ñ."""

import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import Any, TypeAlias

import numpy as np
from msgspec import Struct

from server.translation.scripts import KANGO, SHINJITAI, SIMPLIFIED, TRADITIONAL

_EVERYWHERE = re.compile(r"\b(?:ok|okay|oke|lol|hm+|(?:ha){2,}h?|info|app|pdf)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MARKS = re.compile("[\u0300-\u036f]")
_STROKES = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "ß": "ss", "đ": "d", "æ": "ae"})
LONGEST_TURN = 12


Row: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"


class Weights(Struct, frozen=True):
    """What a known word leaves of a language that does not use it: `listed` has words of its own in the table."""

    listed: float
    unlisted: float


SERVICE = Weights(0.05, 0.25)
SMALL = Weights(0.35, 0.7)
BARE, BARE_LONG = Weights(0.5, 0.8), Weights(0.2, 0.5)  # typed without its accents
LETTER = Weights(0.08, 0.5)

RARER = dict.fromkeys(("ca", "mk", "be", "ne", "mr"), 0.3)
"""Before anything is said: who writes to shops less often than the neighbours of their language do."""

# Letters that few languages write, and those few. Loan words and names exist, so they weigh and do not decide.
_LETTERS = """
ß de|ñ es|¿¡ es|ã pt vi|õ pt et vi|ğı tr|ş tr ro|șț ro|ă ro vi|őű hu|řěů cs|ľĺŕ sk|ďťň cs sk|łśźż pl|ąę pl lt|ć pl hr sr
đ hr sr vi|å sv da no fi|øæ da no|ä de sv fi et sk|ö de sv fi et hu tr|ü de et hu tr es|œ fr|ë nl fr|û fr|ê fr pt vi
òì it ca vi|ï fr nl ca|ėįų lt|ū lt lv|āēīķļņģ lv|š cs sk sl hr sr et lt lv|ž cs sk sl hr sr et lt lv|č cs sk sl hr sr lt lv
ơưạấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ vi|ç fr pt tr ca|ý cs sk vi|ô fr pt sk vi|â fr pt ro vi
"""


class Vocabulary:
    """Everyday words with the languages that use them: service words by heart, the small words more softly."""

    def __init__(self, service: dict[str, str], small: dict[str, str]) -> None:
        self._codes = tuple(service | small)
        self._at = {code: place for place, code in enumerate(self._codes)}
        words = _speakers(service, small)
        hard = _speakers(service)
        self._rows = {word: self._row(users, SERVICE if word in hard else SMALL) for word, users in words.items()}
        for bare, users in _bare(words).items():
            self._rows.setdefault(bare, self._row(users, BARE_LONG if len(bare) > 4 else BARE))
        pairs = [line.split(" ", 1) for line in _LETTERS.replace("\n", "|").split("|") if line]
        self._letters = {
            letter: self._row(frozenset(users.split()), LETTER) for letters, users in pairs for letter in letters
        }
        self._usual = np.array([*(RARER.get(code, 1.0) for code in self._codes), 0.5])
        self._telling = re.compile(f"[{''.join(self._letters)}]")

    @classmethod
    def load(cls) -> "Vocabulary":
        """The words that ship with the product."""
        service, small = (
            tomllib.loads((files(__package__) / name).read_text("utf-8"))
            for name in ("vocabulary.toml", "function_words.toml")
        )
        return cls(service, small)

    @staticmethod
    def telling(text: str) -> str:
        """The text without words that every language uses, unless it has no others."""
        rest = _EVERYWHERE.sub(" ", text)
        return rest if _WORD.search(rest) else text

    def weigh(self, text: str, scores: dict[str, float]) -> dict[str, float]:
        """The scores, moved towards the languages whose known words and letters a turn uses."""
        lower = text.lower().replace("’", "'")
        words = set(_WORD.findall(lower))
        rows = [self._letters[letter] for letter in set(self._telling.findall(lower))]
        if len(words) <= LONGEST_TURN:
            rows += [self._rows[word] for word in words if word in self._rows]
        left = self._usual
        for row in rows:
            left = left * row
        factors, last = dict(zip(self._codes, left.tolist(), strict=False)), float(left[-1])
        weighed = {code: p * factors.get(code, last) for code, p in scores.items()}
        total = sum(weighed.values())
        return {code: p / total for code, p in weighed.items()} if total else scores

    def han(self, text: str) -> dict[str, float]:
        """Ideographs without kana: Chinese, unless the forms are those of Japan only."""
        if SIMPLIFIED.search(text) or TRADITIONAL.search(text):
            return {"zh": 0.99, "ja": 0.01}
        if SHINJITAI.search(text) or KANGO.search(text):
            return {"zh": 0.05, "ja": 0.95}
        return {"zh": 0.85, "ja": 0.15}

    def _row(self, users: frozenset[str], weights: Weights) -> Row:
        """What is left of each language, in the order of `_codes`; last, of one without a list."""
        left = [1.0 if code in users else weights.listed for code in self._codes]
        return np.array([*left, weights.unlisted])


def _speakers(*tables: dict[str, str]) -> dict[str, frozenset[str]]:
    seen: dict[str, set[str]] = {}
    for table in tables:
        for language, words in table.items():
            for word in words.split():
                seen.setdefault(word, set()).add(language)
    return {word: frozenset(languages) for word, languages in seen.items()}


def _bare(words: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The words as they are typed without accents, where that makes them different."""
    found: dict[str, frozenset[str]] = {}
    for word, users in words.items():
        bare = _MARKS.sub("", unicodedata.normalize("NFD", word)).translate(_STROKES)
        if bare != word and bare.isascii() and len(bare) > 2:
            found[bare] = found.get(bare, frozenset()) | users
    return found
