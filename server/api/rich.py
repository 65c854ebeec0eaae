"""Mail as it was formatted: a page of its own for a frame, on which nothing runs and, until somebody asks, nothing is fetched."""

import asyncio

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from server.api.admin import named
from server.api.edge import Edge, caller
from server.api.policies import rich_headers
from server.conversations.rich import cleaned
from server.domain.errors import Refusal

PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>.</title>'
    "<style>:root{{color-scheme:only light}}body{{margin:8px;background:#fff;color:#111;overflow-wrap:anywhere;"
    "font:15px/1.5 system-ui,sans-serif}}img{{max-width:100%;height:auto}}</style></head><body>{}</body></html>"
)
LONGEST = 16


def routes(edge: Edge) -> list[Route]:
    """`GET /v1/agent/conversations/{id}/formatted/{seq}`, with `?pictures=1` when those of other servers are wanted."""

    async def formatted(request: Request) -> Response:
        me = await caller(edge, request, "agent")
        seq = str(request.path_params["seq"])
        if not (seq.isascii() and seq.isdecimal() and len(seq) <= LONGEST):
            raise Refusal("not_found", "conversationId")
        html = await edge.room.reads.rich(me, named(request, "conversationId"), int(seq))
        pictures = request.query_params.get("pictures") == "1"
        shown = html if pictures else await asyncio.to_thread(cleaned, html, pictures=False)
        return HTMLResponse(PAGE.format(shown), headers=rich_headers(pictures=pictures))

    return [Route("/v1/agent/conversations/{id}/formatted/{seq}", formatted, methods=["GET"])]
