"""LibreTranslate over HTTP (github.com/LibreTranslate/LibreTranslate), or any server of its protocol."""

from collections.abc import Mapping
from typing import TypeVar

import httpx2
import msgspec

from server.domain.clock import Clock
from server.domain.reading import Reading
from server.translation.engines import EngineError, Pairs
from server.translation.request import Request

T = TypeVar("T")
LARGEST = 256 * 1024
PAIRS_LIVE_S = 600.0

# Our language -> the server's codes for it, best first; servers differ by version.
SPELLINGS: dict[str, tuple[str, ...]] = {"zh": ("zh-Hans", "zh"), "pt": ("pt-BR", "pt"), "no": ("nb", "no")}


class LibreTranslateOptions(msgspec.Struct, frozen=True):
    """Where the server is, and the key if it wants one."""

    url: str
    api_key: str = ""


class _Language(msgspec.Struct):
    code: str
    targets: tuple[str, ...] = ()


class _Translated(msgspec.Struct, rename="camel"):
    translated_text: str


class LibreTranslate:
    """The adapter. The server's languages are asked again after ten minutes; the client stays its owner's."""

    name = "libretranslate"

    def __init__(self, options: LibreTranslateOptions, client: httpx2.AsyncClient, clock: Clock) -> None:
        self._options = options
        self._client = client
        self._clock = clock
        self._codes: dict[tuple[str, str], tuple[str, str]] = {}
        self._known_until = 0.0

    async def pairs(self) -> Pairs:
        """What GET /languages says, in our spelling."""
        if not self._codes or self._clock.monotonic() >= self._known_until:
            rows = _decoded(await self._sent("GET", "/languages"), list[_Language])
            self._codes = _codes(rows)
            self._known_until = self._clock.monotonic() + PAIRS_LIVE_S
        return frozenset(self._codes)

    async def translate(self, request: Request) -> Reading:
        """POST /translate. The key goes in the body, as the protocol has it."""
        await self.pairs()
        source, target = self._codes.get((request.source, request.target), (request.source, request.target))
        body = {
            "q": _sendable(request.text),
            "source": source,
            "target": target,
            "format": "html" if request.html else "text",
        }
        if self._options.api_key:
            body["api_key"] = self._options.api_key
        answer = _decoded(await self._sent("POST", "/translate", body), _Translated)
        return Reading(language=request.target, text=answer.translated_text, engine=self.name, confidence=0.7)

    async def _sent(self, method: str, path: str, body: Mapping[str, str] | None = None) -> bytes:
        url = self._options.url.rstrip("/") + path
        try:
            async with self._client.stream(method, url, json=body) as response:
                content = await _limited(response)
        except httpx2.HTTPError as wrong:
            raise EngineError("unreachable") from wrong
        if response.status_code == httpx2.codes.OK:
            return content
        raise _refused(response)


def _sendable(text: str) -> str:
    """Lone surrogates have no UTF-8 form (RFC 3629)."""
    return text.encode("utf-8", "replace").decode()


async def _limited(response: httpx2.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > LARGEST:
            raise EngineError("too_large")
        parts.append(part)
    return b"".join(parts)


def _refused(response: httpx2.Response) -> EngineError:
    """400 our request, 403 the key, 429 too fast, 5xx its own trouble; its words may quote the customer."""
    status = response.status_code
    if status == httpx2.codes.TOO_MANY_REQUESTS:
        return EngineError("rate_limited", _seconds(response.headers.get("retry-after", "")))
    return EngineError("forbidden" if status == httpx2.codes.FORBIDDEN else f"http_{status}")


def _seconds(header: str) -> float:
    return min(float(header), 3600.0) if header.isascii() and header.isdecimal() else 0.0


def _decoded(content: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise EngineError("garbage") from wrong


def _codes(rows: list[_Language]) -> dict[tuple[str, str], tuple[str, str]]:
    ours = {code: language for language, codes in SPELLINGS.items() for code in reversed(codes)}
    preferred = {code: rank for codes in SPELLINGS.values() for rank, code in enumerate(codes)}
    table: dict[tuple[str, str], tuple[str, str]] = {}
    pairs = [(row.code, target) for row in rows for target in row.targets if target != row.code]
    for source, target in sorted(pairs, key=lambda pair: sum(preferred.get(code, 0) for code in pair)):
        table.setdefault((ours.get(source, source), ours.get(target, target)), (source, target))
    return table
