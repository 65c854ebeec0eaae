"""Answered, and then nothing: such a conversation rests and gives its owner's capacity back until the customer's next word."""

from server.conversations.ownership import let_go
from server.conversations.room import SYSTEM, Room, system
from server.domain import conversation as laws
from server.domain.conversation import Conversation
from server.domain.timeline import Snoozed
from server.domain.work import SLOW
from server.domain.workspace import Workspace
from server.store.turn import Change, Needs, Turn


async def rest_idle(room: Room) -> int:
    """Let everything rest that has been idle for as long as its desk says; answers how much. Safe on several nodes."""
    done = 0
    for workspace in await room.desk.workspaces():
        done += await _rest(room, workspace)
    return done


async def _rest(room: Room, workspace: Workspace) -> int:
    seconds, now = workspace.policy.routing.idle_seconds, room.clock.now()
    if not seconds:
        return 0
    found = await room.reads.idle(workspace.id, now - 1000 * seconds, SLOW)
    return sum([await _one(room, c, seconds) for c in found])


async def _one(room: Room, c: Conversation, seconds: int) -> bool:
    def decide(turn: Turn) -> bool:
        fresh = turn.conversation(system(c.workspace_id), c.id)
        if not laws.rests(fresh, turn.now, seconds):
            return False
        let_go(turn, fresh)
        turn.save(laws.snooze(fresh, 0))
        turn.append(fresh.id, SYSTEM, f"sys:idle:{fresh.fence}:{fresh.last_seq}", Snoozed(until=0, cause="idle"))
        return True

    return await room.writer.commit(Change(Needs(conversations=(c.id,), owners=True), decide))
