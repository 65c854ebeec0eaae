"""DeepL over HTTP (developers.deepl.com, `/v2/translate`). Marks travel as XML tags, the context is not billed."""

import msgspec

from server.domain.clock import Clock
from server.domain.reading import Reading
from server.translation.engines import EngineError, Pairs
from server.translation.engines.known_pairs import KnownPairs
from server.translation.engines.languages import Codes, codes_of
from server.translation.engines.marks import as_xml, from_xml
from server.translation.engines.wire import Post, answered, got, posted, sendable
from server.translation.request import Request

PAID, FREE = "https://api.deepl.com", "https://api-free.deepl.com"
SPELLINGS: dict[str, tuple[str, ...]] = {
    "en": ("EN-US", "EN-GB", "EN"),
    "pt": ("PT-BR", "PT-PT", "PT"),
    "zh": ("ZH-HANS", "ZH"),
    "no": ("NB",),
}
FORMALITY = {"formal": "prefer_more", "casual": "prefer_less"}
"""`prefer_` so that a language without the distinction is no error."""


class DeepLOptions(msgspec.Struct, frozen=True, kw_only=True, tag="deepl"):
    """The key says which of the two services it is for (free ones end in `:fx`); `url` names another."""

    key: str
    url: str = ""

    @property
    def place(self) -> str:
        """Where to ask."""
        return (self.url or (FREE if self.key.endswith(":fx") else PAID)).rstrip("/")


class _Language(msgspec.Struct):
    language: str


class _One(msgspec.Struct):
    text: str


class _Translated(msgspec.Struct):
    translations: tuple[_One, ...]


class DeepL:
    """The adapter."""

    name = "deepl"
    inflects = False

    def __init__(self, options: DeepLOptions, post: Post, clock: Clock) -> None:
        self._options = options
        self._post = post
        self._headers = {"authorization": f"DeepL-Auth-Key {options.key}"}
        self._known = KnownPairs(self._asked, clock)

    async def pairs(self) -> Pairs:
        """What GET /v2/languages says of sources and targets."""
        return frozenset(await self._known.codes())

    async def translate(self, request: Request) -> Reading:
        """POST /v2/translate."""
        source, target = await self._known.of(request.source, request.target)
        body: dict[str, object] = {
            "text": [as_xml(sendable(request.text))],
            "source_lang": source.upper(),
            "target_lang": target.upper(),
            "tag_handling": "xml",
            "split_sentences": "1",
            "preserve_formatting": True,
        }
        if request.formality in FORMALITY:
            body["formality"] = FORMALITY[request.formality]
        if request.context:
            body["context"] = sendable("\n".join(turn.text for turn in request.context))
        call = posted(self._options.place + "/v2/translate", body, self._headers)
        found = (await answered(self._post, call, _Translated)).translations
        if not found:
            raise EngineError("garbage")
        return Reading(language=request.target, text=from_xml(found[0].text), engine=self.name, confidence=0.9)

    async def _asked(self) -> Codes:
        sources, targets = [await self._languages(kind) for kind in ("source", "target")]
        return codes_of(((a, b) for a in sources for b in targets), _both(sources + targets))

    async def _languages(self, kind: str) -> list[str]:
        call = got(f"{self._options.place}/v2/languages?type={kind}", self._headers)
        return [row.language.upper() for row in await answered(self._post, call, list[_Language])]


def _both(codes: list[str]) -> dict[str, tuple[str, ...]]:
    """Our spelling of every code the service named."""
    plain = {code.lower(): (code,) for code in codes if "-" not in code}
    return plain | SPELLINGS
