"""Short words that name their language: where n-grams guess, people know `danke` from `merci`."""

import re
import tomllib
from importlib.resources import files

from server.translation.scripts import KANGO, SHINJITAI, SIMPLIFIED

_EVERYWHERE = re.compile(r"\b(?:ok|okay|oke|lol|hm+|(?:ha){2,}h?|info|app|pdf)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LONGEST_TURN = 6
UNUSED = 0.05  # a language whose list we have does not use this word
UNLISTED = 0.25  # a language without a list may


class Vocabulary:
    """Everyday service words and the languages that use them, from `vocabulary.toml`."""

    def __init__(self, words: dict[str, frozenset[str]]) -> None:
        self._words = words
        self._listed = frozenset().union(*words.values())

    @classmethod
    def load(cls) -> "Vocabulary":
        """The words that ship with the product."""
        table = tomllib.loads((files(__package__) / "vocabulary.toml").read_text("utf-8"))
        seen: dict[str, set[str]] = {}
        for language, words in table.items():
            for word in words.split():
                seen.setdefault(word, set()).add(language)
        return cls({word: frozenset(languages) for word, languages in seen.items()})

    @staticmethod
    def telling(text: str) -> str:
        """The text without words that every language uses, unless it has no others."""
        rest = _EVERYWHERE.sub(" ", text)
        return rest if _WORD.search(rest) else text

    def weigh(self, text: str, scores: dict[str, float]) -> dict[str, float]:
        """The scores, moved towards the languages whose known words a short text uses."""
        words = list(dict.fromkeys(_WORD.findall(text.lower())))
        if not words or len(words) > LONGEST_TURN:
            return scores
        weighed = dict(scores)
        for word in words:
            if languages := self._words.get(word.replace("’", "'")):
                for code in weighed:
                    if code not in languages:
                        weighed[code] *= UNUSED if code in self._listed else UNLISTED
        total = sum(weighed.values())
        return {code: p / total for code, p in weighed.items()}

    def han(self, text: str) -> dict[str, float]:
        """Ideographs without kana: Chinese, unless the forms are those of Japan only."""
        if SIMPLIFIED.search(text):
            return {"zh": 0.99, "ja": 0.01}
        if SHINJITAI.search(text) or KANGO.search(text):
            return {"zh": 0.05, "ja": 0.95}
        return {"zh": 0.85, "ja": 0.15}
