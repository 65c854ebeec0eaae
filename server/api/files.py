"""Files: bytes come in by a link made for one file, are known by what they are, and go out where no script can run."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import filetype
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from server.api.answers import answer
from server.api.edge import Edge
from server.api.forms import StoredFile
from server.domain.errors import Refusal

ALLOWED = frozenset(
    {
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "application/pdf",
        "video/mp4",
        "video/webm",
        "audio/mpeg",
        "audio/ogg",
        "audio/mp4",
        "audio/x-wav",
    }
)
"""What magic bytes may say. Everything else is refused, whatever its name claims (ASVS 5.0, 5.2.2)."""

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "private, max-age=900",
}


def routes(edge: Edge) -> list[Route]:
    """`PUT` and `GET /v1/files/{id}?t=...`."""
    files, blobs = edge.room.files, edge.blobs

    async def put(request: Request) -> Response:
        id = _checked(edge, request, "put")
        file = await files.find(id)
        if not file.stored_at:
            digest, head = await blobs.put(id, _chunks(request), file.size)
            mime = kind_of(head, file.name)
            if mime is None:
                blobs.forget(id)
                raise Refusal("unsupported", "file")
            await files.complete(id, mime, digest, edge.room.clock.now())
            file = await files.find(id)
        return answer(StoredFile(id=id, name=file.name, mime=file.mime, size=file.size))

    async def get(request: Request) -> Response:
        id = _checked(edge, request, "get")
        file = await files.find(id)
        if not file.stored_at or not blobs.path(id).exists():
            raise Refusal("not_found", "fileId")
        disposition = f"attachment; filename*=UTF-8''{quote(file.name)}"
        return FileResponse(blobs.path(id), media_type=file.mime, headers={**SAFE, "Content-Disposition": disposition})

    return [
        Route("/v1/files/{id}", put, methods=["PUT"], name="put"),
        Route("/v1/files/{id}", get, methods=["GET"], name="get"),
    ]


def _checked(edge: Edge, request: Request, deed: str) -> str:
    id = str(request.path_params["id"])
    if not edge.room.links.check(request.query_params.get("t", ""), id, deed):
        raise Refusal("unauthenticated", "link")
    return id


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        yield chunk


def kind_of(head: bytes, name: str) -> str | None:
    """What the first bytes say the file is; plain text by being nothing but text. None: not accepted."""
    guess = filetype.guess(head)
    if guess is not None:
        return guess.mime if guess.mime in ALLOWED else None
    if not name.lower().endswith((".txt", ".csv", ".log")) or b"\0" in head:
        return None
    try:
        head[: max(0, len(head) - 3)].decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "text/plain"
