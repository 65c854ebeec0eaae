"""The WebSocket edge: handshake, upgrade of a polling session, and the denial before either."""

import asyncio
import secrets
from collections.abc import Callable

from msgspec.json import encode

from server.gateway.engine.asgi import Receive, Request, Scope, Send
from server.gateway.engine.contract import Peer
from server.gateway.engine.door import BAD_REQUEST, Turned, examine
from server.gateway.engine.frames import Frame, control
from server.gateway.engine.hub import Hub
from server.gateway.engine.polling import Polling
from server.gateway.engine.session import Session
from server.gateway.engine.websocket import WebSocket

Above = Callable[[Hub, Session], Peer]
"""Makes the layer above for a new session."""


def greeting(hub: Hub, session: Session, upgrades: list[str]) -> Frame:
    """The Engine.IO OPEN packet: times in milliseconds, sizes in bytes."""
    options = hub.options
    told = {
        "sid": session.sid,
        "upgrades": [name for name in upgrades if name in options.transports],
        "pingInterval": round(options.ping_interval * 1000),
        "pingTimeout": round(options.ping_timeout * 1000),
        "maxPayload": options.max_payload,
    }
    return control("0" + encode(told).decode())


def new_session(hub: Hub, request: Request) -> Session:
    """A session under a new name that cannot be guessed."""
    return Session(hub, secrets.token_urlsafe(15), request)


async def serve(hub: Hub, above: Above, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one WebSocket from handshake to end."""
    request = Request(scope)
    await receive()  # websocket.connect
    turned = examine(hub, scope, request)
    if turned is not None:
        await _deny(turned, scope, send)
        return
    socket = WebSocket(scope, receive, send, hub.options.stall_seconds)
    sid = request.query.get("sid")
    if sid is not None:
        await _upgrade(hub, hub.sessions[sid], socket, scope, send)
        return
    await send({"type": "websocket.accept"})
    session = new_session(hub, request)
    socket.session = session
    session.open(socket, above(hub, session))
    session.write(greeting(hub, session, []))
    await socket.carry(session)


async def _deny(turned: Turned, scope: Scope, send: Send) -> None:
    if "websocket.http.response" not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close"})
        return
    start = {"type": "websocket.http.response.start", "status": turned.status, "headers": turned.headers()}
    await send(start)
    await send({"type": "websocket.http.response.body", "body": turned.body()})


async def _upgrade(hub: Hub, session: Session, socket: WebSocket, scope: Scope, send: Send) -> None:
    polling = session.transport
    if not isinstance(polling, Polling) or polling.upgrading:
        await _deny(BAD_REQUEST, scope, send)
        return
    polling.upgrading = True
    try:
        await send({"type": "websocket.accept"})
        async with asyncio.timeout(hub.options.connect_timeout):
            agreed = await _probe(polling, socket, send)
    except TimeoutError:
        agreed = False
    finally:
        polling.upgrading = False
    if not agreed or session.ending is not None:
        if not socket.gone:
            await send({"type": "websocket.close", "code": 1002})
        return
    socket.session = session
    session.transport = socket
    polling.wake()
    socket.wake()
    await socket.carry(session)


async def _probe(polling: Polling, socket: WebSocket, send: Send) -> bool:
    """The client's probe over the new transport; a waiting poll is sent home before it decides."""
    if await socket.next() != "2probe":
        return False
    await send({"type": "websocket.send", "text": "3probe"})
    polling.wake()
    return await socket.next() == "5"
