"""Hangul that is written in pieces, `ㅋㅏ톡`, put together again."""

import re

BROKEN = re.compile("[가-힣ㄱ-ㅎ]*[ㄱ-ㅎ][ㅏ-ㅣ][가-힣ㄱ-ㅣ]*")
_FIRST = {sign: n for n, sign in enumerate("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")}
_LAST = {sign: n for n, sign in enumerate("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ", 1)}
_VOWELS, _FIRST_VOWEL, _FIRST_SYLLABLE = 28, ord("ㅏ"), ord("가")
_OF_ONE_FIRST = 21 * _VOWELS


def composed(written: str) -> str:
    """A consonant and a vowel as a syllable, with the consonant behind it that begins none; the rest stays."""
    made: list[str] = []
    at = 0
    while at < len(written):
        first, vowel = _FIRST.get(written[at]), _vowel(written, at + 1)
        if first is None or vowel < 0:
            made.append(written[at])
            at += 1
            continue
        last = 0 if _vowel(written, at + 3) >= 0 else _LAST.get(written[at + 2 : at + 3], 0)
        made.append(chr(_FIRST_SYLLABLE + first * _OF_ONE_FIRST + vowel * _VOWELS + last))
        at += 3 if last else 2
    return "".join(made)


def _vowel(written: str, at: int) -> int:
    """The number of the vowel that stands somewhere, or -1."""
    number = ord(written[at]) - _FIRST_VOWEL if at < len(written) else -1
    return number if 0 <= number * _VOWELS < _OF_ONE_FIRST else -1
