"""A customer's word wakes what was ended or at rest."""

from server.conversations.ownership import Grant, Return, back_to_queue, give
from server.conversations.room import SYSTEM
from server.domain import conversation as laws
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.timeline import Reopened
from server.store.turn import Turn


def woken(turn: Turn, c: Conversation, cause: str = "customer") -> Conversation:
    """The conversation ready for a new word: reopened into the queue, or given back to its resting owner if they can."""
    cause_id = f"sys:woken:{c.fence}"
    if c.status == "closed":
        turn.save(laws.wake(c, turn.now))
        turn.append(c.id, SYSTEM, cause_id, Reopened(cause=cause))
        return turn.current(c.id)
    if c.status == "snoozed":
        try:
            owner = turn.agent(c.workspace_id, c.assignee_id)
            if not owner.free(c.channel, c.weight, turn.now):
                raise Refusal("at_capacity")
            return give(turn, c, owner, Grant(author=SYSTEM, client_id=cause_id, step="returned"))
        except Refusal:
            why = Return(author=SYSTEM, client_id=cause_id, cause="woken", fresh=True)
            return back_to_queue(turn, c, why)
    return c
