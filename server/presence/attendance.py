"""Who of a workspace's agents is here, who left and when, and whether too many left at once.

Pure: time is handed in.
"""

from collections.abc import Collection

from msgspec import Struct


class Patience(Struct, frozen=True, kw_only=True):
    """Seconds. More than `share` of the agents, at least `least`, gone within `window`: that is our outage.

    Nobody is then reported for `freeze`.
    """

    window: float = 10.0
    share: float = 1 / 3
    least: int = 3
    freeze: float = 60.0


class Attendance:
    """One workspace as one node sees it. `here` includes agents that other nodes announced."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._sockets: dict[str, set[str]] = {}
        self._here: set[str] = set()
        self._left: dict[str, float] = {}
        self._losses: dict[str, float] = {}
        self._frozen_until = float("-inf")

    def holders(self) -> list[tuple[str, str]]:
        """Every (agent, socket) of this node."""
        return [(agent, sid) for agent, sids in self._sockets.items() for sid in sids]

    def connected(self, agent_id: str, sid: str) -> None:
        """A socket opened on this node."""
        self._sockets.setdefault(agent_id, set()).add(sid)
        self.seen((agent_id,))

    def disconnected(self, agent_id: str, sid: str, now: float) -> None:
        """A socket of this node ended; the agent may have others."""
        sids = self._sockets.get(agent_id, set())
        sids.discard(sid)
        if not sids and self._sockets.pop(agent_id, None) is not None:
            self.lost(agent_id, now)

    def logged_out(self, agent_id: str) -> set[str]:
        """They said goodbye; the sockets they had here. Nothing is held against anybody."""
        self._here.discard(agent_id)
        self._left.pop(agent_id, None)
        return self._sockets.pop(agent_id, set())

    def seen(self, agent_ids: Collection[str]) -> None:
        """These are here, on whatever node."""
        self._here.update(agent_ids)
        for agent_id in agent_ids:
            self._left.pop(agent_id, None)
            self._losses.pop(agent_id, None)

    def lost(self, agent_id: str, now: float) -> None:
        """The last socket anybody knows of is gone."""
        if agent_id in self._sockets or agent_id in self._left:
            return
        self._left[agent_id] = now
        if agent_id in self._here:
            self._here.discard(agent_id)
            self._losses[agent_id] = now
            self._judge(now)

    def expected(self, agent_ids: Collection[str], now: float) -> None:
        """The database says that these are on; they have the grace to appear."""
        for agent_id in agent_ids:
            if agent_id not in self._here:
                self._left.setdefault(agent_id, now)

    def overdue(self, grace: float, now: float) -> list[str]:
        """Who is gone for longer than the grace, nobody while frozen."""
        if self.frozen(now):
            return []
        return [agent_id for agent_id, since in self._left.items() if now - since >= grace]

    def reported(self, agent_id: str) -> None:
        """The house knows; do not say it again."""
        self._left.pop(agent_id, None)

    @property
    def here(self) -> frozenset[str]:
        """Who has a socket on any node, as far as this one knows."""
        return frozenset(self._here)

    def frozen(self, now: float) -> bool:
        """Whether failover is held because too many vanished at once."""
        return now < self._frozen_until

    def _judge(self, now: float) -> None:
        self._losses = {a: at for a, at in self._losses.items() if now - at <= self._patience.window}
        lost = len(self._losses)
        if lost >= self._patience.least and lost > self._patience.share * (len(self._here) + lost):
            self._frozen_until = now + self._patience.freeze
