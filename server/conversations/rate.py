"""The customer's judgement of the conversation."""

from server.conversations.room import Caller, Room
from server.domain.timeline import Rated
from server.pipeline.stages import clean
from server.protocol.acks import Done
from server.protocol.commands import Rate
from server.store.turn import Change, Key, Needs, Turn


async def rate(room: Room, caller: Caller, ask: Rate) -> Done:
    """Score 1 to 5 and a comment; a later one counts, all are kept."""
    actor = caller.actor
    digest = f"{ask.score}:{ask.comment}"[:64]
    comment = room.pipeline.tools.compliance.covered(clean(ask.comment))

    def decide(turn: Turn) -> None:
        c = turn.conversation(actor, ask.conversation_id)
        if not turn.repeat(c, actor.author, ask.client_id, digest):
            turn.append(c.id, actor.author, ask.client_id, Rated(score=ask.score, comment=comment), digest)

    key = Key(ask.conversation_id, actor.author.key, ask.client_id)
    await room.writer.commit(Change(Needs(conversations=(ask.conversation_id,), keys=(key,)), decide))
    return Done()
