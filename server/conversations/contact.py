"""Where a customer who would rather not wait wants the answer sent."""

import re

import msgspec

from server.conversations.room import Caller, Room
from server.domain.errors import Refusal
from server.protocol.acks import Done
from server.protocol.commands import Contact
from server.store.turn import Change, Needs, Turn

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
ADDRESS = re.compile(rf"(?!.*=\?)[\w.!#$%&'*+/=?^`{{|}}~-]{{1,64}}@(?:{_LABEL}\.)+{_LABEL}", re.ASCII | re.IGNORECASE)
"""What browsers take for an e-mail address (HTML, 4.10.5.1.5), with at least one dot in the domain.

`=?` begins an encoded word (RFC 2047), which mail programs take apart: line breaks could hide in it."""


async def contact(room: Room, caller: Caller, ask: Contact) -> Done:
    """Send the answer there too. An address nobody has proved opens nothing: it is looked up nowhere, and the customer's record
    takes it only while it has none. Refuses `bad_request` with `email`, and `bad_state` when nothing waits for an answer."""
    actor, email = caller.actor, ask.email.strip()
    if not ADDRESS.fullmatch(email):
        raise Refusal("bad_request", "email")

    def decide(turn: Turn) -> None:
        c = turn.conversation(actor, ask.conversation_id)
        if c.status == "closed":
            raise Refusal("bad_state", "status")
        turn.save(msgspec.structs.replace(c, mail_to=email))
        customer = turn.customer(c.customer_id)
        if customer and not customer.email:
            turn.save_customer(msgspec.structs.replace(customer, email=email))

    await room.writer.commit(Change(Needs(conversations=(ask.conversation_id,), customers=(actor.id,)), decide))
    return Done()
