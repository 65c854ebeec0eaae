"""What one turn of the event loop has to say to each socket, sent to each in one go: a system call costs more than a frame."""

import asyncio
from typing import Any
from weakref import WeakKeyDictionary

_FULL = 65_536
"""Bytes for one socket that are worth a call of their own; above it the transport's own bound must speak."""


class Bundle:
    """The frames that wait for one socket until the turn is over."""

    __slots__ = ("_frames", "_size", "_transport", "_tray")

    def __init__(self, tray: "Tray", transport: Any) -> None:
        self._frames: list[bytes] = []
        self._size = 0
        self._transport = transport
        self._tray = tray

    def add(self, frame: bytes) -> None:
        """Send this after all that was added before it, soon."""
        if not self._frames:
            self._tray.add(self)
        self._frames.append(frame)
        self._size += len(frame)
        if self._size > _FULL:
            self.send()

    def send(self) -> None:
        """Send what is there now."""
        frames = self._frames
        if frames:
            self._frames, self._size = [], 0
            self._transport.write(frames[0] if len(frames) == 1 else b"".join(frames))

    def drop(self) -> None:
        """The socket is gone."""
        self._frames, self._size = [], 0


class Tray:
    """The bundles of one event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._bundles: list[Bundle] = []

    def add(self, bundle: Bundle) -> None:
        """This one has something now. It goes two turns later: what is told of a commit and its ack leave together."""
        if not self._bundles:
            self._loop.call_soon(self._loop.call_soon, self._send)
        self._bundles.append(bundle)

    def _send(self) -> None:
        bundles, self._bundles = self._bundles, []
        for bundle in bundles:
            bundle.send()


_TRAYS: WeakKeyDictionary[asyncio.AbstractEventLoop, Tray] = WeakKeyDictionary()


def tray_of(loop: asyncio.AbstractEventLoop) -> Tray:
    """The loop's own."""
    found = _TRAYS.get(loop)
    if found is None:
        found = _TRAYS[loop] = Tray(loop)
    return found
