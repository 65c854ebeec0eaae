"""HTTP answers: typed values as JSON, refusals with their status."""

from collections.abc import Callable
from typing import TypeVar

import msgspec
from msgspec import UNSET, Struct
from starlette.requests import Request
from starlette.responses import Response

from server.domain.errors import CODES, Refusal
from server.protocol.acks import Problem, Refused
from server.protocol.faults import fault_of

T = TypeVar("T")
SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
"""An answer is data: no browser shows it as a page, or takes it for one."""
LARGEST_BODY = 131_072
RULES_BODY = 524_288
"""Fifty queues of twelve steps are long."""


def answer(value: Struct | dict[str, object], status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A value as JSON; a refused ack brings its own status."""
    if isinstance(value, Refused):
        status = CODES[value.error.code].http
        if value.error.after_ms is not UNSET:
            headers = {**(headers or {}), "Retry-After": str(-(-value.error.after_ms // 1000))}
    return Response(msgspec.json.encode(value), status, SAFE | (headers or {}), "application/json")


def refusal(error: Refusal) -> Response:
    """A typed no over HTTP."""
    after = UNSET if error.after_ms is None else error.after_ms
    problem = Problem(code=error.code, retry=error.retry, detail=error.detail, after_ms=after)
    return answer(Refused(error=problem))


async def read(request: Request, type_: type[T], limit: int = LARGEST_BODY) -> T:
    """The body, up to a limit in bytes, as a typed value. Refuses `bad_request`, `unsupported`, `too_large`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal("unsupported", "content-type")
    try:
        return msgspec.json.decode(await body(request, limit), type=type_)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("bad_request", fault_of(error)) from None


def queried(request: Request, type_: type[T]) -> T:
    """The query as a typed value. Refuses `bad_request`."""
    try:
        return msgspec.convert(dict(request.query_params), type_, strict=False)
    except msgspec.ValidationError as error:
        raise Refusal("bad_request", fault_of(error)) from None


async def body(request: Request, limit: int = LARGEST_BODY) -> bytes:
    """The raw body, up to a limit in bytes."""
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > limit:
            raise Refusal("too_large", "body")
    return bytes(held)


def on_refusal(_request: Request, error: Exception) -> Response:
    """Starlette's handler for refusals that routes let through."""
    assert isinstance(error, Refusal)
    return refusal(error)


def plain_error(code: str) -> Callable[[Request, Exception], Response]:
    """A handler for Starlette's own errors, in our form."""

    def handle(_request: Request, _error: Exception) -> Response:
        return refusal(Refusal(code))

    return handle
