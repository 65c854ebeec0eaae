"""How engines are asked over HTTP: one call, one bounded answer, and a typed reason for every way it can go wrong."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import httpx2
import msgspec

from server.outside.errors import Unreached
from server.outside.fetch import Ask, SafeFetch
from server.translation.engines import EngineError

T = TypeVar("T")
LARGEST = 256 * 1024
LONGEST_REST_S = 3600.0
REFUSED = {401: "forbidden", 403: "forbidden", 429: "rate_limited", 456: "quota", 529: "rate_limited"}


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One request."""

    url: str
    method: str = "POST"
    headers: Mapping[str, str] = {}
    body: bytes = b""


class Answered(msgspec.Struct, frozen=True):
    """What came back, whatever its status; `rest` is the Retry-After header."""

    status: int
    body: bytes
    rest: str = ""


Post = Callable[[Call], Awaitable[Answered]]
"""Sends a call. Raises EngineError: unreachable, too_large."""


def posted(url: str, body: Any, headers: Mapping[str, str] | None = None) -> Call:
    """A call with a JSON body."""
    kinds = {"content-type": "application/json", **(headers or {})}
    return Call(url=url, headers=kinds, body=msgspec.json.encode(body))


def got(url: str, headers: Mapping[str, str] | None = None) -> Call:
    """A call that only asks."""
    return Call(url=url, method="GET", headers=headers or {})


def by_client(client: httpx2.AsyncClient) -> Post:
    """Over connections that are kept: for engines the operator chose."""

    async def post(call: Call) -> Answered:
        parts: list[bytes] = []
        size = 0
        try:
            async with client.stream(call.method, call.url, headers=call.headers, content=call.body) as response:
                async for part in response.aiter_bytes():
                    size += len(part)
                    if size > LARGEST:
                        raise EngineError("too_large")
                    parts.append(part)
        except (httpx2.HTTPError, httpx2.InvalidURL) as wrong:
            raise EngineError("unreachable") from wrong
        return Answered(response.status_code, b"".join(parts), response.headers.get("retry-after", ""))

    return post


def by_fetch(fetch: SafeFetch) -> Post:
    """Only to addresses a stranger may name: for engines that a workspace set up itself."""

    async def post(call: Call) -> Answered:
        try:
            ask = Ask(url=call.url, method=call.method, headers=call.headers, body=call.body)
            answer = await fetch(ask)
        except Unreached as wrong:
            raise EngineError("too_large" if wrong.why == "too_large" else "unreachable") from wrong
        return Answered(answer.status, answer.body, answer.headers.get("retry-after", ""))

    return post


async def answered(post: Post, call: Call, kind: type[T]) -> T:
    """The answer's JSON as `kind`. Raises EngineError; an engine's own words may quote the customer, so they go nowhere."""
    found = await post(call)
    if found.status != httpx2.codes.OK:
        rest = _seconds(found.rest) if found.status in (429, 456, 503, 529) else None
        raise EngineError(REFUSED.get(found.status, f"http_{found.status}"), rest)
    try:
        return msgspec.json.decode(found.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise EngineError("garbage") from wrong


def sendable(text: str) -> str:
    """Lone surrogates have no UTF-8 form (RFC 3629)."""
    return text.encode("utf-8", "replace").decode()


def _seconds(header: str) -> float:
    return min(float(header), LONGEST_REST_S) if header.isascii() and header.isdecimal() else 0.0
