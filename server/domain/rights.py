"""Who may do what: one table and one question, asked where objects are handed out."""

from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Actor


def may_see(actor: Actor, c: Conversation) -> bool:
    """Whether the conversation exists as far as this actor can tell."""
    if actor.workspace_id != c.workspace_id:
        return False
    match actor.kind:
        case "customer":
            return actor.id == c.customer_id and actor.shop_id in ("", c.shop_id)
        case "bridge":
            return actor.id == c.bridge_id
        case "agent":
            return not actor.shop_ids or c.shop_id in actor.shop_ids
        case _:
            return True


def see(actor: Actor, c: Conversation | None) -> Conversation:
    """The conversation, for those who may know of it. Foreign and absent look the same."""
    if c is None or not may_see(actor, c):
        raise Refusal("not_found", "conversationId")
    return c
