"""Apertium by its server APy (github.com/apertium/apertium-apy): rules and dictionaries, no weights, no cloud."""

import re
from urllib.parse import urlencode

import msgspec

from server.domain.clock import Clock
from server.domain.reading import Reading
from server.translation.engines import Pairs
from server.translation.engines.known_pairs import KnownPairs
from server.translation.engines.languages import THREE, Codes, codes_of
from server.translation.engines.wire import Call, Post, answered, got, sendable
from server.translation.request import Request

SPELLINGS = {two: (three, two) for three, two in THREE.items()} | {"pt": ("por_BR", "pt_BR", "por", "pt")}
BEST = 0.6
FROM = frozenset({"es", "pt", "ca", "fr", "it", "gl", "oc", "ro"})
"""Between Romance languages its answers can be understood; out of English they mislead, so those are off unless asked for."""
_WORD = re.compile(r"[^\W\d_]+")
_UNSURE = re.compile(r"(?<!\w)[*#@](?=\w)")


class ApertiumOptions(msgspec.Struct, frozen=True, kw_only=True, tag="apertium"):
    """Where APy listens; `every` pair it has, or only those out of Romance languages."""

    url: str
    every: bool = False


class _Pair(msgspec.Struct, rename="camel"):
    source_language: str
    target_language: str


class _Pairs(msgspec.Struct, rename="camel"):
    response_data: tuple[_Pair, ...]


class _Text(msgspec.Struct, rename="camel"):
    translated_text: str


class _Translated(msgspec.Struct, rename="camel"):
    response_data: _Text


class Apertium:
    """The adapter. How many words it knew is how sure it is."""

    name = "apertium"
    inflects = False

    def __init__(self, options: ApertiumOptions, post: Post, clock: Clock) -> None:
        self._options = options
        self._post = post
        self._known = KnownPairs(self._asked, clock)

    async def pairs(self) -> Pairs:
        """What GET /listPairs says."""
        return frozenset(await self._known.codes())

    async def translate(self, request: Request) -> Reading:
        """POST /translate; words it does not know come back with a mark before them, which is taken off."""
        source, target = await self._known.of(request.source, request.target)
        asked = sendable(request.text)
        marked = not _UNSURE.search(asked)
        form = {"langpair": f"{source}|{target}", "q": asked, "markUnknown": "yes" if marked else "no"}
        kinds = {"content-type": "application/x-www-form-urlencoded"}
        call = Call(url=self._url("/translate"), headers=kinds, body=urlencode(form).encode())
        text = (await answered(self._post, call, _Translated)).response_data.translated_text
        if not marked:
            return Reading(language=request.target, text=text, engine=self.name, confidence=BEST / 2)
        unsure = len(_UNSURE.findall(text)) / max(1, len(_WORD.findall(text)))
        confidence = round(BEST * (1 - min(1.0, unsure)), 3)
        return Reading(language=request.target, text=_UNSURE.sub("", text), engine=self.name, confidence=confidence)

    async def _asked(self) -> Codes:
        rows = (await answered(self._post, got(self._url("/listPairs")), _Pairs)).response_data
        codes = codes_of(((row.source_language, row.target_language) for row in rows), SPELLINGS)
        ours = {pair: both for pair, both in codes.items() if len(pair[0]) == len(pair[1]) == 2}
        return {pair: both for pair, both in ours.items() if self._options.every or pair[0] in FROM}

    def _url(self, path: str) -> str:
        return self._options.url.rstrip("/") + path
