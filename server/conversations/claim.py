"""Taking a conversation by hand."""

from server.conversations.availability import active
from server.conversations.ownership import Grant, give
from server.conversations.owning import change
from server.conversations.room import Caller, Room
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.protocol.acks import Changed
from server.protocol.commands import Claim
from server.store.turn import Needs, Turn


async def claim(room: Room, caller: Caller, ask: Claim) -> Changed:
    """A waiting conversation, or (for those who lead) anybody's. Refuses `at_capacity`, `bad_state`, `not_assignee`."""
    actor = caller.actor
    routing = await room.known.routing(actor.workspace_id)

    def step(turn: Turn, c: Conversation) -> Conversation:
        if c.assignee_id == actor.id and c.status == "assigned":
            return c
        if c.status == "closed":
            raise Refusal("bad_state", "status")
        if c.held and c.assignee_id != actor.id and not actor.leads:
            raise Refusal("not_assignee", "conversationId")
        active(turn, actor.workspace_id, actor.id)
        me = turn.agent(actor.workspace_id, actor.id)
        weight = routing.weight(c.channel)
        return give(turn, c, me, Grant(author=actor.author, client_id=ask.client_id, step="claim", weight=weight))

    changed = await change(room, caller, ask.conversation_id, ask.client_id, step, also=Needs(agents=(actor.id,)))
    caller.follow(ask.conversation_id)
    return changed
