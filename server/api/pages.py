"""The pages that are served as they were built: widget, console, demo shop."""

import secrets
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import Message, Receive, Scope, Send

from server.api import policies
from server.api.answers import answer
from server.api.forms import DemoLogins
from server.api.packed import PackedFiles
from server.api.policies import DEMO, PLAIN, SAMPLE, console_headers
from server.domain.errors import Refusal


class Pages:
    """A folder of built files with headers of its own."""

    def __init__(self, folder: Path, headers: dict[str, str]) -> None:
        self._files = PackedFiles(directory=folder, html=True, check_dir=False)
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._headers]
            await send(message)

        await self._files(scope, receive, with_headers)


class OnePage(Pages):
    """A folder of one page and what it loads; every path that names no file is the page, each time with a nonce of its own."""

    def __init__(self, folder: Path, headers: dict[str, str]) -> None:
        super().__init__(folder, headers)
        self._index = folder / "index.html"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path"].rsplit("/", 1)[-1]
        if ("." in name and name != "index.html") or not self._index.exists():
            await super().__call__(scope, receive, send)
            return
        request, nonce = Request(scope), secrets.token_urlsafe(16)
        text = self._index.read_text("utf-8").replace("{nonce}", nonce)
        page = HTMLResponse(text, headers=console_headers(nonce, request.headers.get("host", "")))
        await page(scope, receive, send)


def routes(root: Path, demo: DemoLogins | None) -> list[BaseRoute]:
    """The pages below a checkout's root. The demo shop and its logins exist only where they were asked for."""
    script = PLAIN | {
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": "public, max-age=300",
    }
    console = PLAIN | {"Cache-Control": "no-cache"}

    async def home(_request: Request) -> Response:
        return RedirectResponse("/demo/" if demo else "/console/")

    async def logins(_request: Request) -> Response:
        if demo is None:
            raise Refusal("not_found")
        return answer(demo)

    found: list[BaseRoute] = [
        *policies.routes(),
        Route("/", home, methods=["GET"]),
        Route("/v1/agent/demo", logins, methods=["GET"]),
        Mount("/widget", Pages(root / "widget/dist", script)),
        Mount("/preview", Pages(root / "console/dist/preview", PLAIN | {"Content-Security-Policy": SAMPLE})),
        Mount("/console", OnePage(root / "console/dist", console)),
    ]
    if demo:
        found.append(Mount("/demo", Pages(root / "demo", PLAIN | {"Content-Security-Policy": DEMO})))
    return found
