"""Short words that name their language: where n-grams guess, people know `danke` from `merci`."""

import re
import tomllib
from importlib.resources import files

from server.translation.scripts import SHINJITAI, SIMPLIFIED

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LONGEST_TURN = 6


class Vocabulary:
    """Everyday service words and the languages that use them, from `vocabulary.toml`."""

    def __init__(self, words: dict[str, frozenset[str]]) -> None:
        self._words = words

    @classmethod
    def load(cls) -> "Vocabulary":
        """The words that ship with the product."""
        table = tomllib.loads((files(__package__) / "vocabulary.toml").read_text("utf-8"))
        seen: dict[str, set[str]] = {}
        for language, words in table.items():
            for word in words.split():
                seen.setdefault(word, set()).add(language)
        return cls({word: frozenset(languages) for word, languages in seen.items()})

    def weigh(self, text: str, scores: dict[str, float]) -> dict[str, float]:
        """The scores, moved towards the languages whose known words a short text uses."""
        words = _WORD.findall(text.lower())
        if not words or len(words) > LONGEST_TURN:
            return scores
        weighed = dict(scores)
        for word in words:
            if languages := self._words.get(word.replace("’", "'")):
                for code in weighed:
                    if code not in languages:
                        weighed[code] *= 0.05
        total = sum(weighed.values())
        return {code: p / total for code, p in weighed.items()}

    def han(self, text: str) -> dict[str, float]:
        """Ideographs without kana: Chinese, unless the forms are those of Japan only."""
        if SIMPLIFIED.search(text):
            return {"zh": 0.99, "ja": 0.01}
        if SHINJITAI.search(text):
            return {"zh": 0.05, "ja": 0.95}
        return {"zh": 0.85, "ja": 0.15}
