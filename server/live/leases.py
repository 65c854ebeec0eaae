"""Leases on presence: a socket is there while its node renews its lease.

Time is Redis's own, the same for all.
"""

from collections.abc import Collection

from msgspec import Struct

from server.live import keys
from server.live.client import Live, Word
from server.live.script import Script

RENEW = Script("renew")
LEASES = Script("leases")
REMEMBER_MS = 600_000
"""Ended leases stay this long, so that every node sees that they ended."""


class Holder(Struct, frozen=True, order=True):
    """One socket of an agent on a node."""

    agent_id: str
    node: str
    sid: str

    @property
    def spelled(self) -> str:
        """As Redis keeps it."""
        return f"{self.agent_id}|{self.node}|{self.sid}"


class Census(Struct, frozen=True):
    """The leases at `now` (Redis ms): the living, and those that ended since the time asked for."""

    now: int
    alive: frozenset[Holder]
    ended: frozenset[Holder]


class Leases:
    """The leases of all workspaces. Methods refuse when Redis is away: then presence is unknown, not lost."""

    def __init__(self, live: Live, ttl_seconds: float) -> None:
        self._live = live
        self._ttl_ms = int(ttl_seconds * 1000)

    async def renew(self, workspace_id: str, holders: Collection[Holder]) -> int:
        """Announce these for another term; how many Redis did not know (all, once emptied)."""
        words: tuple[Word, ...] = (self._ttl_ms, REMEMBER_MS, *(holder.spelled for holder in holders))
        return int(await self._live.run(RENEW, (keys.leases(workspace_id),), words))

    async def release(self, workspace_id: str, holders: Collection[Holder]) -> None:
        """These ended by their own will; they do not count as expired."""
        if holders:
            spelled = [holder.spelled for holder in holders]
            await self._live.remove(keys.leases(workspace_id), spelled)

    async def census(self, workspace_id: str, since: int = 0) -> Census:
        """Who is there, and whose lease expired after `since` (Redis ms)."""
        now, alive, ended = await self._live.run(LEASES, (keys.leases(workspace_id),), (since,))
        return Census(int(now), _holders(alive), _holders(ended))


def _holders(spelled: Collection[bytes]) -> frozenset[Holder]:
    return frozenset(Holder(*name.decode().split("|", 2)) for name in spelled)
