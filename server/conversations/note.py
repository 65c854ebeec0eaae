"""A private remark: numbered for agents alone, never judged, never translated, never delivered."""

from server.conversations.room import Caller, Room
from server.conversations.saying import digest_of
from server.domain.errors import Refusal
from server.domain.language import language_of
from server.domain.timeline import Noted
from server.pipeline.stages import clean
from server.protocol.acks import Sent
from server.protocol.commands import Note
from server.store.turn import Change, Key, Needs, Turn


async def post_note(room: Room, caller: Caller, ask: Note) -> Sent:
    """Leave a remark for the desk; any agent who sees the conversation may."""
    actor = caller.actor
    text = clean(ask.body.text)
    if not text and not ask.body.attachments:
        raise Refusal("bad_request", "body.text")
    await room.known.conversation(actor, ask.conversation_id)
    owner, attachments = actor.author.key, ask.body.attachments
    files = await room.files.claim(actor.workspace_id, owner, attachments, ask.conversation_id)
    digest = digest_of(text, ask.body.attachments)

    def decide(turn: Turn) -> Sent:
        c = turn.conversation(actor, ask.conversation_id)
        entry = turn.repeat(c, actor.author, ask.client_id, digest)
        dup = entry is not None
        body = Noted(text=text, language=language_of(actor.locale), attachments=files)
        entry = entry or turn.append(c.id, actor.author, ask.client_id, body, digest)
        return Sent(conversation_id=c.id, seq=entry.seq, at=entry.at, dup=dup)

    key = Key(ask.conversation_id, actor.author.key, ask.client_id)
    return await room.writer.commit(Change(Needs(conversations=(ask.conversation_id,), keys=(key,)), decide))
