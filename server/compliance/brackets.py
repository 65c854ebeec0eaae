"""Alternatives in round brackets: what terms they stand for, and how a source of too many terms is said in parts.

`(a|b) (c|d)` stands for four terms and costs as much; `(a|b) + (c|d)`, words that follow each other, costs two and two.
"""

import re
from functools import lru_cache
from itertools import accumulate
from math import prod
from operator import mul
from typing import TypeAlias

_MANY = 24
"""More terms than these are looked for in parts."""
_FEW_BARS = 5
"""Fewer cannot stand for so many terms."""
_LEAST = {"zh": 2, "ja": 2, "ko": 2}
_LEAST_ELSEWHERE = 3

_MARK, _BRACKET = re.compile("[()|]"), re.compile("[()]")
_DEPTH = {"(": 1, ")": -1, "|": 0}

Tokens: TypeAlias = tuple[str, ...]
"""Brackets and single signs."""


def alternatives(source: str) -> list[str]:
    """What the bars outside of brackets part, if it is something."""
    return [choice for choice in _bars(source) if choice]


def adjoined(source: str, language: str) -> list[str]:
    """`(a|b) (c|d)` -> `(a|b) + (c|d)` where it is too many terms; all are to be looked for.

    A part must be long enough to be looked for. Where one may be nothing at all, there are two ways to say the source.
    """
    if source.count("|") < _FEW_BARS:
        return [source]
    return [" + ".join(parts) for parts in _parted(_tokens(source), language)]


def _parted(tokens: Tokens, language: str) -> list[list[str]]:
    """The ways to say it, each in parts. It is cut where the two sides are the fewest terms together."""
    counts = [_size(token)[0] for token in tokens]
    whole = [["".join(tokens).strip(" ?")]]
    if prod(counts) <= _MANY:
        return whole
    cuts = _cuts(tokens, language)
    if cuts:
        before = [1, *accumulate(counts, mul)]
        best = min(cuts, key=lambda at: before[at] + before[-1] // before[at])
        first, rest = _parted(tokens[:best], language), _parted(tokens[best:], language)
        return [left + right for left in first for right in rest]
    for at, token in enumerate(tokens):
        without, there = _told_apart(token)
        if there and _cuts((*tokens[:at], there, *tokens[at + 1 :]), language):
            ways = (*tokens[:at], without, *tokens[at + 1 :]), (*tokens[:at], there, *tokens[at + 1 :])
            return [way for some in ways for way in _parted(tuple(filter(None, some)), language)]
    return whole


def _told_apart(token: str) -> tuple[str, str]:
    """A bracket that may be nothing, or next to it: that little, and the rest of it; ("", "") where it is long."""
    if token[0] != "(":
        return "", ""
    choices = _bars(token[1:-1])
    short = [choice for choice in choices if _letters(choice) < _LEAST["zh"]]
    rest = [choice for choice in choices if _letters(choice) >= _LEAST["zh"]]
    if not short or not rest:
        return "", ""
    return ("" if short == [""] else f"({'|'.join(short)})"), f"({'|'.join(rest)})"


def _cuts(tokens: Tokens, language: str) -> list[int]:
    """Where both sides are long enough, and no word is cut where words have spaces between them."""
    letters = list(accumulate(_size(token)[1] for token in tokens))
    least = _LEAST.get(language, _LEAST_ELSEWHERE)
    fits = [at for at in range(1, len(tokens)) if letters[at - 1] >= least and letters[-1] - letters[at - 1] >= least]
    fits = [at for at in fits if tokens[at] != "*"]
    return [at for at in fits if language in _LEAST or tokens[at] == " " or _ends_word(tokens[:at])]


@lru_cache(maxsize=1000)
def _size(token: str) -> tuple[int, int]:
    """How many terms a bracket or a sign stands for, and the letters of the shortest."""
    if token[0] != "(":
        return 1, int(token.isalnum())
    sizes = [_measure(choice) for choice in _bars(token[1:-1])]
    return sum(many for many, _ in sizes), min(letters for _, letters in sizes)


def _measure(choice: str) -> tuple[int, int]:
    if "(" not in choice and ")" not in choice:
        return 1, sum(map(str.isalnum, choice))
    sizes = [_size(part) for part in _tokens(choice)]
    return prod(many for many, _ in sizes), sum(letters for _, letters in sizes)


def _letters(source: str) -> int:
    return _measure(source)[1]


def _ends_word(tokens: Tokens) -> bool:
    """Whether a word ends with the last of them, whichever way it is read."""
    last = tokens[-1]
    if last[0] != "(":
        return last == " "
    choices = _bars(last[1:-1])
    return all(choice[-1] == " " for choice in choices if choice) and ("" not in choices or tokens[-2:-1] == (" ",))


def _bars(source: str) -> list[str]:
    if "(" not in source:
        return source.split("|")
    found, depth, start = [], 0, 0
    for mark in _MARK.finditer(source):
        depth += _DEPTH[mark[0]]
        if mark[0] == "|" and depth == 0:
            found.append(source[start : mark.start()])
            start = mark.end()
    return [*found, source[start:]] if depth == 0 else found


def _tokens(source: str) -> Tokens:
    """The brackets and the other signs, one by one."""
    tokens, depth, start = list[str](), 0, 0
    for mark in _BRACKET.finditer(source):
        if depth == 0:
            tokens += source[start : mark.start()]
            start = mark.start()
        depth += _DEPTH[mark[0]]
        if depth == 0:
            tokens.append(source[start : mark.end()])
            start = mark.end()
    return (*tokens, *source[start:]) if depth == 0 else tuple(tokens)


def expand(source: str) -> list[str]:
    """`(a|b) c` -> `a c`, `b c`: the terms that round brackets stand for; they may stand in one another."""
    if "(" not in source and "|" not in source:
        return [" ".join(source.split())]
    return list(dict.fromkeys(" ".join(term.split()) for term in _options(source)))


def _options(source: str) -> list[str]:
    parts = [[""]]
    depth, start = 0, 0
    for at, sign in (*((mark.start(), mark[0]) for mark in _MARK.finditer(source)), (len(source), "|")):
        depth += _DEPTH[sign]
        if (sign == "(" and depth == 1) or (sign != "(" and depth == 0):
            piece = source[start:at]
            found = _options(piece) if sign == ")" else [piece]
            if found != [""]:
                parts[-1] = [head + tail for head in parts[-1] for tail in found]
            start = at + 1
        if sign == "|" and depth == 0 and at < len(source):
            parts.append([""])
    return [term for part in parts for term in part]
