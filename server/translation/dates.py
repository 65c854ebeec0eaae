"""Dates as people type them: found, and rewritten for a reader unless they could be read in two ways."""

import re
from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton

_READ = ("en", "de", "fr", "es", "it", "pt", "ru", "tr", "ar")
_ALSO_WORDS = frozenset({"out", "set", "mar", "ara", "eki", "tem", "ago", "gen", "lug", "mag"})
_LEAP = 2000  # stands in for a year that was not said


def _names() -> dict[str, int]:
    """Month names of the languages whose dates we read (CLDR); no short ones that are other words."""
    names: dict[str, int] = {}
    for language in _READ:
        for form in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in Locale(language).months[context][form].items():
                    names.setdefault(name.casefold().rstrip("."), number)
    return {name: number for name, number in names.items() if name not in _ALSO_WORDS and not name[0].isdigit()}


_MONTHS = _names()
_MONTH = f"(?i:{'|'.join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))})"
_END = r"(?![^\W\d_])"
NUMERIC = r"(?<!\d)(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2}))(?!\d)"
EAST = r"(?:\d{4}\s?[年년]\s?)?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日号일]"
DAY_FIRST = (
    rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th|\.|º|er)?(?:\sde|\sof)?\s{_MONTH}{_END}"
    r"\.?(?:(?:\sde|,)?\s\d{4}(?!\d)(?:\sг\.)?)?"
)
MONTH_FIRST = rf"(?<![^\W_]){_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s\d{{4}}(?!\d))?"
DAY_HINT = rf"\d(?:st|nd|rd|th|\.|º|er)?(?:\sde|\sof)?\s(?i:[{''.join(sorted({name[0] for name in _MONTHS}))}])"
_ALIKE = str.maketrans("İı", "ii")
_FIGURE_AHEAD = re.compile(r"\.?\s\d")


def _last_word(text: str, end: int) -> str:
    """The letters that end at a place, all months' names written alike."""
    start = end
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    return text[start:end].translate(_ALIKE).casefold()


_LASTS = frozenset(_last_word(name, len(name)) for name in _MONTHS)


def month_leads(text: str) -> bool:
    """Whether a month's name stands before a figure: so it does in everything MONTH_FIRST finds."""
    return any(_last_word(text, figure.start()) in _LASTS for figure in _FIGURE_AHEAD.finditer(text))


_ISO_PARTS = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_EAST_PARTS = re.compile(r"(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号일]")
_FIGURES = re.compile(r"\d+")
_NAME = re.compile(_MONTH + _END)


def rewritten(text: str, language: str) -> str:
    """The date in `language`, its month by name (CLDR); the text itself when it is no sure date."""
    found = _parsed(text.strip())
    if found is None:
        return text
    day, has_year = found
    locale = Locale(language)
    return format_date(day, "long", locale) if has_year else format_skeleton("MMMMd", day, locale=locale)


def _parsed(text: str) -> tuple[date, bool] | None:
    if match := _ISO_PARTS.fullmatch(text) or _EAST_PARTS.fullmatch(text):
        return _made(match[1], int(match[2]), match[3])
    figures = _FIGURES.findall(text)
    if (name := _NAME.search(text)) and figures:
        return _made(figures[1] if len(figures) > 1 else None, _MONTHS[name[0].casefold()], figures[0])
    return None


def _made(year: str | None, month: int, day: str) -> tuple[date, bool] | None:
    try:
        return date(int(year or _LEAP), month, int(day)), year is not None
    except ValueError:
        return None
