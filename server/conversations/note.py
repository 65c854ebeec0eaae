"""A private remark: numbered for agents alone, never refused, never translated, never delivered; payment cards are covered."""

from server.conversations.room import Caller, Room
from server.conversations.saying import digest_of
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.language import language_of
from server.domain.rights import may_see
from server.domain.timeline import Noted
from server.fanout import audiences
from server.identity.doors import actor_of
from server.pipeline.stages import clean
from server.protocol.acks import Sent
from server.protocol.commands import Note
from server.protocol.events import Mentioned
from server.store.turn import Change, Key, Needs, Turn

PREVIEW = 200


async def post_note(room: Room, caller: Caller, ask: Note) -> Sent:
    """Leave a remark for the desk; any agent who sees the conversation may."""
    actor = caller.actor
    text = room.pipeline.tools.compliance.covered(clean(ask.body.text))
    if not text and not ask.body.attachments:
        raise Refusal("bad_request", "body.text")
    about = (await room.known.conversation(actor, ask.conversation_id)).conversation
    if ask.body.pieces:
        raise Refusal("bad_request", "body.pieces")
    owner, attachments = actor.author.key, ask.body.attachments
    files = await room.files.claim(actor.workspace_id, owner, attachments, ask.conversation_id)
    called = await _colleagues(room, about, caller, ask.mentions)
    digest = digest_of(text, ask.body.attachments)

    def decide(turn: Turn) -> Sent:
        c = turn.conversation(actor, ask.conversation_id)
        entry = turn.repeat(c, actor.author, ask.client_id, digest)
        dup = entry is not None
        body = Noted(text=text, language=language_of(actor.locale), attachments=files, mentions=called)
        if entry is None:
            entry = turn.append(c.id, actor.author, ask.client_id, body, digest)
            for id in called:
                place = {"conversation_id": c.id, "seq": entry.seq, "agent_id": id}
                turn.row("mention", workspace_id=c.workspace_id, at=turn.now, seen=False, **place)
        return Sent(conversation_id=c.id, seq=entry.seq, at=entry.at, dup=dup)

    key = Key(ask.conversation_id, actor.author.key, ask.client_id)
    sent = await room.writer.commit(Change(Needs(conversations=(ask.conversation_id,), keys=(key,)), decide))
    for id in () if sent.dup else called:
        told = Mentioned(conversation_id=sent.conversation_id, seq=sent.seq, by=actor.name, text=text[:PREVIEW])
        room.publisher.passing(audiences.AGENT, audiences.person(id), "colleague.mentioned", told)
    return sent


async def _colleagues(room: Room, about: Conversation, caller: Caller, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Those of these people who work at this desk and may read what they are called to, the author not among them."""
    if not ids:
        return ()
    here = {agent.id: agent for agent in await room.desk.agents(caller.actor.workspace_id)}
    called = [here[id] for id in dict.fromkeys(ids) if id in here and id != caller.actor.id]
    readers = [actor_of(agent, permissions=await room.desk.permissions(agent)) for agent in called]
    return tuple(reader.id for reader in readers if may_see(reader, about))
