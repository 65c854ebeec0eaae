"""Presence and the router, told by the socket's door: who is here may be given work."""

import asyncio

import structlog

from server.conversations.room import Room
from server.domain.errors import Refusal
from server.domain.people import Actor
from server.presence.desk import Desk as Presence
from server.routing.router import Router
from server.store.turn import Change, Needs, Turn

log = structlog.get_logger()


class Seating:
    """An agent's sockets come and go; the router hears of the first and the last."""

    def __init__(self, presence: Presence, router: Router, room: Room) -> None:
        self._presence = presence
        self._router = router
        self._room = room
        self._tasks: set[asyncio.Task[None]] = set()

    def arrived(self, actor: Actor, connection_id: str) -> None:
        """A socket of this agent is here."""
        self._presence.connected(actor.workspace_id, actor.id, connection_id)
        task = asyncio.create_task(self._offer(actor))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def left(self, actor: Actor, connection_id: str) -> None:
        """It is gone. Without another one the router gives no more work; what they have stays for the grace."""
        self._presence.disconnected(actor.workspace_id, actor.id, connection_id)
        if not self._presence.is_connected(actor.workspace_id, actor.id):
            self._router.agent_gone(actor.workspace_id, actor.id)

    async def _offer(self, actor: Actor) -> None:
        try:
            await look_again(self._room, actor.workspace_id, actor.id)
        except Refusal as refusal:
            log.warning("seating.refused", code=refusal.code)


async def look_again(room: Room, workspace_id: str, agent_id: str) -> None:
    """Tell everybody how an agent stands now.

    Through the writer, so that it keeps its place among the agent's own changes: a stale read would undo them.
    """

    def decide(turn: Turn) -> None:
        turn.save_agent(turn.agent(workspace_id, agent_id))

    await room.writer.commit(Change(Needs(agents=(agent_id,)), decide))
