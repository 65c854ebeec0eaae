"""Which topics a node hears: what is wanted, what Redis was asked, what may be let go."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from server.domain.clock import Clock
from server.live import keys
from server.live.client import Live, Reader

CHUNK = 500
"""Channels a command: ten thousand are subscribed in about half a second without stalling the rest."""


class Subscriptions:
    """The wanted set and the connection that carries it. A new connection asks for all of it again."""

    def __init__(self, live: Live, clock: Clock, linger: float) -> None:
        self._live = live
        self._clock = clock
        self._linger = linger
        self._wanted: set[str] = set()
        self._asked: set[str] = set()
        self._leaving: dict[str, float] = {}
        self._reader: Reader | None = None

    def want(self, topic: str) -> None:
        """Hear it from the next `apply` on."""
        self._leaving.pop(topic, None)
        self._wanted.add(topic)

    def release(self, topic: str) -> None:
        """Let it go when nobody asks again for a while."""
        if topic in self._wanted:
            self._leaving[topic] = self._clock.monotonic() + self._linger

    def expire(self) -> None:
        """Stop wanting what was released long enough ago."""
        now = self._clock.monotonic()
        for topic in [topic for topic, due in self._leaving.items() if due <= now]:
            del self._leaving[topic]
            self._wanted.discard(topic)

    async def apply(self) -> None:
        """Tell Redis the difference between what is wanted and what was asked."""
        if self._reader is None:
            return
        joining, leaving = self._wanted - self._asked, self._asked - self._wanted
        self._asked = set(self._wanted)
        await self._send(self._reader, "SUBSCRIBE", joining)
        await self._send(self._reader, "UNSUBSCRIBE", leaving)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Reader]:
        """A connection on which everything wanted is being subscribed."""
        reader = await self._live.reader()
        try:
            self._asked = set()
            self._reader = reader
            await self.apply()
            yield reader
        finally:
            self._reader = None
            await reader.disconnect()

    def confirmed(self, channel: bytes) -> str:
        """The topic of a channel Redis confirmed."""
        return keys.topic_of(channel)

    async def _send(self, reader: Reader, verb: str, topics: Iterable[str]) -> None:
        groups: defaultdict[int, list[str]] = defaultdict(list)
        for topic in topics:
            groups[keys.partition(topic) if self._live.sharded else 0].append(keys.channel(topic))
        for channels in groups.values():
            for start in range(0, len(channels), CHUNK):
                await reader.send_command(f"S{verb}" if self._live.sharded else verb, *channels[start : start + CHUNK])
