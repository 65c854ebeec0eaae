"""The bridges' HTTP door beside the socket: words in, answers out, receipts, files; by token or by signature.

Every route is a command of the catalog in other clothes: the same types, the same verb, the same answer.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api.answers import answer, body, queried
from server.api.edge import Edge, bearer
from server.conversations.room import Caller
from server.domain.errors import Refusal
from server.domain.people import Actor
from server.protocol.bridge_commands import Forgettings, Pending

Handler = Callable[[Request], Awaitable[Response]]
LONGEST_ID = 200
ID = re.compile(r"[a-z]+_[0-9a-z]{1,38}")


def routes(edge: Edge) -> list[Route]:
    """`/v1/bridge/messages`, `/deliveries`, `/receipts`, `/erasures`, `/forgotten`, `/files`, `/files/{id}`."""

    async def deliveries(request: Request) -> Response:
        actor = await bridge_caller(edge, request, _target(request))
        return await _answered(edge, actor, "delivery.list", msgspec.json.encode(queried(request, Pending)))

    async def erasures(request: Request) -> Response:
        actor = await bridge_caller(edge, request, _target(request))
        return await _answered(edge, actor, "erasure.list", msgspec.json.encode(queried(request, Forgettings)))

    async def file(request: Request) -> Response:
        actor = await bridge_caller(edge, request, _target(request))
        id = str(request.path_params["id"])
        if not ID.fullmatch(id):
            raise Refusal("not_found", "fileId")
        return await _answered(edge, actor, "file.link", msgspec.json.encode({"fileId": id}))

    return [
        Route("/v1/bridge/messages", _posted(edge, "message.deliver"), methods=["POST"]),
        Route("/v1/bridge/deliveries", deliveries, methods=["GET"]),
        Route("/v1/bridge/receipts", _posted(edge, "delivery.report"), methods=["POST"]),
        Route("/v1/bridge/erasures", erasures, methods=["GET"]),
        Route("/v1/bridge/forgotten", _posted(edge, "erasure.report"), methods=["POST"]),
        Route("/v1/bridge/files", _posted(edge, "file.attach"), methods=["POST"]),
        Route("/v1/bridge/files/{id}", file, methods=["GET"]),
    ]


async def bridge_caller(edge: Edge, request: Request, said: bytes) -> Actor:
    """Which bridge asks: by its bearer token, or by a signature over what it said.

    A signed request's id is remembered: the same words again are a retry, other words under it are refused (`conflict`).
    """
    if "webhook-signature" not in request.headers:
        return await edge.doors.bridge(bearer(request))
    id = request.headers.get("webhook-id", "")
    if not (0 < len(id) <= LONGEST_ID and id.isascii() and id.isprintable()):
        raise Refusal("unauthenticated", "webhook-id")
    actor = await edge.doors.signing_bridge(request.headers, said)
    digest = hashlib.sha256(_target(request) + b"\n" + said).hexdigest()
    await edge.room.bridges.asked(actor, id, digest, edge.room.clock.now())
    return actor


def _posted(edge: Edge, command: str) -> Handler:
    async def handler(request: Request) -> Response:
        said = await body(request)
        actor = await bridge_caller(edge, request, said)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Refusal("unsupported", "content-type")
        return await _answered(edge, actor, command, said)

    return handler


async def _answered(edge: Edge, actor: Actor, command: str, said: bytes) -> Response:
    return answer(await edge.answer("bridge", Caller(actor), command, said))


def _target(request: Request) -> bytes:
    """What a request without a body signs in its place: the path with its query, as it was sent."""
    path = bytes(request.scope.get("raw_path") or request.url.path.encode())
    query = bytes(request.scope.get("query_string", b""))
    return path.partition(b"?")[0] + (b"?" + query if query else b"")
