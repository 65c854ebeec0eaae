"""The router asked; the agent says yes or no."""

from server.conversations.availability import active
from server.conversations.ownership import Return, back_to_queue
from server.conversations.owning import change
from server.conversations.room import Caller, Room
from server.domain import conversation as laws
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Actor
from server.domain.timeline import Assigned
from server.protocol.acks import Changed
from server.protocol.commands import AcceptOffer, DeclineOffer
from server.store.turn import Needs, Turn


async def accept_offer(room: Room, caller: Caller, ask: AcceptOffer) -> Changed:
    """Take it. Refuses `not_assignee` when it has gone to somebody else meanwhile."""
    actor = caller.actor
    client_id = f"accept:{ask.fence}"

    def step(turn: Turn, c: Conversation) -> Conversation:
        _mine(actor, c, ask.fence)
        active(turn, actor.workspace_id, actor.id)
        turn.save(laws.accept(c))
        body = Assigned(agent_id=actor.id, agent_name=actor.name, fence=c.fence, step="accept")
        turn.append(c.id, actor.author, f"{client_id}:owner", body)
        return turn.current(c.id)

    changed = await change(room, caller, ask.conversation_id, client_id, step, also=Needs(agents=(actor.id,)))
    caller.follow(ask.conversation_id)
    return changed


async def decline_offer(room: Room, caller: Caller, ask: DeclineOffer) -> Changed:
    """Pass; the customer keeps their place and somebody else is asked."""
    actor = caller.actor
    client_id = f"decline:{ask.fence}"

    def step(turn: Turn, c: Conversation) -> Conversation:
        _mine(actor, c, ask.fence)
        why = Return(author=actor.author, client_id=client_id, cause="declined", without=actor.id)
        return back_to_queue(turn, c, why)

    return await change(room, caller, ask.conversation_id, client_id, step)


def _mine(actor: Actor, c: Conversation, fence: int) -> None:
    if c.status != "offered" or c.assignee_id != actor.id or c.fence != fence:
        raise Refusal("not_assignee", "fence")
