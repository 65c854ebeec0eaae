"""Chinese and Japanese in disguise: halves of signs, signs of the same sound, kana of the other kind."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TypeAlias

from server.compliance.unmask import Unmask

Edits: TypeAlias = list[tuple[int, int, str]]
"""Where something stands, and what is meant."""

_HAN = "\u4e00-\u9fff"
_KATAKANA = "ァ-ヺー"
_STRAY = re.compile(f"[ハヲガデニノモト](?<=[{_HAN}ぁ-ん].)(?=[{_HAN}ぁ-ん、。])")
_RUN = re.compile(f"[{_KATAKANA}]+")
_AS_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_NEVER_WHOLE = frozenset("亻讠钅扌阝辶礻")
"""Parts of signs, and none themselves."""


class Eastern:
    """Finds what is written so; what may be meant is meant where the packs know the two signs together."""

    def __init__(self, cleft: dict[str, str], sounds: dict[str, str], kana: dict[str, str], words: Unmask) -> None:
        self._words = words
        self._cleft = cleft
        self._meant: dict[str, list[str]] = defaultdict(list)
        for sign, written in sounds.items():
            for one in written.split():
                self._meant[one].append(sign)
        self._kana = kana
        self._pinyin = re.compile("|".join(sorted(filter(str.isascii, self._meant), key=len, reverse=True)))
        self._written = re.compile(f"[{''.join(sign for sign in self._meant if not sign.isascii())}]|[a-z]+")
        firsts = {
            first: "".join(halves[1] for halves in cleft if halves[0] == first) for first in {one[0] for one in cleft}
        }
        behind = "|".join(f"(?<={first})[{seconds}]" for first, seconds in firsts.items())
        self._halves = re.compile(f"[{''.join(firsts)}](?:{behind})")
        alike, small = (
            "".join(sign for sign in kana if len(sign) == 1 and (sign >= "一") is han) for han in (True, False)
        )
        self._beside = re.compile(f"ノレ|[{small}]|[{alike}](?:(?<=[{_KATAKANA}].)|(?=[{_KATAKANA}]))")

    def steps(self, language: str) -> tuple[Callable[[str], Edits], ...]:
        """What a text of a language may need."""
        return {"zh": (self._whole, self._sounding), "ja": (self._japanese,)}.get(language, ())

    def _whole(self, text: str) -> Edits:
        found = ((halves, self._cleft[halves[0]]) for halves in self._halves.finditer(text))
        return [
            (*one.span(), sign)
            for one, sign in found
            if one[0][0] in _NEVER_WHOLE or self._fits(text, *one.span(), sign)
        ]

    def _fits(self, text: str, start: int, end: int, sign: str) -> bool:
        return self._words.joined(text[max(start - 1, 0) : start], sign) or self._words.joined(
            sign, text[end : end + 1]
        )

    def _sounding(self, text: str) -> Edits:
        """From the left to the right: what is meant by one tells what the next may mean."""
        edits: Edits = []
        places = list(self._places(text))
        for start, end in places:
            written = text[start:end]
            before = edits[-1][2] if edits and edits[-1][1] == start else text[max(start - 1, 0) : start]
            after = [text[end : end + 1], *(self._meant[text[a:b]] for a, b in places if a == end)]
            if not written.isascii() and self._fits(text, start, end, written):
                continue
            signs = self._meant[written]
            sign = next((one for one in signs if self._words.joined(before, one)), "")
            sign = sign or next((one for one in signs for next_ in chain(*after) if self._words.joined(one, next_)), "")
            if sign:
                edits.append((start, end, sign))
        return edits

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """Signs and sounds that may stand for others; sounds follow each other or Chinese signs, and are whole."""
        for found in self._written.finditer(text):
            if not found[0].isascii():
                yield found.span()
                continue
            sounds = [sound.span() for sound in self._pinyin.finditer(found[0])]
            if sum(end - start for start, end in sounds) == len(found[0]):
                yield from ((found.start() + start, found.start() + end) for start, end in sounds)

    def _japanese(self, text: str) -> Edits:
        edits = [
            (*found.span(), self._kana[found[0]]) for found in self._beside.finditer(text) if self._alone(text, found)
        ]
        if _STRAY.search(text):
            runs = (found for found in _RUN.finditer(text) if not self._words.known(found[0]))
            edits += [(*found.span(), found[0].translate(_AS_HIRAGANA)) for found in runs]
        return edits

    def _alone(self, text: str, found: re.Match[str]) -> bool:
        """Whether no word of the packs holds the sign as it stands."""
        return found[0] < "一" or not self._fits(text, *found.span(), found[0])
