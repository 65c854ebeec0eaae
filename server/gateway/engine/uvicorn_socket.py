"""Our uvicorn WebSocket protocol: the sans-I/O one, plus two short cuts that ASGI does not have.

Finished frames go straight to the TCP transport: a broadcast is framed once, not once a copy.
And a peer that does not read can be dropped:

`transport.close()` waits until everything is flushed, which a stalled peer never allows; `abort()` does not.
The kernel gets the same rule (TCP_USER_TIMEOUT, tcp(7)) for the bytes it holds.
"""

import socket
import struct
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from server.gateway.engine.options import EngineOptions
from server.gateway.engine.websocket import EXTENSION

_USER_TIMEOUT_MS = 20_000
_CLOSE_SECONDS = 3.0
_NO_LINGER = struct.pack("ii", 1, 0)


class EngineSocket(WebSocketsSansIOProtocol):
    """Give it to uvicorn as `ws=EngineSocket`."""

    def connection_made(self, transport: Any) -> None:
        """Set the kernel's patience with a peer that acknowledges nothing."""
        super().connection_made(transport)
        carrier = transport.get_extra_info("socket")
        if carrier is not None and carrier.family in (socket.AF_INET, socket.AF_INET6):
            carrier.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _USER_TIMEOUT_MS)

    def handle_connect(self, event: Request) -> None:
        """Offer both short cuts to the application."""
        super().handle_connect(event)
        if not self.close_sent:
            cuts: dict[object, object] = {"abort": self._cut}
            if not self.conn.extensions:
                cuts["write"] = self._write
            self.scope["extensions"][EXTENSION] = cuts

    def _write(self, frames: bytes) -> bool:
        if self.close_sent or self.disconnected or not self.writable.is_set() or not self.handshake_complete:
            return False
        self.transport.write(frames)
        return True

    def _cut(self) -> None:
        """Reset the connection; without SO_LINGER the kernel would still try to deliver what it holds."""
        carrier = self.transport.get_extra_info("socket")
        if carrier is not None and not self.transport.is_closing():
            carrier.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self.transport.abort()

    async def send(self, message: Any) -> None:
        """As the parent, but a refusal completes the handshake, and a goodbye that is ignored ends in an abort."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body":
            self.handshake_complete = True  # else uvicorn logs an error for everyone it turns away
        if message["type"] == "websocket.close" and self.close_timer is not None:
            self.close_timer.cancel()
            self.close_timer = self.loop.call_later(_CLOSE_SECONDS, self._cut)


def settings(options: EngineOptions) -> dict[str, Any]:
    """The uvicorn settings that the engine's promises rest on; the heartbeat is the engine's own."""
    return {
        "ws": EngineSocket,
        "ws_max_size": options.max_payload,
        "ws_per_message_deflate": False,
        "ws_ping_interval": None,
    }
