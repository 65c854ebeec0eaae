"""What people say, each in their language, and never the same twice in a run."""

import random
import tomllib
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

LETTERS = "BCDFGHKLMNPRSTVZ"
LOCALES = {"en": "en-GB", "zh": "zh-CN", "es": "es-MX", "de": "de-DE", "fr": "fr-FR", "ja": "ja-JP", "pt": "pt-BR"}


class Tongue(Struct, frozen=True):
    """A language's share of the shoppers in a hundred, and its sentences."""

    share: int
    shopper: tuple[str, ...]
    agent: tuple[str, ...]
    note: str


@cache
def tongues() -> dict[str, Tongue]:
    """The languages of the run, by tag."""
    text = (files("loadtest.people") / "words.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Tongue])


def language(rng: random.Random) -> str:
    """A shopper's language, as often as it has a share."""
    known = tongues()
    return rng.choices(list(known), [tongue.share for tongue in known.values()])[0]


def mark(rng: random.Random) -> str:
    """An order's name in letters: no rule takes it for a number of a phone or a card, no engine for a word."""
    return "HP-" + "".join(rng.choices(LETTERS, k=9))
