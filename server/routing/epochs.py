"""Which load of a workspace's queue is valid, and the making of a new one when Redis has lost it.

The number lives in the database and is raised there first; the token in Redis adds the process that holds the
data. A restarted or restored Redis therefore never passes for the one that was loaded.
"""

import asyncio
import secrets

from msgspec import Struct

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.live import keys
from server.live.client import Live
from server.routing.books import Books
from server.routing.ports import RoutingStore
from server.routing.queue import Queue

LOCK_MS = 30_000
TRIES = 100
TURN = 0.05
"""A node waits up to five seconds, in turns of 50 ms, for another one's load."""


class Loaded(Struct, frozen=True):
    """A valid queue. Nobody is assigned before `ready_at` (monotonic seconds): leases return first."""

    queue: Queue
    ready_at: float


class Epochs:
    """The valid loads this process knows of."""

    def __init__(self, live: Live, store: RoutingStore, clock: Clock, idle_seconds: float) -> None:
        self._live = live
        self._store = store
        self._clock = clock
        self._idle = idle_seconds
        self._known: dict[str, Loaded] = {}

    def forget(self, workspace_id: str) -> None:
        """The load has proved stale."""
        self._known.pop(workspace_id, None)

    def known(self, workspace_id: str) -> Queue | None:
        """The load this process used last, when it is not known to be stale."""
        loaded = self._known.get(workspace_id)
        return loaded.queue if loaded else None

    async def open(self, books: Books) -> Loaded:
        """The valid load: known, made by another node, or made now.

        Refuses when Redis or the database is away.
        """
        known = self._known.get(books.workspace_id)
        if known is None:
            queue = await self._adopt(books)
            known = self._known[books.workspace_id] = Loaded(queue, self._clock.monotonic() + self._idle)
        return known

    async def _adopt(self, books: Books) -> Queue:
        workspace_id = books.workspace_id
        for _ in range(TRIES):
            held = await self._live.get(keys.epoch(workspace_id))
            number = await self._store.router_epoch(workspace_id) or 0
            if number and held == self._token(number):
                return Queue(self._live, workspace_id, held)
            queue = await self._try_build(books, number)
            if queue is not None:
                return queue
            await asyncio.sleep(TURN)
        raise Refusal("busy", "queue")

    async def _try_build(self, books: Books, number: int) -> Queue | None:
        lock = keys.rebuild_lock(books.workspace_id)
        mine = secrets.token_hex(8)
        if not await self._live.lock(lock, mine, LOCK_MS):
            return None
        try:
            return await self._build(books, number)
        finally:
            if await self._live.get(lock) == mine:
                await self._live.drop(lock)

    async def _build(self, books: Books, number: int) -> Queue | None:
        workspace_id = books.workspace_id
        following = await self._store.router_epoch(workspace_id, advance_from=number)
        if following is None:
            return None
        token = self._token(following)
        guard = keys.building(workspace_id)
        await self._live.put(guard, token)
        building = Queue(self._live, workspace_id, token, guard)
        needs, offers = await books.needs(), await books.offers()
        await building.apply([*map(building.waits, needs), *map(building.sits, offers)])
        await building.flip()
        await self._live.forget(keys.desks(workspace_id), lambda rest: int(rest.split(".", 1)[0]) >= following)
        return Queue(self._live, workspace_id, token)

    def _token(self, number: int) -> str:
        return f"{number}.{self._live.run_id}"
