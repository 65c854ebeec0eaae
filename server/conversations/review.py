"""A second person's word on a held message."""

from server.conversations.room import Caller, Room
from server.conversations.settling import Settlement, settle
from server.domain.errors import Refusal
from server.domain.language import UNKNOWN, language_of
from server.domain.reading import Reading
from server.domain.timeline import Posted
from server.fanout.views import summary
from server.pipeline.stages import clean
from server.protocol.acks import Changed
from server.protocol.commands import Review
from server.translation.request import Request

SECONDS = 3.0


async def review(room: Room, caller: Caller, ask: Review) -> Changed:
    """Approve, edit or reject. Nobody reviews their own words; who was faster decided (`bad_state`)."""
    actor = caller.actor
    c = await room.reads.conversation(actor, ask.conversation_id)
    entry = await room.reads.entry(c.id, ask.seq)
    if not isinstance(entry.body, Posted) or entry.body.state != "held":
        raise Refusal("bad_state", "seq")
    if entry.author.id == actor.id:
        raise Refusal("forbidden", "seq")
    what = Settlement(by=actor.author, returned=ask.reason or "rejected", states=("held",))
    if ask.decision != "reject":
        text = clean(ask.text) if ask.decision == "edit" else entry.body.text
        if not text and not entry.body.attachments:
            raise Refusal("bad_request", "text")
        edited = text != entry.body.text
        target = c.language if c.language != UNKNOWN else language_of(c.locale)
        said = None if edited else entry.body.reading
        said = said or await _reading(room, entry.body, text, target)
        label = "untranslated" if said is None and target not in (entry.body.language, UNKNOWN) else ""
        what = Settlement(by=actor.author, text=text, reading=said, label=label, states=("held",))
    if not await settle(room, entry, what, actor):
        raise Refusal("bad_state", "seq")
    return Changed(conversation=summary(await room.reads.conversation(actor, c.id)))


async def _reading(room: Room, body: Posted, text: str, target: str) -> Reading | None:
    if UNKNOWN in (target, body.language) or target == body.language:
        return None
    known = room.pipeline.tools.instant.recall(text, body.language, target)
    return known or await room.engines(Request(text=text, source=body.language, target=target), SECONDS)
