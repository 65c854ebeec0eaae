"""The HTTP edge: the requests of long-polling, with CORS (Fetch standard, section "CORS protocol")."""

import asyncio

from server.gateway.engine.asgi import Receive, Request, Scope, Send
from server.gateway.engine.contract import Ending
from server.gateway.engine.door import BAD_REQUEST, FORBIDDEN, TOO_LARGE, UNKNOWN_SID, Turned, examine
from server.gateway.engine.hub import Hub
from server.gateway.engine.packets import MalformedError
from server.gateway.engine.payloads import join
from server.gateway.engine.polling import OverlapError, Polling
from server.gateway.engine.session import Session
from server.gateway.engine.websocket_edge import Above, greeting, new_session

_TEXT = (b"content-type", b"text/plain; charset=UTF-8")
_FRESH = (b"cache-control", b"no-store")
Answer = str | Turned | None


async def serve(hub: Hub, above: Above, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one request of long-polling."""
    request = Request(scope)
    if request.method == "OPTIONS":
        await _preflight(hub, scope, request, send)
        return
    answer = await _answer(hub, above, scope, request, receive)
    if isinstance(answer, Turned):
        await _respond(request, send, answer.status, answer.headers(), answer.body())
    elif answer is not None:
        await _respond(request, send, 200, [_TEXT, _FRESH], answer.encode())


async def _answer(hub: Hub, above: Above, scope: Scope, request: Request, receive: Receive) -> Answer:
    sid = request.query.get("sid")
    turned = examine(hub, scope, request)
    if turned is UNKNOWN_SID and sid is not None and request.method == "GET":
        return hub.farewell(sid) or turned
    if turned is not None:
        return turned
    if sid is None:
        return _open(hub, above, request)
    session = hub.sessions[sid]
    transport = session.transport
    if not isinstance(transport, Polling):
        return BAD_REQUEST
    try:
        if request.method == "GET":
            return await transport.poll(lambda: _hung_up(receive))
        return await _post(hub, session, transport, request, receive)
    except (MalformedError, OverlapError):
        return BAD_REQUEST


def _open(hub: Hub, above: Above, request: Request) -> str:
    session = new_session(hub, request)
    session.open(Polling(hub, session), above(hub, session))
    return join([greeting(hub, session, ["websocket"])])


async def _post(hub: Hub, session: Session, transport: Polling, request: Request, receive: Receive) -> Answer:
    if request.method != "POST":
        return BAD_REQUEST
    try:
        async with asyncio.timeout(hub.options.stall_seconds):
            body = await _read(receive, hub.options.max_payload)
    except TimeoutError:
        session.stalled()
        return BAD_REQUEST
    if body is None:
        session.end(Ending("too large"))
        return TOO_LARGE
    await transport.post(body)
    return "ok"


async def _read(receive: Receive, most: int) -> bytes | None:
    """The request's body; None as soon as it is larger than allowed."""
    parts: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        part: bytes = message.get("body", b"")
        parts.append(part)
        size += len(part)
        if size > most:
            return None
        more = bool(message.get("more_body", False))
    return b"".join(parts)


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _cors(request: Request) -> list[tuple[bytes, bytes]]:
    origin = request.origin
    if origin is None:
        return []
    return [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"origin")]


async def _preflight(hub: Hub, scope: Scope, request: Request, send: Send) -> None:
    if not hub.options.allow_origin(request.origin, scope):
        await _respond(request, send, FORBIDDEN.status, FORBIDDEN.headers(), FORBIDDEN.body())
        return
    allowed = [
        (b"access-control-allow-methods", b"GET, POST"),
        (b"access-control-allow-headers", b"content-type"),
        (b"access-control-max-age", b"600"),
    ]
    await _respond(request, send, 204, allowed, b"")


async def _respond(request: Request, send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    told = [*headers, *(_cors(request) if status != FORBIDDEN.status else [])]
    if status != 204:
        told.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": body})
