"""What a customer who asked for a letter has not read yet, and what is written down once it was sent or refused."""

import msgspec
from msgspec import Struct

from server.conversations.letters import Said, refusal
from server.conversations.room import SYSTEM, Room, system
from server.domain.conversation import Conversation
from server.domain.people import Actor
from server.domain.timeline import Noted
from server.fanout.views import customer_entry
from server.protocol.views import PublicClosed, PublicPosted
from server.store.turn import Change, Key, Needs, Turn

LONGEST = 100
"""Lines of the log that one letter brings; what is more comes in the next."""


class News(Struct, frozen=True):
    """What the desk said in the customers' series up to a number."""

    said: tuple[Said, ...]
    number: int


async def unread(room: Room, c: Conversation, number: int) -> News:
    """What the desk said up to `number` that the customer has neither read nor been sent.

    Whoever closed the conversation themselves wants no letter about what was said before.
    """
    shopper = Actor(kind="customer", id=c.customer_id, workspace_id=c.workspace_id)
    log = await room.reads.after(shopper, c.id, max(c.mailed, c.customers_read), LONGEST)
    said: list[Said] = []
    reached = c.mailed
    for entry in map(customer_entry, log.entries):
        if entry.seq > number:
            break
        reached = entry.seq
        if isinstance(entry.body, PublicClosed) and entry.author.mine:
            said.clear()
        elif isinstance(entry.body, PublicPosted) and entry.author.kind in ("agent", "bot"):
            said.append(Said(entry.author.name, entry.body))
    return News(tuple(said), reached)


async def mark_mailed(room: Room, c: Conversation, number: int) -> None:
    """The customers' series was sent, or needs not be, up to `number`."""

    def decide(turn: Turn) -> None:
        fresh = turn.conversation(system(c.workspace_id), c.id)
        if number > fresh.mailed:
            turn.save(msgspec.structs.replace(fresh, mailed=number))

    await room.writer.commit(Change(Needs(conversations=(c.id,)), decide))


async def mark_refused(room: Room, c: Conversation, number: int, code: str) -> None:
    """No letter reaches that address: forget it, so that the customer may give another, and tell the desk in a note."""
    policy = (await room.known.workspace(c.workspace_id)).policy
    text, language = refusal(policy.desk_language, c.mail_to, code)
    mark = f"sys:letter:{number}:{c.mail_to}"[:160]
    key = Key(c.id, SYSTEM.key, mark)

    def decide(turn: Turn) -> None:
        fresh = turn.conversation(system(c.workspace_id), c.id)
        if fresh.mail_to == c.mail_to:
            turn.save(msgspec.structs.replace(fresh, mail_to=""))
        if not turn.repeat(fresh, SYSTEM, mark):
            turn.append(c.id, SYSTEM, mark, Noted(text=text, language=language))

    await room.writer.commit(Change(Needs(conversations=(c.id,), keys=(key,)), decide))
