"""What a conversation needs, said by somebody who has read it: who may have it, and how soon."""

from typing import Any

import msgspec
from msgspec import UNSET

from server.conversations.owning import change
from server.conversations.room import Caller, Room
from server.conversations.transfer import known_names
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.timeline import Triaged
from server.protocol.acks import Changed
from server.protocol.triage_commands import Triage
from server.store.turn import Needs, Turn

FIELDS = {"language": "wanted_language"}
"""Where the conversation calls it otherwise."""
MARKS = ("labels", "attributes")


async def triage(room: Room, caller: Caller, ask: Triage) -> Changed:
    """Change what it needs; the log says who changed what. Who is important stays so in later conversations.

    Refuses `not_found` for a queue or a language that is not of this desk, `bad_state` for what has ended.
    """
    actor = caller.actor
    await known_names(room, actor.workspace_id, ask.queue or None, ask.language or None)
    customer_id = (await room.known.conversation(actor, ask.conversation_id)).conversation.customer_id

    def step(turn: Turn, c: Conversation) -> Conversation:
        if c.status == "closed" and not _marks_alone(ask):
            raise Refusal("bad_state", "status")
        customer = turn.customer(c.customer_id)
        if customer and ask.vip not in (None, customer.vip):
            turn.save_customer(msgspec.structs.replace(customer, vip=bool(ask.vip)))
        changes = _changes(c, ask)
        if not changes:
            return c
        turn.save(msgspec.structs.replace(c, **{FIELDS.get(name, name): value for name, value in changes.items()}))
        turn.append(c.id, actor.author, f"{ask.client_id}:state", Triaged(**changes))
        return turn.current(c.id)

    return await change(room, caller, ask.conversation_id, ask.client_id, step, also=Needs(customers=(customer_id,)))


def _marks_alone(ask: Triage) -> bool:
    """What has ended may still be labelled."""
    return all(getattr(ask, name) is None for name in Triaged.__struct_fields__ if name not in MARKS)


def _changes(c: Conversation, ask: Triage) -> dict[str, Any]:
    """What is asked for and is not so already."""
    asked = {name: getattr(ask, name) for name in Triaged.__struct_fields__}
    if ask.skills is not None:
        asked["skills"] = tuple(sorted(set(ask.skills)))
    if ask.labels is not None:
        asked["labels"] = tuple(dict.fromkeys(label.strip() for label in ask.labels if label.strip()))
    if ask.attributes is not None:
        asked["attributes"] = {name.strip(): said.strip() for name, said in ask.attributes.items() if said.strip()}
    return {
        name: value
        for name, value in asked.items()
        if value not in (None, UNSET) and value != getattr(c, FIELDS.get(name, name))
    }
