"""One more reader of a conversation, and readers who know better than the engine."""

from server.conversations.drafting import worded
from server.conversations.proposing import propose
from server.conversations.room import Caller, Room
from server.domain.errors import Refusal
from server.domain.language import UNKNOWN, language_of
from server.domain.timeline import Noted, Posted, Translated
from server.protocol.acks import Done, Translating
from server.protocol.wording_commands import Correct, Translate
from server.store.turn import Change, Key, Needs, Turn


async def translate(room: Room, caller: Caller, ask: Translate) -> Translating:
    """Have entries said in the caller's language. The answer does not wait; what comes is numbered news for the whole desk."""
    actor = caller.actor
    c = await room.reads.conversation(actor, ask.conversation_id)
    said = [await room.reads.entry(c.id, seq) for seq in dict.fromkeys(ask.seqs)]
    target = language_of(actor.locale)
    room.interpret(c, said, target, ask.language)
    sources = {ask.language or e.body.language for e in said if isinstance(e.body, Posted | Noted)} - {target, UNKNOWN}
    return Translating(coming=any([await room.able(c.workspace_id, (source, target)) for source in sources]))


async def correct(room: Room, caller: Caller, ask: Correct) -> Done:
    """What a customer wrote is read in the new words at once; what was sent stays sent. Either may be learnt."""
    actor = caller.actor
    reading = worded(actor, ask.reading)
    if reading is None:
        raise Refusal("bad_request", "reading.text")
    await room.known.conversation(actor, ask.conversation_id)

    def decide(turn: Turn) -> Done:
        c = turn.conversation(actor, ask.conversation_id)
        entry = turn.entry(c, ask.seq)
        body = entry.body
        if not isinstance(body, Posted | Noted) or body.language in (UNKNOWN, reading.language):
            raise Refusal("bad_state", "seq")
        if not turn.repeat(c, actor.author, ask.client_id):
            propose(turn, actor, entry, reading)
            turn.append(c.id, actor.author, ask.client_id, Translated(ref=ask.seq, reading=reading))
        return Done()

    key = Key(ask.conversation_id, actor.author.key, ask.client_id)
    needs = Needs(conversations=(ask.conversation_id,), entries=((ask.conversation_id, ask.seq),), keys=(key,))
    return await room.writer.commit(Change(needs, decide))
