"""Files: bytes come in by a link made for one file, are known by what they are, and go out where no script can run."""

import re
from collections.abc import AsyncIterator
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from server.api.answers import answer
from server.api.edge import Edge
from server.api.forms import StoredFile
from server.domain.errors import Refusal
from server.store.blobs import Span, key_of
from server.store.files import File
from server.store.kinds import PICTURES

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, max-age=900",
    "Accept-Ranges": "bytes",
}
"""No page of this path runs, frames or is guessed to be something else; its address, which is a key, is told to nobody."""

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def routes(edge: Edge) -> list[Route]:
    """`PUT` and `GET /v1/files/{id}?t=...`; `&size=small` is a picture's preview, at most 320 pixels wide and high."""

    async def put(request: Request) -> Response:
        id = str(request.path_params["id"])
        edge.room.links.read(request.query_params.get("t", ""), id, "put")
        file = await edge.intake.receive(await edge.room.files.find(id), _chunks(request))
        return answer(StoredFile(id=id, name=file.name, mime=file.mime, size=file.size))

    async def get(request: Request) -> Response:
        file = await _linked(edge, request)
        small = request.query_params.get("size") == "small" and file.mime in PICTURES
        key = key_of(file.id, file.sha256, "small" if small else "full")
        span = None if small else span_of(request.headers.get("range", ""), file.size)
        opened = await edge.blobs.open(key, span)
        first, end = span or (0, opened.size)
        headers = SAFE | {"Content-Disposition": disposition(file.name), "Content-Length": str(end - first)}
        if span:
            headers["Content-Range"] = f"bytes {first}-{end - 1}/{opened.size}"
        kind = "image/webp" if small else file.mime
        return StreamingResponse(opened.chunks, 206 if span else 200, headers, kind)

    return [
        Route("/v1/files/{id}", put, methods=["PUT"], name="put"),
        Route("/v1/files/{id}", get, methods=["GET"], name="get"),
    ]


async def _linked(edge: Edge, request: Request) -> File:
    id = str(request.path_params["id"])
    claims = edge.room.links.read(request.query_params.get("t", ""), id, "get")
    file = await edge.room.files.find(id)
    if not file.stored_at or claims.conversation_id not in ("", file.conversation_id):
        raise Refusal("not_found", "fileId")
    return file


def disposition(name: str) -> str:
    """Keep it, do not show it; the name in the one spelling that can carry every script and no second header (RFC 6266)."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def span_of(header: str, size: int) -> Span | None:
    """The one range that was asked for (RFC 9110, 14.2); anything else, and several, mean the whole file."""
    asked = _RANGE.fullmatch(header.strip())
    if not asked or not any(asked.groups()):
        return None
    first, last = asked.groups()
    if not first:
        return (size - int(last), size) if 0 < int(last) <= size else None
    end = min(int(last) + 1, size) if last else size
    return (int(first), end) if int(first) < end else None


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect:
        raise Refusal("bad_request", "size") from None
