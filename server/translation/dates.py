"""Dates as people type them, rewritten for a reader; a figure that could be read in two ways stays as it was typed."""

import re
from datetime import date
from functools import cache

from babel import Locale
from babel.dates import format_date, format_skeleton

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_EAST = re.compile(r"(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号일]")
_NAMED = re.compile(r"(\d{1,2})\D{0,3}?\s(?:de |of )?([^\W\d]+)\.?(?:(?: de|,)? (\d{4}))?")
_READ = ("en", "de", "fr", "es", "it", "pt", "ru", "tr", "ar")
_LEAP = 2000  # stands in for a year that was not said


def rewritten(text: str, language: str) -> str:
    """The date in `language`, its month by name (CLDR); the text itself when it is no sure date."""
    found = _parsed(text.strip())
    if found is None:
        return text
    day, has_year = found
    locale = Locale(language)
    if has_year:
        return format_date(day, "long", locale)
    return format_skeleton("MMMMd", day, locale=locale)


def _parsed(text: str) -> tuple[date, bool] | None:
    if match := _ISO.fullmatch(text):
        return _made(match[1], match[2], match[3])
    if match := _EAST.fullmatch(text):
        return _made(match[1], match[2], match[3])
    if match := _NAMED.fullmatch(text):
        month = _months().get(match[2].casefold())
        return _made(match[3], str(month), match[1]) if month else None
    return None


def _made(year: str | None, month: str, day: str) -> tuple[date, bool] | None:
    try:
        return date(int(year or _LEAP), int(month), int(day)), year is not None
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """Month names, long and short, of the languages whose dates we read."""
    names: dict[str, int] = {}
    for language in _READ:
        for form in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in Locale(language).months[context][form].items():
                    names.setdefault(name.casefold().rstrip("."), number)
    return names
