"""LibreTranslate over HTTP (github.com/LibreTranslate/LibreTranslate), or any server of its protocol."""

import msgspec

from server.domain.clock import Clock
from server.domain.reading import Reading
from server.translation.engines import Pairs
from server.translation.engines.known_pairs import KnownPairs
from server.translation.engines.languages import Codes, codes_of
from server.translation.engines.wire import Post, answered, got, posted, sendable
from server.translation.request import Request

SPELLINGS: dict[str, tuple[str, ...]] = {"zh": ("zh-Hans", "zh"), "pt": ("pt-BR", "pt"), "no": ("nb", "no")}
"""Servers differ by version."""


class LibreTranslateOptions(msgspec.Struct, frozen=True, kw_only=True, tag="libretranslate"):
    """Where the server is, and the key if it wants one."""

    url: str
    key: str = ""


class _Language(msgspec.Struct):
    code: str
    targets: tuple[str, ...] = ()


class _Translated(msgspec.Struct, rename="camel"):
    translated_text: str


class LibreTranslate:
    """The adapter."""

    name = "libretranslate"
    inflects = False

    def __init__(self, options: LibreTranslateOptions, post: Post, clock: Clock) -> None:
        self._options = options
        self._post = post
        self._known = KnownPairs(self._asked, clock)

    async def pairs(self) -> Pairs:
        """What GET /languages says, in our spelling."""
        return frozenset(await self._known.codes())

    async def translate(self, request: Request) -> Reading:
        """POST /translate. The key goes in the body, as the protocol has it."""
        source, target = await self._known.of(request.source, request.target)
        body = {
            "q": sendable(request.text),
            "source": source,
            "target": target,
            "format": "html" if request.html else "text",
        }
        if self._options.key:
            body["api_key"] = self._options.key
        answer = await answered(self._post, posted(self._url("/translate"), body), _Translated)
        return Reading(language=request.target, text=answer.translated_text, engine=self.name, confidence=0.7)

    async def _asked(self) -> Codes:
        rows = await answered(self._post, got(self._url("/languages")), list[_Language])
        return codes_of(((row.code, target) for row in rows for target in row.targets), SPELLINGS)

    def _url(self, path: str) -> str:
        return self._options.url.rstrip("/") + path
