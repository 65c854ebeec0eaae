"""All routes in one place, and the headers they share."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from server.api import (
    admin,
    agent,
    audit,
    bridge,
    bridges,
    commands,
    customer,
    factors,
    files,
    health,
    invitations,
    law,
    openapi,
    pages,
    privacy,
    push,
    replaying,
    rich,
    roles,
    roster,
    rules,
    sessions,
    setup,
    shop_keys,
    sign_on,
    sign_on_settings,
    translation,
    verdicts,
    webhooks,
)
from server.api.answers import answer, on_refusal, plain_error
from server.api.edge import Edge
from server.api.forms import DemoLogins
from server.api.policies import Strict
from server.api.proxies import Proxied
from server.domain.errors import Refusal
from server.protocol.schema import asyncapi

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


SETTINGS = (sign_on, sign_on_settings, setup, shop_keys, replaying, rules, verdicts, translation)


def site(edge: Edge, sockets: ASGIApp, root: Path, demo: DemoLogins | None, lifespan: Lifespan) -> Starlette:
    """The ASGI application. Shoppers' routes may be asked from any page: they take tokens, never cookies."""
    open_, listed = openapi.document(), asyncapi()

    async def describe(request: Request) -> Response:
        return answer(open_ if request.url.path == "/openapi.json" else listed)

    routes: list[BaseRoute] = [
        Mount("/socket.io", sockets),
        *health.routes(edge),
        *customer.routes(edge),
        *agent.routes(edge),
        *law.routes(edge),
        *roster.routes(edge),
        *sessions.routes(edge),
        *push.routes(edge),
        *factors.routes(edge),
        *invitations.routes(edge),
        *admin.routes(edge),
        *roles.routes(edge),
        *audit.routes(edge),
        *privacy.routes(edge),
        *(route for part in SETTINGS for route in part.routes(edge)),
        *rich.routes(edge),
        *webhooks.routes(edge),
        *bridges.routes(edge),
        *bridge.routes(edge),
        *commands.routes(edge),
        *files.routes(edge),
        *(Route(path, describe, methods=["GET"]) for path in ("/openapi.json", "/asyncapi.json")),
        *pages.routes(root, demo),
    ]
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=_layers(edge),
        exception_handlers={
            Refusal: on_refusal,
            404: plain_error("not_found"),
            405: _not_allowed,
            500: plain_error("internal"),
        },
    )


def _layers(edge: Edge) -> list[Middleware]:
    return [
        Middleware(Proxied, proxies=edge.proxies),
        *([Middleware(Strict)] if edge.secure else ()),
        Middleware(
            CORSMiddleware,
            allow_origins=["*"],
            allow_methods=["GET", "POST", "PUT"],
            allow_headers=["authorization", "content-type"],
            max_age=600,
        ),
    ]


def _not_allowed(_request: Request, error: Exception) -> Response:
    headers = dict(getattr(error, "headers", None) or {})
    return answer({"ok": False, "error": {"code": "bad_request", "retry": False, "detail": "method"}}, 405, headers)
