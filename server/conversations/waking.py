"""A customer's word wakes what was ended or at rest."""

import msgspec

from server.conversations.ownership import Grant, Return, back_to_queue, give
from server.conversations.room import SYSTEM
from server.domain import conversation as laws
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.queues import Routing
from server.domain.timeline import Reopened
from server.store.turn import Turn


def woken(turn: Turn, c: Conversation, routing: Routing, cause: str = "customer") -> Conversation:
    """The conversation ready for a new word: reopened into the queue, or given back to its resting owner if they can.

    Whoever gets it, it has waited since now. A resting owner who cannot take it is preferred once they can.
    """
    cause_id = f"sys:woken:{c.fence}"
    if c.status == "closed":
        turn.save(laws.wake(c, turn.now))
        turn.append(c.id, SYSTEM, cause_id, Reopened(cause=cause))
        return turn.current(c.id)
    if c.status == "snoozed":
        try:
            owner = turn.agent(c.workspace_id, c.assignee_id)
            weight = routing.weight(c.channel)
            if not owner.free(c.channel, weight, turn.now):
                raise Refusal("at_capacity")
            c = msgspec.structs.replace(c, waiting_since=turn.now)
            return give(turn, c, owner, Grant(author=SYSTEM, client_id=cause_id, step="returned", weight=weight))
        except Refusal:
            why = Return(author=SYSTEM, client_id=cause_id, cause="woken", fresh=True)
            return back_to_queue(turn, c, why)
    return c
