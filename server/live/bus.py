"""Fan-out between nodes: what one commits, others push to the people connected there.

It may lose everything at any time: the store is the truth and `Listener.joined` says when to ask it. Nobody
awaits it.
"""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Protocol

from msgspec import Struct
from redis.exceptions import RedisError

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.live import frames, keys
from server.live.client import Live
from server.live.subscriptions import Subscriptions


class Listener(Protocol):
    """Who is told. Calls are synchronous and must return at once."""

    def heard(self, topic: str, body: bytes) -> None:
        """Another node published `body` (JSON)."""
        ...

    def joined(self, topic: str) -> None:
        """From now on the topic is heard. What was published before may be missed: ask the store."""
        ...

    def health(self, healthy: bool) -> None:
        """The bus was lost or found."""
        ...


class BusOptions(Struct, frozen=True, kw_only=True):
    """Seconds, and counts of frames. `misses` lost heartbeats mean that the bus is lost."""

    beat: float = 1.0
    misses: int = 3
    linger: float = 30.0
    pause: float = 0.1
    longest_pause: float = 2.0
    buffer: int = 8192
    batch: int = 512


class Bus:
    """One node's ear and mouth.

    `run` must be running; until the first heartbeat came back it is not healthy.
    """

    def __init__(self, live: Live, node: str, listener: Listener, clock: Clock, options: BusOptions) -> None:
        self._live = live
        self._node = node
        self._listener = listener
        self._options = options
        self._out: deque[tuple[str, bytes]] = deque()
        self._work = asyncio.Event()
        self._subscriptions = Subscriptions(live, clock, options.linger)
        self._beat_topic = f"node:{node}"
        self._misses = 0
        self._reading: asyncio.Task[None] | None = None
        self.alone = False
        self.healthy = False
        self.dropped = 0
        self.garbage = 0

    def publish(self, topic: str, body: bytes) -> None:
        """Tell the other nodes; `body` is JSON.

        While the bus is lost or too far behind, frames are dropped and counted.
        """
        if not self.healthy or len(self._out) >= self._options.buffer:
            self.dropped += 1
            return
        self._say(topic, body)

    def subscribe(self, topic: str) -> None:
        """Hear a topic; `Listener.joined` follows when it is so."""
        self._subscriptions.want(topic)
        self._work.set()

    def unsubscribe(self, topic: str) -> None:
        """Stop hearing it, some time later: a page reload would ask for it again at once."""
        self._subscriptions.release(topic)

    async def run(self) -> None:
        """Keep the bus alive until cancelled."""
        self._subscriptions.want(self._beat_topic)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._beat(), name="bus-beat")
            tasks.create_task(self._flush(), name="bus-flush")
            tasks.create_task(self._keep_reading(), name="bus-read")

    def _say(self, topic: str, body: bytes) -> None:
        self._out.append((keys.channel(topic), frames.pack(self._node, topic, body)))
        self._work.set()

    async def _flush(self) -> None:
        """Send what has gathered since the last turn of the loop in one round trip."""
        while True:
            await self._work.wait()
            self._work.clear()
            with suppress(Refusal, RedisError, OSError):
                await self._subscriptions.apply()
            while self._out:
                await self._send([self._out.popleft() for _ in range(min(len(self._out), self._options.batch))])

    async def _send(self, batch: list[tuple[str, bytes]]) -> None:
        await self._live.rested()
        try:
            await self._live.publish(batch)
        except Refusal:
            self.dropped += len(batch)

    async def _beat(self) -> None:
        while True:
            self._misses += 1
            if self._misses > self._options.misses:
                self._misses = 0
                self._set_health(False)
                if self._reading:
                    self._reading.cancel()
            self._subscriptions.expire()
            self._say(self._beat_topic, b"null")
            await asyncio.sleep(self._options.beat)

    async def _keep_reading(self) -> None:
        pause = self._options.pause
        while True:
            self._reading = asyncio.create_task(self._read(), name="bus-reader")
            try:
                await asyncio.wait({self._reading})
            finally:
                self._reading.cancel()
                await asyncio.wait({self._reading})
            _report(self._reading)
            pause = self._options.pause if self.healthy else min(pause * 2, self._options.longest_pause)
            await asyncio.sleep(pause)

    async def _read(self) -> None:
        with suppress(Refusal, RedisError, OSError):
            async with self._subscriptions.connection() as reader:
                while True:
                    self._take(await reader.read_response())

    def _take(self, message: object) -> None:
        match message:
            case [b"message" | b"smessage", _, bytes(data)]:
                self._hear(data)
            case [b"subscribe" | b"ssubscribe", bytes(channel), _]:
                topic = self._subscriptions.confirmed(channel)
                if topic != self._beat_topic:
                    self._listener.joined(topic)

    def _hear(self, data: bytes) -> None:
        frame = frames.unpack(data)
        if frame is None:
            self.garbage += 1
        elif frame.topic == self._beat_topic:
            self._misses = 0
            self._set_health(True)
        elif frame.node != self._node:
            self._listener.heard(frame.topic, bytes(frame.body))

    def _set_health(self, healthy: bool) -> None:
        if healthy != self.healthy:
            self.healthy = healthy
            self._listener.health(healthy)


def _report(ended: asyncio.Task[None]) -> None:
    """A listener's fault must neither end the bus nor pass unseen."""
    if not ended.cancelled() and (error := ended.exception()):
        context = {"message": "a listener of the bus failed", "exception": error, "task": ended}
        asyncio.get_running_loop().call_exception_handler(context)
