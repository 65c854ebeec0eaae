"""Words with a letter starred out, as in `r*fund`, are read as the word of the packs that they can only be."""

import re
from bisect import bisect_left
from collections.abc import Iterable

_MASKED = re.compile(r"\w+(?:[*#]\w*)+")
_STAR = re.compile(r"[*#]")
_LATIN = "aeiouytnrslcdhmpkgbfvwzxjq"
_CYRILLIC = "аеиоуыэюянтрслкдмпвзбгчшжхцйщьфъ"
_ARABIC = "اوينملترسبعحدقكفهجشصطخضغزثذظ"
_MOST = 8
_LEAST = 4
_SHORTEST, _LONGEST, _GAPS = 3, 24, 2


class Unmask:
    """Knows the words of some packs. Replaces one sign by one, so that every place stays where it was."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {word for word in words if len(word) >= _SHORTEST}
        self._sorted = sorted(self._words)

    def read(self, text: str) -> str:
        """The text with its starred words written out; a word that is none of the packs' stays."""
        if "*" not in text and "#" not in text:
            return text
        for found in list(_MASKED.finditer(text))[:_MOST]:
            start, *rest = _STAR.split(found[0])
            if len(rest) <= _GAPS and len(found[0]) <= _LONGEST:
                read = self._filled(start, rest, _letters(found[0]))
                if read:
                    text = text[: found.start()] + read + text[found.end() :]
        return text

    def known(self, word: str) -> bool:
        """Whether it is a word of the packs, or begins with a longer one."""
        return word in self._words or self._begun(word)

    def _filled(self, start: str, rest: list[str], letters: str) -> str:
        """The first known word that begins so and has one letter before each of the rest; "" if there is none."""
        if not rest:
            return start if start in self._words or self._begun(start) else ""
        for letter in letters:
            word = start + letter + rest[0]
            if self._begins(word) or self._begun(word):
                found = self._filled(word, rest[1:], letters)
                if found:
                    return found
        return ""

    def _begins(self, start: str) -> bool:
        at = bisect_left(self._sorted, start)
        return at < len(self._sorted) and self._sorted[at].startswith(start)

    def _begun(self, word: str) -> bool:
        """Whether a longer known word stands at its start."""
        return any(word[:end] in self._words for end in range(len(word) - 1, _LEAST, -1))


def _letters(masked: str) -> str:
    return _CYRILLIC if re.search("[а-я]", masked) else _ARABIC if re.search("[ء-ي]", masked) else _LATIN
