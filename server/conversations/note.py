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
    files = await room.files.attachments(actor.workspace_id, actor.author.key, ask.body.attachments)
    if not text and not files:
        raise Refusal("bad_request", "body.text")

    digest = digest_of(text, ask.body.attachments)

    def decide(turn: Turn) -> Sent:
        c = turn.conversation(actor, ask.conversation_id)
        entry = turn.repeat(c, actor.author, ask.client_id, digest)
        dup = entry is not None
        body = Noted(text=text, language=language_of(actor.locale), attachments=files)
        entry = entry or turn.append(c.id, actor.author, ask.client_id, body, digest)
        return Sent(conversation_id=c.id, seq=entry.seq, at=entry.at, dup=dup)

    key = Key(ask.conversation_id, actor.author.key, ask.client_id)
    sent = await room.writer.commit(Change(Needs(conversations=(ask.conversation_id,), keys=(key,)), decide))
    if files and not sent.dup:
        await room.files.bind(tuple(file.id for file in files), ask.conversation_id)
    return sent
