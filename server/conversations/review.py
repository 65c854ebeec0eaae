"""A second person's word on a held message."""

import msgspec

from server.conversations.drafting import draft_of, reading_judged
from server.conversations.room import Caller, Room
from server.conversations.ruling import heard_of, passed, put_down
from server.conversations.saying import Saying
from server.conversations.settling import Settlement, settle
from server.conversations.translating import translated
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.language import UNKNOWN
from server.domain.people import Actor
from server.domain.reading import Reading
from server.domain.timeline import Posted
from server.domain.verdict import Action
from server.fanout.views import summary
from server.protocol.acks import Changed
from server.protocol.commands import Review
from server.store.turn import Change, Needs
from server.translation.request import Request

SECONDS = 3.0


async def review(room: Room, caller: Caller, ask: Review) -> Changed:
    """Approve, edit or reject. Nobody reviews their own words, nor twice; who was faster decided (`bad_state`).

    Where a pack asks for two, the first approval (or edit, after which others approve) leaves the message where it is.

    An approval overrules a hold. What a reviewer writes is judged like anybody's words: a block refuses it.
    """
    actor = caller.actor
    c = await room.reads.conversation(actor, ask.conversation_id)
    entry = await room.reads.entry(c.id, ask.seq)
    if not isinstance(entry.body, Posted) or entry.body.state != "held":
        raise Refusal("bad_state", "seq")
    if actor.id in (entry.author.id, *entry.body.approvals):
        raise Refusal("forbidden", "seq")
    match ask.decision:
        case "approve":
            what = await _released(room, c, actor, entry.body)
            what = _counted(what, "approved", entry.body, actor)
        case "edit":
            what = await _released(room, c, actor, await _edited(room, actor, ask, entry.body))
            what = _counted(what, "edited", entry.body, actor)
        case _:
            what = Settlement(by=actor.author, returned=ask.reason or "rejected", deed="rejected", states=("held",))
    if not await settle(room, entry, what, actor):
        raise Refusal("bad_state", "seq")
    return Changed(conversation=summary(await room.reads.conversation(actor, c.id)))


def _counted(what: Settlement, deed: str, body: Posted, actor: Actor) -> Settlement:
    """One more approval; an edit starts the count anew, for nobody has approved these words but their author."""
    wanted = max((finding.reviewers for finding in body.findings), default=1)
    approvals = (actor.id,) if deed == "edited" else (*body.approvals, actor.id)
    kept = approvals if len(approvals) < wanted else ()
    return msgspec.structs.replace(what, deed=deed, approvals=kept, seen=body.approvals)


async def _edited(room: Room, actor: Actor, ask: Review, body: Posted) -> Posted:
    """The message in the reviewer's words, after the same stages as if they had said it themselves."""
    saying = Saying(conversation_id=ask.conversation_id, client_id=ask.client_id, author=actor.author, text=ask.text)
    draft = room.pipeline.judge(await draft_of(room, actor, ask.conversation_id, saying))
    if not draft.text and not body.attachments:
        raise Refusal("bad_request", "text")
    await passed(room, draft, ask.conversation_id, actor.author, confirmed=True)
    return Posted(text=draft.text, language=draft.language, reading=draft.reading)


async def _released(room: Room, c: Conversation, actor: Actor, body: Posted) -> Settlement:
    said = body.reading or await _reading(room, c, actor, body)
    target = c.customers_language
    label = "untranslated" if said is None and target not in (body.language, UNKNOWN) else ""
    return Settlement(
        by=actor.author, text=body.text, language=body.language, reading=said, label=label, states=("held",)
    )


async def _reading(room: Room, c: Conversation, actor: Actor, body: Posted) -> Reading | None:
    """What the customer will read, judged: nobody has seen it yet. Refuses `rejected_policy`."""
    target = c.customers_language
    if UNKNOWN in (target, body.language) or target == body.language:
        return None
    request = Request(text=body.text, source=body.language, target=target, operation="send")
    found = await translated(room, c, request, SECONDS)
    if found is None:
        return None
    said, verdict = reading_judged(room, c, found)
    if verdict.action == Action.block:
        what = heard_of(room, c.workspace_id, verdict.findings, body.text, said.text)
        place = (c.workspace_id, c.id, 0)
        await room.writer.commit(Change(Needs(), lambda turn: put_down(turn, place, actor.author, "refused", what)))
        raise Refusal("rejected_policy", "text", data=verdict.findings)
    return said
