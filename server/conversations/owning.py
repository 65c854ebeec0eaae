"""The frame of every verb that changes who has a conversation or what state it is in."""

from collections.abc import Callable

from msgspec.structs import replace

from server.conversations.room import Caller, Room
from server.domain.conversation import Conversation
from server.fanout.views import summary
from server.protocol.acks import Changed
from server.store.turn import Change, Key, Needs, Turn

Step = Callable[[Turn, Conversation], Conversation]


async def change(room: Room, caller: Caller, id: str, client_id: str, step: Step, *, also: Needs = Needs()) -> Changed:
    """Load, check the right, decide once for ever under this client id, answer with the conversation as it is.

    The owner is always loaded, `also` names who else.
    """
    author = caller.actor.author
    marks = tuple(f"{client_id}:{tail}" for tail in ("owner", "queue", "state"))

    def decide(turn: Turn) -> Conversation:
        c = turn.conversation(caller.actor, id)
        if any(turn.repeat(c, author, mark) for mark in marks):
            return c
        return step(turn, c)

    keys = tuple(Key(id, author.key, mark) for mark in marks)
    needs = replace(also, conversations=(id,), owners=True, keys=keys)
    return Changed(conversation=summary(await room.writer.commit(Change(needs, decide))))
