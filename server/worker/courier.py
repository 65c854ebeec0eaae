"""Bridges are told at once what waits for them, and again until they give a receipt."""

import asyncio

from server.conversations.bridging import delivery_view
from server.conversations.room import Room
from server.fanout import audiences
from server.store.deliveries import Waiting

AGAIN = 200


class Courier:
    """`hurry` after a commit, `again` by the clock. The truth is the row, the event only news of it."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._tasks: set[asyncio.Task[None]] = set()

    def hurry(self, ids: list[str]) -> None:
        """These rows were just committed."""
        task = asyncio.create_task(self._tell(ids))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def again(self, seconds: float) -> None:
        """Offer once more what has waited for `seconds`."""
        since = self._room.clock.now() - int(seconds * 1000)
        for each in await self._room.deliveries.overdue(since, AGAIN):
            self._offer(each)

    async def _tell(self, ids: list[str]) -> None:
        for each in await self._room.deliveries.some(ids):
            self._offer(each)

    def _offer(self, each: Waiting) -> None:
        audience = audiences.person(each.bridge_id)
        self._room.publisher.passing(audiences.BRIDGE, audience, "delivery.requested", delivery_view(each))
