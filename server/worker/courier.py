"""Bridges are told at once what waits for them, and again, ever more rarely, until they give a receipt or it is given up."""

import asyncio
import random

import structlog

from server.conversations.bridging import delivery_view, forgetting_view
from server.conversations.room import Room
from server.fanout import audiences
from server.store.deliveries import Waiting

log = structlog.get_logger()
BATCH = 200
AGAIN = (20, 60, 300, 900, 3600, 7200, 14400, 28800, 43200, 86400, 86400)
"""Seconds after each offer without a receipt, announced in docs/bridges.md: about three days."""
JITTER = 0.2
REQUESTS_KEPT_MS = 86_400_000
PATIENCE_MS = 30 * 86_400_000
"""How long a bridge is asked to forget somebody; that long its name of them is kept for it."""


class Courier:
    """`hurry` after a commit, `again` by the clock. The truth is the row, the event only news of it."""

    def __init__(self, room: Room, rng: random.Random) -> None:
        self._room = room
        self._rng = rng
        self._tasks: set[asyncio.Task[None]] = set()

    def hurry(self, ids: list[str]) -> None:
        """These rows were just committed."""
        task = asyncio.create_task(self._tell(ids))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def again(self) -> None:
        """Offer what is due, or give it up after the schedule's end."""
        for each in await self._room.deliveries.due(self._room.clock.now(), BATCH):
            await self._offer(each)

    async def forgettings(self) -> None:
        """Tell bridges whom to forget, for thirty days; then nobody waits for it any longer."""
        now = self._room.clock.now()
        for each in await self._room.bridge_erasures.due(now, BATCH):
            if each.created_at + PATIENCE_MS <= now:
                await self._room.bridge_erasures.give_up(each, now)
                log.warning("erasure.given_up", bridge=each.bridge_id, erasure=each.id)
                continue
            audience = audiences.person(each.bridge_id)
            self._room.publisher.passing(audiences.BRIDGE, audience, "erasure.requested", forgetting_view(each))
            pause = AGAIN[min(each.attempts, len(AGAIN) - 1)] * (1 + JITTER * self._rng.random())
            await self._room.bridge_erasures.offered(each, now + int(pause * 1000), now)

    async def forget(self) -> None:
        """Signed requests need not be remembered longer than their signatures are good, by far."""
        await self._room.bridges.forget_requests(self._room.clock.now() - REQUESTS_KEPT_MS)

    async def _tell(self, ids: list[str]) -> None:
        for each in await self._room.deliveries.some(ids):
            await self._offer(each)

    async def _offer(self, each: Waiting) -> None:
        now = self._room.clock.now()
        if each.attempts >= len(AGAIN):
            await self._room.deliveries.offered(each, "dead", 0, now)
            log.warning("delivery.given_up", bridge=each.bridge_id, delivery=each.id)
            return
        audience = audiences.person(each.bridge_id)
        self._room.publisher.passing(audiences.BRIDGE, audience, "delivery.requested", delivery_view(each))
        pause = AGAIN[each.attempts] * (1 + JITTER * self._rng.random())
        await self._room.deliveries.offered(each, "waiting", now + int(pause * 1000), now)
