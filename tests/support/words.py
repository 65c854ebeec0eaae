"""What the two faces say, read from their own tables, so that a test names a meaning and not a sentence."""

import json
import re
from functools import cache

from tests.support.nursery import ROOT

LINE = re.compile(r'^ {2}(\w+):\s+("(?:[^"\\]|\\.)*"),$', re.MULTILINE)


@cache
def widget_words(language: str) -> dict[str, str]:
    """The widget's table of a language: meaning -> words, with `{slots}`."""
    table = (ROOT / f"widget/src/i18n/{language}.ts").read_text()
    return {key: json.loads(words) for key, words in LINE.findall(table)}


@cache
def console_words(language: str) -> dict[str, str]:
    """The console's table of a language, flat: `action.claim` -> words, with `{{slots}}`."""
    return dict(_flat(json.loads((ROOT / f"console/src/i18n/{language}.json").read_text())))


@cache
def packs_words(language: str) -> dict[str, str]:
    """The same of the page of rules."""
    return dict(_flat(json.loads((ROOT / f"console/src/i18n/packs/{language}.json").read_text())))


@cache
def staffing_words(language: str) -> dict[str, str]:
    """The same of the pages that fetch their words when somebody goes there."""
    return dict(_flat(json.loads((ROOT / f"console/src/i18n/staffing/{language}.json").read_text())))


@cache
def shops_words(language: str) -> dict[str, str]:
    """The same of the pages of storefronts and of a desk's first minutes."""
    return dict(_flat(json.loads((ROOT / f"console/src/i18n/shops/{language}.json").read_text())))


@cache
def ticket_words(language: str) -> dict[str, str]:
    """The same of the page of tickets."""
    return dict(_flat(json.loads((ROOT / f"console/src/i18n/tickets/{language}.json").read_text())))


def _flat(table: dict[str, object], above: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        name = above + key
        found += _flat(value, f"{name}.") if isinstance(value, dict) else [(name, str(value))]
    return found
