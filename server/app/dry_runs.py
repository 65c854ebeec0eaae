"""Dry-runs: what was said is read from the store, and judged by other rules in a process of its own."""

import msgspec

from server.app.apart import apart
from server.app.store import Store
from server.compliance.before import WORDS_MS
from server.compliance.dry import DryCase, DryRules, DryRun, DryWish
from server.compliance.tenant import pack_id
from server.domain.errors import Refusal
from server.store.said import said

MOST = 20_000
"""Messages of one dry-run; of more the newest are taken."""
MOST_AT_ONCE = 2
SECONDS = 60.0


class DryRuns:
    """One at a time for a desk, two for a process."""

    def __init__(self, store: Store, seconds: float = SECONDS) -> None:
        self._store = store
        self._seconds = seconds
        self._running: set[str] = set()

    async def __call__(self, wish: DryWish) -> DryRun:
        """Do it. Refuses `busy` while another one runs, `too_large` when it takes too long."""
        if wish.workspace_id in self._running or len(self._running) >= MOST_AT_ONCE:
            raise Refusal("busy", "dryRun", after_ms=5000)
        self._running.add(wish.workspace_id)
        try:
            case = msgspec.msgpack.encode(await case_of(self._store, wish))
            return msgspec.msgpack.decode(
                await apart("server.compliance.apart", case, self._seconds, "dryRun"), type=DryRun
            )
        finally:
            self._running.discard(wish.workspace_id)


async def case_of(store: Store, wish: DryWish, most: int = MOST) -> DryCase:
    """The desk's rules and words, ready to be judged twice."""
    kept = await store.desk_rules.packs(wish.workspace_id)
    overrides = tuple(await store.desk_rules.overrides(wish.workspace_id))
    others = [row.source for row in kept if not wish.pack or row.name != pack_id(wish.pack)]
    found = await said(store.reads, wish.workspace_id, wish.since - WORDS_MS, wish.until, most)
    return DryCase(
        since=wish.since,
        until=wish.until,
        now=store.clock.now(),
        said=tuple(found),
        before=DryRules(packs=tuple(row.source for row in kept), overrides=overrides),
        after=DryRules(
            packs=(*others, wish.pack) if wish.pack else tuple(others),
            overrides=overrides if wish.overrides is None else wish.overrides,
        ),
        cut=len(found) >= most,
    )
