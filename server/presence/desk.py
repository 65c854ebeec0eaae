"""Which agents are connected, over all nodes, and the report when one has vanished.

Connected is not available.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection

from msgspec import Struct

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.live.leases import Holder, Leases
from server.presence.attendance import Attendance, Patience

Vanished = Callable[[str, str], Awaitable[None]]
"""Told (workspace, agent). Several nodes may call it, and more than once: it must be idempotent. When it
refuses it is called again."""
Appeared = Callable[[str], None]
"""Told the workspace of which somebody is seen on another node for the first time: what was said of them before may be wrong."""


class DeskOptions(Struct, frozen=True, kw_only=True):
    """Seconds.

    `renew` is how often leases are announced; their length is the leases' own, at least three times that.
    """

    tick: float = 1.0
    renew: float = 10.0
    patience: Patience = Patience()


class Room(Struct):
    """What this node keeps of a workspace. `since` is Redis ms, the other times are monotonic seconds.

    `announced` includes a lease of the node itself: when Redis does not know it any more, Redis was emptied.
    """

    attendance: Attendance
    grace: float = 60.0
    since: int = 0
    renew_at: float = float("-inf")
    unsure_until: float = float("-inf")
    announced: set[Holder] = set()


class Desk:
    """One a process. Telling it never waits; `run` does the work."""

    def __init__(
        self,
        leases: Leases,
        node: str,
        vanished: Vanished,
        clock: Clock,
        options: DeskOptions = DeskOptions(),
    ) -> None:
        self.appeared: Appeared = lambda _: None
        self._leases = leases
        self._node = node
        self._own = Holder("", node, "")
        self._vanished = vanished
        self._clock = clock
        self._options = options
        self._rooms: defaultdict[str, Room] = defaultdict(self._new_room)

    def connected(self, workspace_id: str, agent_id: str, sid: str) -> None:
        """An agent's socket opened here."""
        room = self._rooms[workspace_id]
        room.attendance.connected(agent_id, sid)
        room.renew_at = float("-inf")

    def disconnected(self, workspace_id: str, agent_id: str, sid: str) -> None:
        """An agent's socket ended here, for whatever reason."""
        self._rooms[workspace_id].attendance.disconnected(agent_id, sid, self._clock.monotonic())

    def expect(self, workspace_id: str, agent_ids: Collection[str]) -> None:
        """After a start: the database says that these are on.

        Who does not appear within the grace has vanished.
        """
        self._rooms[workspace_id].attendance.expected(agent_ids, self._clock.monotonic())

    def policy_changed(self, workspace_id: str, grace_seconds: float) -> None:
        """How long a gone agent keeps their conversations."""
        self._rooms[workspace_id].grace = grace_seconds

    def is_connected(self, workspace_id: str, agent_id: str) -> bool:
        """Whether the agent has a socket anywhere, as of the last tick."""
        return agent_id in self._rooms[workspace_id].attendance.here

    def frozen(self, workspace_id: str) -> bool:
        """Whether failover is held because too many vanished at once."""
        return self._rooms[workspace_id].attendance.frozen(self._clock.monotonic())

    async def logged_out(self, workspace_id: str, agent_id: str) -> None:
        """They ended their session here: reported at once, unless they are connected elsewhere."""
        sids = self._rooms[workspace_id].attendance.logged_out(agent_id)
        try:
            await self._leases.release(workspace_id, [Holder(agent_id, self._node, sid) for sid in sids])
            census = await self._leases.census(workspace_id)
            elsewhere = any(holder.agent_id == agent_id for holder in census.alive)
        except Refusal:
            elsewhere = False
        if not elsewhere:
            await self._vanished(workspace_id, agent_id)

    async def run(self) -> None:
        """Tick until cancelled."""
        while True:
            await self.tick()
            await asyncio.sleep(self._options.tick)

    async def tick(self) -> None:
        """Announce who is here, learn who is elsewhere, report who is overdue.

        Waits for better times without Redis.
        """
        for workspace_id, room in list(self._rooms.items()):
            try:
                await self._announce(workspace_id, room)
                await self._look(workspace_id, room)
                await self._report(workspace_id, room)
            except Refusal:
                continue

    async def _announce(self, workspace_id: str, room: Room) -> None:
        now = self._clock.monotonic()
        holders = {Holder(agent_id, self._node, sid) for agent_id, sid in room.attendance.holders()}
        holders.add(self._own)
        await self._leases.release(workspace_id, room.announced - holders)
        room.announced &= holders
        if now < room.renew_at:
            return
        fresh = await self._leases.renew(workspace_id, holders)
        known, room.announced = room.announced, holders
        room.renew_at = now + self._options.renew
        if fresh > len(holders - known):
            self._doubt(room)

    async def _look(self, workspace_id: str, room: Room) -> None:
        census = await self._leases.census(workspace_id, room.since)
        if self._own not in census.alive:
            self._doubt(room)
            return
        now = self._clock.monotonic()
        elsewhere = {holder.agent_id for holder in census.alive if holder.node != self._node}
        room.since = census.now
        new = elsewhere - room.attendance.here - {""}
        room.attendance.seen(elsewhere)
        if new:
            self.appeared(workspace_id)
        if now >= room.unsure_until:
            gone = {holder.agent_id for holder in census.ended} | room.attendance.here
            for agent_id in sorted(gone - elsewhere - {""}):
                room.attendance.lost(agent_id, now)

    async def _report(self, workspace_id: str, room: Room) -> None:
        now = self._clock.monotonic()
        if now < room.unsure_until:
            return
        for agent_id in room.attendance.overdue(room.grace, now):
            if not self.is_connected(workspace_id, agent_id):  # who came while the others were reported
                await self._vanished(workspace_id, agent_id)
                room.attendance.reported(agent_id)

    def _doubt(self, room: Room) -> None:
        """Redis does not know us: it was emptied or away for long. Announce again, and let others do so."""
        room.unsure_until = self._clock.monotonic() + 2 * self._options.renew
        room.renew_at = float("-inf")

    def _new_room(self) -> Room:
        return Room(Attendance(self._options.patience))
