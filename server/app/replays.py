"""Replays: the past is read from the store in pages, and played in a process of its own."""

from collections.abc import Awaitable, Callable

import msgspec

from server.app.apart import apart
from server.app.store import Store
from server.domain.errors import Refusal
from server.domain.past import Past
from server.routing.comparing import Comparison
from server.routing.ports import Pairs
from server.routing.replay import Case, Wish

MOST = 20_000
"""Conversations of one replay; of more the newest are taken."""
MOST_AT_ONCE = 2
WARM_MS = 4 * 3_600_000
"""So long before the asked time the desk is played already, so that it does not begin with empty hands."""
SECONDS = 60.0


class Replays:
    """One at a time for a desk, two for a process. `pairs` are what machines translate now."""

    def __init__(self, store: Store, pairs: Callable[[], Awaitable[Pairs]], seconds: float = SECONDS) -> None:
        self._store = store
        self._pairs = pairs
        self._seconds = seconds
        self._running: set[str] = set()

    async def __call__(self, wish: Wish) -> Comparison:
        """Play it. Refuses `busy` while another one runs, `too_large` when it takes too long."""
        if wish.workspace_id in self._running or len(self._running) >= MOST_AT_ONCE:
            raise Refusal("busy", "replay", after_ms=5000)
        self._running.add(wish.workspace_id)
        try:
            past = await read_past(self._store, wish.workspace_id, (wish.since, wish.until))
            case = Case(
                past=past, routing=wish.routing, relax=wish.relax, agents=wish.agents, pairs=await self._pairs()
            )
            said = await apart("server.routing.apart", msgspec.msgpack.encode(case), self._seconds, "replay")
            return msgspec.msgpack.decode(said, type=Comparison)
        finally:
            self._running.discard(wish.workspace_id)


async def read_past(store: Store, workspace_id: str, times: tuple[int, int], most: int = MOST) -> Past:
    """What is stored of a desk between two times."""
    since, until = times
    warm = max(0, since - WARM_MS)
    spells = await store.history.spells(workspace_id, warm, until, most)
    cut = len(spells) >= most
    if cut:
        warm = spells[-1].started_at
        since = max(since, warm)
    return Past(
        workspace_id=workspace_id,
        policy=(await store.desk.workspace(workspace_id)).policy,
        warm_from=warm,
        since=since,
        until=until,
        agents=tuple(await store.admin.agents(workspace_id)),
        spells=tuple(spells),
        lost=tuple(await store.history.lost(workspace_id, warm, until, most)),
        marks=tuple(await store.history.marks(workspace_id, warm, until, 10 * most)),
        most=most if cut else 0,
    )
