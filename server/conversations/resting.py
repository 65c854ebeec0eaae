"""Snooze, close, reopen: the states in which nobody waits for an answer, and the way back."""

from server.conversations.availability import active
from server.conversations.ownership import Grant, give, let_go, write_up
from server.conversations.owning import change
from server.conversations.room import Caller, Room
from server.domain import conversation as laws
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.timeline import Closed, Reopened, Snoozed
from server.protocol.acks import Changed, Done
from server.protocol.commands import Close, Reopen, Snooze
from server.store.turn import Needs, Turn


async def snooze(room: Room, caller: Caller, ask: Snooze) -> Changed:
    """Rest until a time or the customer's next word; the capacity is given back meanwhile."""
    actor = caller.actor
    if ask.until <= room.clock.now():
        raise Refusal("bad_request", "until")

    def step(turn: Turn, c: Conversation) -> Conversation:
        if not actor.leads:
            laws.own(c, actor.id, ask.fence)
        resting = laws.snooze(c, ask.until)
        let_go(turn, c)
        turn.save(resting)
        turn.append(c.id, actor.author, f"{ask.client_id}:state", Snoozed(until=ask.until))
        return turn.current(c.id)

    return await change(room, caller, ask.conversation_id, ask.client_id, step)


async def close(room: Room, caller: Caller, ask: Close) -> Changed | Done:
    """End it. Its customer may, its owner may, whoever leads may."""
    actor = caller.actor
    after_work = (await room.known.routing(actor.workspace_id)).after_work_seconds

    def step(turn: Turn, c: Conversation) -> Conversation:
        if actor.kind == "agent" and not actor.leads and c.status != "waiting":
            laws.own(c, actor.id, ask.fence)
        ended = laws.close(c)
        let_go(turn, c)
        write_up(turn, c, after_work)
        turn.save(ended)
        turn.append(c.id, actor.author, f"{ask.client_id}:state", Closed())
        return turn.current(c.id)

    changed = await change(room, caller, ask.conversation_id, ask.client_id, step)
    return Done() if actor.kind == "customer" else changed


async def reopen(room: Room, caller: Caller, ask: Reopen) -> Changed:
    """Take up what was closed or at rest; who does becomes its owner. Refuses `at_capacity`."""
    actor = caller.actor
    routing = await room.known.routing(actor.workspace_id)

    def step(turn: Turn, c: Conversation) -> Conversation:
        if c.status not in ("closed", "snoozed"):
            raise Refusal("bad_state", "status")
        if c.status == "closed":
            turn.save(laws.wake(c, turn.now))
            turn.append(c.id, actor.author, f"{ask.client_id}:state", Reopened(cause="agent"))
            c = turn.current(c.id)
        active(turn, actor.workspace_id, actor.id)
        me = turn.agent(actor.workspace_id, actor.id)
        weight = routing.weight(c.channel)
        return give(turn, c, me, Grant(author=actor.author, client_id=ask.client_id, step="reopen", weight=weight))

    return await change(room, caller, ask.conversation_id, ask.client_id, step, also=Needs(agents=(actor.id,)))
