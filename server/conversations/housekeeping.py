"""What the clock does: offers nobody took, rests that are over, messages a dead node left waiting, agents who vanished."""

from collections.abc import Callable

from server.conversations.availability import VANISHED, missed, stand
from server.conversations.ownership import Return, back_to_queue
from server.conversations.room import SYSTEM, Room, system
from server.conversations.settling import Settlement, settle
from server.conversations.waking import woken
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.timeline import Posted
from server.store.turn import Change, Needs, Turn

SLACK_MS = 3000


async def sweep(room: Room) -> int:
    """Everything whose time has come; answers how much there was. Safe to run on several nodes at once."""
    now = room.clock.now()
    done = 0
    for c in await room.reads.due(now):
        done += await _due(room, c, now)
    return done + await _left_behind(room, now)


async def _due(room: Room, c: Conversation, now: int) -> int:
    routing = await room.known.routing(c.workspace_id)

    def decide(turn: Turn) -> int:
        fresh = turn.conversation(system(c.workspace_id), c.id)
        if fresh.status == "offered" and fresh.offer_expires_at <= now:
            why = Return(
                author=SYSTEM,
                client_id=f"sys:missed:{fresh.fence}",
                cause="missed",
                without=fresh.assignee_id,
            )
            back_to_queue(turn, fresh, why)
            missed(turn, turn.agent(fresh.workspace_id, fresh.assignee_id), routing.misses)
            return 1
        if fresh.status == "snoozed" and 0 < fresh.snoozed_until <= now:
            woken(turn, fresh, routing, "timer")
            return 1
        return 0

    return await room.writer.commit(Change(Needs(conversations=(c.id,), owners=True), decide))


async def _left_behind(room: Room, now: int) -> int:
    """Messages whose node died while it translated them: what the desk decided for the untranslated."""
    done = 0
    for entry in await room.reads.unsettled("pending", now - SLACK_MS):
        policy = (await room.known.workspace(entry.workspace_id)).policy
        if entry.at > now - policy.translate_seconds * 1000 - SLACK_MS or not isinstance(entry.body, Posted):
            continue
        if entry.body.reading:
            what = Settlement(reading=entry.body.reading)
        elif policy.untranslated == "return":
            what = Settlement(returned="untranslated")
        else:
            what = Settlement(label="untranslated")
        done += await settle(room, entry, what)
    return done


async def agent_vanished(room: Room, workspace_id: str, agent_id: str, here: Callable[[str, str], bool]) -> None:
    """The agent is gone beyond grace: what they had goes back to its place, and nothing else is lost.

    `here` is asked once more when it is their turn: who came back meanwhile is told nothing and keeps what they have.
    """

    def offline(turn: Turn) -> None:
        agent = turn.agent(workspace_id, agent_id)
        if not here(workspace_id, agent_id) and agent.availability != "offline":
            stand(turn, agent, "offline", VANISHED)

    await room.writer.commit(Change(Needs(agents=(agent_id,)), offline))
    for c in await room.reads.owned(workspace_id, agent_id):
        if not here(workspace_id, agent_id):
            await _take_back(room, agent_id, c)


async def _take_back(room: Room, agent_id: str, c: Conversation) -> None:
    def decide(turn: Turn) -> None:
        fresh = turn.conversation(system(c.workspace_id), c.id)
        if fresh.held and fresh.assignee_id == agent_id:
            why = Return(author=SYSTEM, client_id=f"sys:vanished:{fresh.fence}", cause="vanished")
            back_to_queue(turn, fresh, why)

    try:
        await room.writer.commit(Change(Needs(conversations=(c.id,), owners=True), decide))
    except Refusal as refusal:
        if not refusal.retry:
            raise
