"""Words with a letter starred out, as in `r*fund`, are read as the word of the packs that they can only be."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from server.compliance.views import WIDE

_MASKED = re.compile(r"\w+(?:[*#]\w*)+")
_STAR = re.compile(r"[*#]")
_INNER = re.compile("(?<=.)[aeiouаеиоуыэюя](?=.)")
_BETWEEN_VOWELS = re.compile("[aeiouаеиоуыэюя].*[aeiouаеиоуыэюя]")
_LATIN = "aeiouytnrslcdhmpkgbfvwzxjq"
_CYRILLIC = "аеиоуыэюянтрслкдмпвзбгчшжхцйщьфъ"
_ARABIC = "اوينملترسبعحدقكفهجشصطخضغزثذظ"
_MOST = 8
_LEAST = 4
_ENDING = 4
"""A word that is filled in may have so many letters more than the word of the packs it begins with."""
_SHORTEST, _LONGEST, _GAPS = 3, 24, 2


class Unmask:
    """Knows the words of some packs. Replaces one sign by one, so that every place stays where it was."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {word for word in words if len(word) >= _SHORTEST}
        self._sorted = sorted(self._words)

    def get_ready(self) -> None:
        """Makes what the first text would wait for that asks `joined` or `without_vowels`."""
        self._pairs, self._bare  # noqa: B018

    def read(self, text: str) -> str:
        """The text with its starred words written out; a word that is none of the packs' stays."""
        if "*" not in text and "#" not in text:
            return text
        for found in list(_MASKED.finditer(text))[:_MOST]:
            read = self.filled(_STAR.split(found[0]))
            if read:
                text = text[: found.start()] + read + text[found.end() :]
        return text

    def known(self, word: str) -> bool:
        """Whether it is a word of the packs, or begins with a longer one."""
        return word in self._words or self._begun(word)

    def joined(self, first: str, second: str) -> bool:
        """Whether two signs stand side by side in a word of the packs."""
        return first + second in self._pairs

    def without_vowels(self, word: str) -> str:
        """The word that is written so when its inner vowels are left out; "" if there is none."""
        return self._bare.get(word, "")

    @cached_property
    def _pairs(self) -> frozenset[str]:
        wide = (word for word in self._words if word[0] >= WIDE)
        return frozenset(first + second for word in wide for first, second in pairwise(word))

    @cached_property
    def _bare(self) -> dict[str, str]:
        """Of words that are written alike the shortest; between two vowels too much is a word by itself, as `apple` is."""
        longer = (word for word in self._words if len(word) > _LEAST and not _BETWEEN_VOWELS.fullmatch(word))
        words = sorted(longer, key=lambda word: (-len(word), word))
        return {bare: word for word in words if len(bare := bared(word)) >= _LEAST and bare != word}

    def filled(self, pieces: list[str]) -> str:
        """The first known word that these begin, one letter standing between each two; "" if there is none.

        A word that is known without such a letter is written out by itself.
        """
        start, *rest = pieces
        if "".join(pieces) in self._words or not 0 < len(rest) <= _GAPS or sum(map(len, pieces)) > _LONGEST:
            return ""
        return self._filled(start, rest, _letters("".join(pieces)), 0)

    def _filled(self, start: str, rest: list[str], letters: str, least: int) -> str:
        """`least`: where the last letter that was filled in ends."""
        if not rest:
            return start if start in self._words or self._begun(start, max(least, len(start) - _ENDING)) else ""
        for letter in letters:
            word, end = start + letter + rest[0], len(start) + 1
            if self._begins(word) or self._begun(word, end):
                found = self._filled(word, rest[1:], letters, end)
                if found:
                    return found
        return ""

    def _begins(self, start: str) -> bool:
        at = bisect_left(self._sorted, start)
        return at < len(self._sorted) and self._sorted[at].startswith(start)

    def _begun(self, word: str, least: int = 0) -> bool:
        """Whether a longer known word stands at its start, and reaches so far."""
        return any(word[:end] in self._words for end in range(len(word) - 1, max(_LEAST, least - 1), -1))


def bared(word: str) -> str:
    """Without its inner vowels."""
    return _INNER.sub("", word)


def _letters(masked: str) -> str:
    return _CYRILLIC if re.search("[а-я]", masked) else _ARABIC if re.search("[ء-ي]", masked) else _LATIN
