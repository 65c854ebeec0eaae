"""The pages that are served as they were built: widget, console, demo shop."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.api.answers import answer
from server.api.forms import DemoLogins
from server.api.packed import PackedFiles
from server.domain.errors import Refusal

CONSOLE_CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; "
    "connect-src 'self' ws: wss:; font-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
DEMO_CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; "
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'"
)


class Pages:
    """A folder of built files with headers of its own; `fallback` answers unknown paths of a single-page app."""

    def __init__(self, folder: Path, headers: dict[str, str], *, fallback: bool = False) -> None:
        self._files = PackedFiles(directory=folder, html=True, check_dir=False)
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        self._index = folder / "index.html"
        self._fallback = fallback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._headers]
            await send(message)

        app: ASGIApp = self._files
        name = scope["path"].rsplit("/", 1)[-1]
        if self._fallback and "." not in name and self._index.exists():
            app = FileResponse(self._index)
        await app(scope, receive, with_headers)


def routes(root: Path, demo: DemoLogins | None) -> list[BaseRoute]:
    """The pages below a checkout's root. The demo shop and its logins exist only where they were asked for."""
    plain = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}
    script = plain | {
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": "public, max-age=300",
    }
    console = plain | {"Content-Security-Policy": CONSOLE_CSP, "X-Frame-Options": "DENY", "Cache-Control": "no-cache"}

    async def home(_request: Request) -> Response:
        return RedirectResponse("/demo/" if demo else "/console/")

    async def logins(_request: Request) -> Response:
        if demo is None:
            raise Refusal("not_found")
        return answer(demo)

    found: list[BaseRoute] = [
        Route("/", home, methods=["GET"]),
        Route("/v1/agent/demo", logins, methods=["GET"]),
        Mount("/widget", Pages(root / "widget/dist", script)),
        Mount("/console", Pages(root / "console/dist", console, fallback=True)),
    ]
    if demo:
        found.append(Mount("/demo", Pages(root / "demo", plain | {"Content-Security-Policy": DEMO_CSP})))
    return found
