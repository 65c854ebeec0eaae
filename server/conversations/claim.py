"""Taking a conversation by hand."""

from server.conversations.ownership import Grant, give
from server.conversations.owning import change
from server.conversations.room import Caller, Room
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.protocol.acks import Changed
from server.protocol.commands import Claim
from server.store.turn import Turn


async def claim(room: Room, caller: Caller, ask: Claim) -> Changed:
    """A waiting conversation, or (for those who lead) anybody's. Refuses `at_capacity`, `bad_state`, `not_assignee`."""
    actor = caller.actor

    def step(turn: Turn, c: Conversation) -> Conversation:
        if c.assignee_id == actor.id and c.status == "assigned":
            return c
        if c.status == "closed":
            raise Refusal("bad_state", "status")
        if c.held and c.assignee_id != actor.id and not actor.leads:
            raise Refusal("not_assignee", "conversationId")
        me = turn.agent(actor.workspace_id, actor.id)
        return give(turn, c, me, Grant(author=actor.author, client_id=ask.client_id, step="claim"))

    changed = await change(room, caller, ask.conversation_id, ask.client_id, step, agents=(actor.id,))
    caller.follow(ask.conversation_id)
    return changed
