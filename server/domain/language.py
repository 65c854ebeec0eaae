"""Languages as the desk sees them: a BCP 47 tag's useful part, and how well someone speaks one."""

import re
from functools import lru_cache

from msgspec import Struct

UNKNOWN = "und"
RTL = frozenset({"ar", "he", "fa", "ur"})
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


@lru_cache(1024)
def language_of(tag: str | None) -> str:
    """The language a tag names, lower case (`pt-BR` -> `pt`, `zh_CN` -> `zh`); `und` when it names none (BCP 47)."""
    if not tag or not _TAG.fullmatch(tag):
        return UNKNOWN
    return re.split("[-_]", tag)[0].lower()


class Speaks(Struct, frozen=True):
    """A language a person writes in, with level 1 (a few words) to 5 (native)."""

    language: str
    level: int = 5
