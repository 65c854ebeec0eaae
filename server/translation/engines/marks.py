"""Marks in the spelling that each engine leaves alone, and back."""

import re
from collections.abc import Callable
from html import escape, unescape

_MARK = re.compile(r"⟦(\d{1,4})⟧")
_XML = re.compile(r"<x id=\"(\d{1,4})\"\s*(?:/>|>\s*</x>)")
_SPAN = re.compile(r"</?span[^<>]{0,60}>")
_BREAK = re.compile(r"\s*<br\s*/?>\s*")
_RARE = re.compile(r"\bXQ\s?(\d{1,4})\s?X\b", re.IGNORECASE)


def _spelled(text: str, mark: Callable[[str], str], rest: Callable[[str], str]) -> str:
    parts = _MARK.split(text)
    return "".join(mark(part) if place % 2 else rest(part) for place, part in enumerate(parts))


def as_xml(text: str) -> str:
    """`<x id="1"/>`, and the rest escaped."""
    return _spelled(text, lambda n: f'<x id="{n}"/>', lambda rest: escape(rest, quote=False))


def from_xml(text: str) -> str:
    """The text of such an answer."""
    return unescape(_XML.sub(r"⟦\1⟧", text))


def as_html(text: str) -> str:
    """Spans that are not to be translated; lines end as HTML has it."""

    def rest(part: str) -> str:
        return escape(part, quote=False).replace("\n", "<br>")

    return _spelled(text, lambda n: f'<span translate="no">⟦{n}⟧</span>', rest)


def from_html(text: str) -> str:
    """The text of such an answer."""
    return unescape(_SPAN.sub("", _BREAK.sub("\n", text)))


def as_rare(text: str) -> str:
    """`XQ1X`: letters that models of subwords copy."""
    return _spelled(text, lambda n: f"XQ{n}X", str)


def from_rare(text: str) -> str:
    """The text of such an answer."""
    return _RARE.sub(r"⟦\1⟧", text)
