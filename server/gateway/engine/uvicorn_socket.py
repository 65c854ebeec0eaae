"""Our uvicorn WebSocket protocol: the sans-I/O one, plus short cuts that ASGI does not have.

Finished frames go straight to the TCP transport, those of one turn together: a broadcast is framed once, not once a copy.
What comes in whole, which is nearly everything, is cut and unmasked here and handed to the listener at once, without a queue,
a task that wakes, and a pause of reading for each message; whatever else RFC 6455 allows is left to the parser below, always
from a frame's beginning.

And a peer that does not read can be dropped:

`transport.close()` waits until everything is flushed, which a stalled peer never allows; `abort()` does not.
The kernel gets the same rule (TCP_USER_TIMEOUT, tcp(7)) for the bytes it holds.
"""

import socket
import struct
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request
from websockets.speedups import apply_mask

from server.gateway.engine.leaving import leaving_of
from server.gateway.engine.options import EngineOptions
from server.gateway.engine.slim import Gate, Queue
from server.gateway.engine.tray import Bundle, tray_of
from server.gateway.engine.uvicorn_http import hurried
from server.gateway.engine.websocket import EXTENSION

_USER_TIMEOUT_MS = 20_000
_CLOSE_SECONDS = 3.0
_NO_LINGER = struct.pack("ii", 1, 0)
_WHOLE_TEXT = 0x81
_MASKED = 0x80
_SIZES = {126: 2, 127: 8}

Listener = Callable[[str], bool]


class EngineSocket(WebSocketsSansIOProtocol):
    """Give it to uvicorn as `ws=EngineSocket`."""

    _listener: Listener | None = None
    _cuts_frames = False
    _rest: bytes = b""
    _enough = False
    _bundle: Bundle | None = None

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.queue: Any = Queue()
        self.writable: Any = Gate()

    def connection_made(self, transport: Any) -> None:
        """Set the kernel's patience with a peer that acknowledges nothing."""
        super().connection_made(transport)
        carrier = transport.get_extra_info("socket")
        if carrier is not None and carrier.family in (socket.AF_INET, socket.AF_INET6):
            carrier.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _USER_TIMEOUT_MS)

    def handle_connect(self, event: Request) -> None:
        """Offer the short cuts to the application."""
        super().handle_connect(event)
        if not self.close_sent:
            cuts: dict[object, object] = {"abort": self._cut}
            if not self.conn.extensions:
                self._cuts_frames = not self.conn.reader.buffer
                self._bundle = Bundle(tray_of(self.loop), self.transport)
                cuts |= {"write": self._write, "listen": self._listen, "resume": self._resume}
            self.scope["extensions"][EXTENSION] = cuts

    def data_received(self, data: bytes) -> None:
        """Cut what is whole and plain; feed the parser whole frames only, so that both always agree where one begins."""
        if not self._cuts_frames:
            super().data_received(data)
            return
        data = self._rest + data if self._rest else data
        at = 0
        while not self._enough and (end := self._end(data, at)) is not None:
            if end < 0:  # too large: whatever follows is the parser's
                self._cuts_frames, self._rest = False, b""
                super().data_received(data[at:])
                return
            if data[at] == _WHOLE_TEXT and data[at + 1] & _MASKED and not self.frames:
                self._text(data, at, end)
            else:
                super().data_received(data[at:end])
            at = end
        self._rest = data[at:]

    def _end(self, data: bytes, at: int) -> int | None:
        """Where the frame that begins at `at` ends; None while it is not all there, -1 when it is too large."""
        if len(data) < at + 2:
            return None
        size, head = data[at + 1] & 0x7F, 2
        if size in _SIZES:
            head += _SIZES[size]
            if len(data) < at + head:
                return None
            size = int.from_bytes(data[at + 2 : at + head])
        if size > self.config.ws_max_size:
            return -1
        end = at + head + (4 if data[at + 1] & _MASKED else 0) + size
        return end if len(data) >= end else None

    def _text(self, data: bytes, at: int, end: int) -> None:
        start = at + 6 + _SIZES.get(data[at + 1] & 0x7F, 0)
        text = apply_mask(data[start:end], data[start - 4 : start])
        if self._listener is None or self.close_sent or not self.queue.empty():
            self.curr_msg_data_type, self.frames = "text", [text]
            self.send_receive_event_to_app()
            return
        try:
            heard = text.decode()
        except UnicodeDecodeError:
            super().data_received(data[at:end])
            return
        if not self._listener(heard):
            self._enough = True
            self.transport.pause_reading()

    def _listen(self, listener: Listener) -> None:
        """Hand whole text messages to `listener` from now on; once it answers False nothing more comes until `resume`."""
        self._listener = listener

    def _resume(self) -> None:
        self._enough = False
        if self.transport.is_closing():
            return
        self.data_received(b"")
        if not self._enough:
            self.transport.resume_reading()

    def eof_received(self) -> bool:  # type: ignore[override] # asyncio's own answer, which the parent never gives
        """The peer sends no more: close in turn. True: the transport is not to do it at once, for thousands in one go."""
        leaving_of(self.loop).soon(self.transport.close)
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """As the parent; whatever knows us is let go."""
        self._listener = None
        if self._bundle is not None:
            self._bundle.drop()
        if hasattr(self, "scope"):
            self.scope["extensions"].pop(EXTENSION, None)  # our own methods: a circle
        super().connection_lost(exc)
        self.conn.parser.close()  # stands still in a method of what holds it: a circle

    def _write(self, frames: bytes) -> bool:
        if self.close_sent or self.disconnected or not self.writable.is_set() or not self.handshake_complete:
            return False
        if self._bundle is not None:
            self._bundle.add(frames)
        return True

    def handle_close(self, event: Frame) -> None:
        """As the parent, after what was said before."""
        if self._bundle is not None:
            self._bundle.send()
        super().handle_close(event)

    def _cut(self) -> None:
        """Reset the connection; without SO_LINGER the kernel would still try to deliver what it holds."""
        carrier = self.transport.get_extra_info("socket")
        if carrier is not None and not self.transport.is_closing():
            carrier.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self.transport.abort()

    async def send(self, message: Any) -> None:
        """As the parent, but a refusal completes the handshake, and a goodbye that is ignored ends in an abort."""
        if self._bundle is not None:
            self._bundle.send()
        await super().send(message)
        if message["type"] == "websocket.accept":
            self.request = self.response = None  # type: ignore[assignment] # nobody asks for them again
        if message["type"] == "websocket.http.response.body":
            self.handshake_complete = True  # else uvicorn logs an error for everyone it turns away
        if message["type"] == "websocket.close" and self.close_timer is not None:
            self.close_timer.cancel()
            self.close_timer = self.loop.call_later(_CLOSE_SECONDS, self._cut)


def settings(options: EngineOptions) -> dict[str, Any]:
    """The uvicorn settings that the promises rest on; the heartbeat is the engine's own, and so are the addresses of peers."""
    return {
        "http": hurried(options.head_seconds, options.body_seconds),
        "ws": EngineSocket,
        "ws_max_size": options.max_payload,
        "ws_per_message_deflate": False,
        "ws_ping_interval": None,
        "proxy_headers": False,
    }
