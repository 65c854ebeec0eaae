"""Which language a customer writes, said by somebody who can tell."""

from msgspec.structs import replace

from server.conversations.room import Caller, Room
from server.domain.errors import Refusal
from server.domain.language import UNKNOWN
from server.domain.timeline import Identified, Posted
from server.protocol.acks import Done
from server.protocol.wording_commands import Identify
from server.store.turn import Change, Key, Needs, Turn


async def identify(room: Room, caller: Caller, ask: Identify) -> Done:
    """The message is read in this language from now on, and its customer is answered in it.

    Refuses `bad_request` for no language at all, `bad_state` for what no customer has written.
    """
    actor = caller.actor
    if ask.language == UNKNOWN:
        raise Refusal("bad_request", "language")
    await room.known.conversation(actor, ask.conversation_id)

    def decide(turn: Turn) -> Done:
        c = turn.conversation(actor, ask.conversation_id)
        entry = turn.entry(c, ask.seq)
        if not isinstance(entry.body, Posted) or entry.author.kind != "customer" or not entry.body.text:
            raise Refusal("bad_state", "seq")
        if not turn.repeat(c, actor.author, ask.client_id):
            turn.save(replace(c, language=ask.language))
            turn.append(c.id, actor.author, ask.client_id, Identified(ref=ask.seq, language=ask.language))
        return Done()

    key = Key(ask.conversation_id, actor.author.key, ask.client_id)
    needs = Needs(conversations=(ask.conversation_id,), entries=((ask.conversation_id, ask.seq),), keys=(key,))
    return await room.writer.commit(Change(needs, decide))
