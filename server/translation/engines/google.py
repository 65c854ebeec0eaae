"""Google Cloud Translation: v2 by an API key, v3 by a project's service account. Marks travel as untranslatable spans."""

from typing import Any, TypeVar

import msgspec

from server.domain.clock import Clock
from server.domain.reading import Reading
from server.translation.engines import EngineError, Pairs
from server.translation.engines.google_account import Account
from server.translation.engines.known_pairs import KnownPairs
from server.translation.engines.languages import Codes, codes_of
from server.translation.engines.marks import as_html, from_html
from server.translation.engines.wire import Call, Post, answered, got, posted, sendable
from server.translation.request import Request

T = TypeVar("T")
PLACE = "https://translation.googleapis.com"
SPELLINGS: dict[str, tuple[str, ...]] = {"zh": ("zh-CN", "zh"), "he": ("iw", "he"), "no": ("no", "nb")}


class GoogleOptions(msgspec.Struct, frozen=True, kw_only=True, tag="google"):
    """v2: an API key."""

    key: str
    url: str = PLACE


class GoogleProjectOptions(msgspec.Struct, frozen=True, kw_only=True, tag="google_project"):
    """v3: `key` is the service account's JSON as it was downloaded; `glossary` the full name of one, or empty."""

    key: str
    location: str = "global"
    glossary: str = ""
    url: str = PLACE


class _Text(msgspec.Struct, rename="camel"):
    translated_text: str


class _Texts(msgspec.Struct, rename="camel"):
    translations: tuple[_Text, ...] = ()
    glossary_translations: tuple[_Text, ...] = ()


class _Wrapped(msgspec.Struct):
    data: _Texts


class _Code(msgspec.Struct, rename="camel"):
    language: str = ""
    language_code: str = ""
    support_source: bool = False  # protobuf leaves out what is false
    support_target: bool = False


class _Codes(msgspec.Struct):
    languages: tuple[_Code, ...] = ()


class _WrappedCodes(msgspec.Struct):
    data: _Codes


class Google:
    """v2."""

    name = "google"
    inflects = False

    def __init__(self, options: GoogleOptions, post: Post, clock: Clock) -> None:
        self._url = options.url.rstrip("/") + "/language/translate/v2"
        self._headers = {"x-goog-api-key": options.key}
        self._post = post
        self._known = KnownPairs(self._asked, clock)

    async def pairs(self) -> Pairs:
        """What GET /languages says, each to each."""
        return frozenset(await self._known.codes())

    async def translate(self, request: Request) -> Reading:
        """POST /language/translate/v2."""
        source, target = await self._known.of(request.source, request.target)
        body = {"q": [as_html(sendable(request.text))], "source": source, "target": target, "format": "html"}
        found = await answered(self._post, posted(self._url, body, self._headers), _Wrapped)
        return _reading(request, self.name, found.data.translations)

    async def _asked(self) -> Codes:
        found = await answered(self._post, got(self._url + "/languages", self._headers), _WrappedCodes)
        codes = [row.language for row in found.data.languages]
        return codes_of(((a, b) for a in codes for b in codes), SPELLINGS)


class GoogleProject:
    """v3."""

    name = "google_project"
    inflects = False

    def __init__(self, options: GoogleProjectOptions, post: Post, clock: Clock) -> None:
        self._options = options
        self._account = Account(options.key, post, clock)
        self._post = post
        self._known = KnownPairs(self._asked, clock)

    async def pairs(self) -> Pairs:
        """What supportedLanguages says of sources and targets."""
        return frozenset(await self._known.codes())

    async def translate(self, request: Request) -> Reading:
        """POST :translateText."""
        source, target = await self._known.of(request.source, request.target)
        body: dict[str, Any] = {
            "contents": [as_html(sendable(request.text))],
            "mimeType": "text/html",
            "sourceLanguageCode": source,
            "targetLanguageCode": target,
        }
        if self._options.glossary:
            body["glossaryConfig"] = {"glossary": self._options.glossary, "ignoreCase": True}
        call = posted(f"{self._parent()}:translateText", body, await self._account.headers())
        found = await self._answered(call, _Texts)
        return _reading(request, self.name, found.glossary_translations or found.translations)

    async def _asked(self) -> Codes:
        call = got(f"{self._parent()}/supportedLanguages", await self._account.headers())
        rows = (await self._answered(call, _Codes)).languages
        sources = [row.language_code for row in rows if row.support_source]
        targets = [row.language_code for row in rows if row.support_target]
        return codes_of(((a, b) for a in sources for b in targets), SPELLINGS)

    async def _answered(self, call: Call, kind: type[T]) -> T:
        try:
            return await answered(self._post, call, kind)
        except EngineError as wrong:
            if wrong.reason == "forbidden":
                self._account.forget()
            raise

    def _parent(self) -> str:
        place = self._options.url.rstrip("/")
        return f"{place}/v3/projects/{self._account.project}/locations/{self._options.location}"


def _reading(request: Request, name: str, found: tuple[_Text, ...]) -> Reading:
    if not found:
        raise EngineError("garbage")
    return Reading(language=request.target, text=from_html(found[0].translated_text), engine=name, confidence=0.85)
