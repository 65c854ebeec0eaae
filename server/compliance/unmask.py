"""Words with a letter starred out, as in `r*fund`, are read as the word of the packs that they can only be."""

import re
from collections.abc import Iterator
from itertools import product

_MASKED = re.compile(r"\w+(?:[*#]\w*)+")
_STAR = re.compile(r"[*#]")
_LATIN = "aeiouytnrslcdhmpkgbfvwzxjq"
_CYRILLIC = "аеиоуыэюянтрслкдмпвзбгчшжхцйщьфъ"
_ARABIC = "اوينملترسبعحدقكفهجشصطخضغزثذظ"
_MOST = 8
_LEAST = 4


class Unmask:
    """Knows the words of some packs. Replaces one sign by one, so that every place stays where it was."""

    def __init__(self, words: set[str]) -> None:
        self._words = words

    def read(self, text: str) -> str:
        """The text with its starred words written out; a word that is none of the packs' stays."""
        if "*" not in text and "#" not in text:
            return text
        for found in list(_MASKED.finditer(text))[:_MOST]:
            read = next((word for word in _candidates(found[0]) if self._known(word)), "")
            if read:
                text = text[: found.start()] + read + text[found.end() :]
        return text

    def _known(self, word: str) -> bool:
        return word in self._words or any(word[:end] in self._words for end in range(len(word) - 1, _LEAST, -1))


def _candidates(masked: str) -> Iterator[str]:
    gaps = len(_STAR.findall(masked))
    letters = _CYRILLIC if re.search("[а-я]", masked) else _ARABIC if re.search("[ء-ي]", masked) else _LATIN
    if gaps > 2 or len(masked) > 24:
        return
    for choice in product(letters, repeat=gaps):
        fill = iter(choice)
        yield _STAR.sub(lambda _: next(fill), masked)  # noqa: B023
