"""What browsers may do with our pages (Content Security Policy 3, Trusted Types), and where they tell what they had to stop."""

import re

import structlog
from msgspec import MsgspecError, Struct, field, json
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.api.answers import body
from server.domain.errors import Refusal
from server.telemetry import metrics

log = structlog.get_logger()
REPORTS = "/v1/reports/csp"
LARGEST = 16_384
STRICT = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
KINDS = ("application/csp-report", "application/reports+json", "application/json")
DIRECTIVES = frozenset({
    "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem", "style-src-attr", "img-src",
    "connect-src", "font-src", "frame-src", "object-src", "base-uri", "form-action", "frame-ancestors", "default-src",
    "require-trusted-types-for", "trusted-types", "worker-src", "media-src", "manifest-src",
})  # fmt: skip
PLAIN = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}
DEMO = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    f"connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'; report-uri {REPORTS}"
)
SAMPLE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    f"report-uri {REPORTS}"
)
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")


def console_headers(nonce: str, host: str) -> dict[str, str]:
    """The console's page: scripts and style sheets with this nonce alone, no markup made from text, framed by nobody.

    `host` is where it was asked: older browsers do not take a socket of the own origin for `self`.
    """
    sockets = f"ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    policy = (
        "default-src 'none'",
        f"script-src 'nonce-{nonce}'",
        f"style-src 'self' 'nonce-{nonce}'",
        "img-src 'self' blob: data:",
        f"connect-src 'self' {sockets}".strip(),
        "font-src 'self'",
        "media-src 'self' blob:",
        "manifest-src 'self'",
        "worker-src 'self'",
        "frame-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types default",
        f"report-uri {REPORTS}",
    )
    return PLAIN | {
        "Content-Security-Policy": "; ".join(policy),
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=(), usb=()",
        "Cache-Control": "no-store",
    }


class Strict:
    """Whoever was here by HTTPS comes by HTTPS for a year (ASVS 5.0, 3.4.1); only where HTTPS is certain."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Every answer says so."""

        async def said(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), STRICT]
            await send(message)

        await self._app(scope, receive, said if scope["type"] == "http" else send)


def rich_headers(*, pictures: bool) -> dict[str, str]:
    """A page of somebody's mail, for the console's frame alone: styles and, when wanted, pictures; its links open elsewhere."""
    policy = (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src https:" if pictures else "img-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-popups allow-popups-to-escape-sandbox",
        f"report-uri {REPORTS}",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "X-Frame-Options": "SAMEORIGIN",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


class _Stopped(Struct, frozen=True):
    effective: str = field(default="", name="effective-directive")
    violated: str = field(default="", name="violated-directive")
    newer: str = field(default="", name="effectiveDirective")

    @property
    def directive(self) -> str:
        said = (self.effective or self.newer or self.violated).partition(" ")[0]
        return said if said in DIRECTIVES else "other"


class _Old(Struct, frozen=True):
    report: _Stopped = field(name="csp-report")


class _New(Struct, frozen=True):
    body: _Stopped = _Stopped()


def routes() -> list[Route]:
    """`POST /v1/reports/csp`: counted by directive. Addresses and samples may hold somebody's words and are not kept."""

    async def report(request: Request) -> Response:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in KINDS:
            raise Refusal("unsupported", "content-type")
        for directive in directives(await body(request, LARGEST)):
            metrics.STOPPED.labels(directive).inc()
            log.warning("csp.stopped", directive=directive)
        return Response(status_code=204)

    return [Route(REPORTS, report, methods=["POST"])]


def directives(said: bytes) -> list[str]:
    """What was stopped, in either of the two forms browsers use. Refuses `bad_request`."""
    try:
        if said.lstrip().startswith(b"["):
            return [one.body.directive for one in json.decode(said, type=list[_New])[:20]]
        return [json.decode(said, type=_Old).report.directive]
    except (MsgspecError, UnicodeDecodeError, RecursionError):
        raise Refusal("bad_request", "report") from None
