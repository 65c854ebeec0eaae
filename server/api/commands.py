"""Every command by HTTP: the same body, the same answer, for clients whose WebSocket is blocked."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api.answers import answer, body
from server.api.edge import Edge, caller
from server.conversations.room import Caller
from server.domain.errors import Refusal
from server.protocol.catalog import COMMANDS, Door


def routes(edge: Edge) -> list[Route]:
    """`POST /v1/{door}/commands/{name}` for every row of the catalog."""
    return [
        Route(f"/v1/{door}/commands/{row.name}", _endpoint(edge, door, row.name), methods=["POST"])
        for row in COMMANDS
        for door in row.answers
    ]


def _endpoint(edge: Edge, door: Door, name: str) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        actor = await caller(edge, request, door)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Refusal("unsupported", "content-type")
        return answer(await edge.answer(door, Caller(actor), name, await body(request)))

    return endpoint
