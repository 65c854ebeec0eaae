"""Is it alive, is it ready, what does it count."""

import hmac

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api.answers import answer
from server.api.edge import Edge, bearer
from server.domain.errors import Refusal

NEAR = ("127.0.0.1", "::1")


def routes(edge: Edge) -> list[Route]:
    """`/health/live`, `/health/ready`, `/metrics`."""

    async def live(_request: Request) -> Response:
        return answer({"ok": True})

    async def ready(_request: Request) -> Response:
        state = await edge.health()
        return answer(state, 200 if state["ok"] else 503)

    async def metrics(request: Request) -> Response:
        if edge.metrics_token:
            if not hmac.compare_digest(bearer(request).encode(), edge.metrics_token.encode()):
                raise Refusal("forbidden")
        elif request.client is None or request.client.host not in NEAR:
            raise Refusal("forbidden", "address")
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return [
        Route("/health/live", live, methods=["GET"]),
        Route("/health/ready", ready, methods=["GET"]),
        Route("/metrics", metrics, methods=["GET"]),
    ]
