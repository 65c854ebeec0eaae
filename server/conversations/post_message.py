"""The one entrance for words: shoppers, agents, bridges and bots all speak through `say`."""

import msgspec
from msgspec import UNSET

from server.compliance.clocks import Clocks
from server.conversations.availability import active
from server.conversations.clocks import answered, escalated, heard_customer
from server.conversations.delivering import deliver_row
from server.conversations.drafting import draft_of, worded
from server.conversations.enclosing import enclosed, kept
from server.conversations.meeting import meet, met_again
from server.conversations.proposing import propose
from server.conversations.rich import has_pictures
from server.conversations.room import Caller, Room
from server.conversations.ruling import Heard, heard, passed, put_down_settled
from server.conversations.saying import Opening, Saying
from server.conversations.waking import woken
from server.domain import conversation as laws
from server.domain.attachment import Attachment
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Actor, Author
from server.domain.queues import Routing
from server.domain.timeline import Opened, Posted, State
from server.domain.verdict import Action
from server.pipeline.draft import Draft
from server.protocol.acks import Sent
from server.protocol.commands import Send
from server.store.turn import Change, Turn

PREVIEW = 200


async def post_message(room: Room, caller: Caller, ask: Send) -> Sent:
    """Say something in a conversation one may see. The ack means durable."""
    text, pieces = await enclosed(room, caller.actor, ask.conversation_id, ask.body)
    return await say(
        room,
        caller.actor,
        Saying(
            conversation_id=ask.conversation_id,
            client_id=ask.client_id,
            author=caller.actor.author,
            text=text,
            pieces=pieces,
            attachments=ask.body.attachments,
            language=ask.language,
            confirmed=ask.confirmed,
            fence=ask.fence,
            reading=worded(caller.actor, ask.reading),
            with_original=ask.with_original,
        ),
    )


async def say(room: Room, actor: Actor, saying: Saying) -> Sent:
    """Judge, store, answer. Refuses what the rules forbid, what is not the actor's, and what was said otherwise before."""
    owner = actor.author.key
    draft = room.pipeline.judge(await draft_of(room, actor, saying.conversation_id, saying))
    if not draft.text and not saying.attachments:
        raise Refusal("bad_request", "body.text")
    await passed(room, draft, saying.conversation_id, saying.author, confirmed=saying.confirmed)
    files = await room.files.claim(actor.workspace_id, owner, saying.attachments, saying.conversation_id)
    routing, word = await room.known.routing(actor.workspace_id), heard(room, draft)
    judged = (draft, files, routing, word, room.clocks)
    change = Change(saying.needs, lambda turn: _decide(turn, actor, saying, judged))
    return await room.writer.commit(change)


Judged = tuple[Draft, tuple[Attachment, ...], Routing, Heard | None, Clocks]


def _decide(turn: Turn, actor: Actor, saying: Saying, judged_: Judged) -> Sent:
    draft, files, routing, word, clocks = judged_
    if saying.opening and turn.fresh(saying.conversation_id):
        _open(turn, saying.opening, saying.author)
    c = turn.conversation(actor, saying.conversation_id)
    digest = saying.digest
    before = turn.repeat(c, saying.author, saying.client_id, digest)
    inbound = saying.author.kind == "customer"
    if before:
        return _sent(before.cseq if inbound else before.seq, before.at, c.id, before.body, dup=True)
    if inbound:
        c = woken(turn, met_again(turn, c, saying.opening), routing)
    elif not actor.leads:
        laws.own(c, actor.id, saying.fence)
    if actor.kind == "agent":
        active(turn, actor.workspace_id, actor.id)
    body = _body(draft, files, _state(draft, c), saying)
    turn.save(_touched(c, body, draft, clocks, turn.now))
    entry = turn.append(c.id, saying.author, saying.client_id, body, digest)
    if saying.rich:
        turn.row("rich", workspace_id=c.workspace_id, conversation_id=c.id, seq=entry.seq, html=saying.rich)
    put_down_settled(turn, entry, saying.author, body.state, word)
    escalated(turn, entry, draft, clocks)
    if body.reading and body.reading.editor and body.state != "held":
        propose(turn, actor, entry, body.reading)
    if entry.cseq and not inbound:
        deliver_row(turn, turn.current(c.id), entry)
    return _sent(entry.cseq if inbound else entry.seq, entry.at, c.id, body, dup=False)


def _open(turn: Turn, opening: Opening, author: Author) -> None:
    customer = turn.customer(opening.customer.id)
    if customer is None:
        turn.add_customer(opening.customer)
    meet(turn, customer, opening)
    vip = customer is not None and customer.vip
    began = {"created_at": turn.now, "waiting_since": turn.now, "vip": vip}
    turn.open(msgspec.structs.replace(opening.conversation, **began))
    page = opening.conversation
    turn.append(page.id, author, "sys:opened", Opened(page_url=page.page_url, page_title=page.page_title))


def _state(draft: Draft, c: Conversation) -> State:
    if draft.direction == "inbound":
        return "posted"
    if draft.action >= Action.hold:
        return "held"
    waits = draft.foreign and draft.reading is None
    return "pending" if waits or c.pending else "posted"


def _body(draft: Draft, files: tuple[Attachment, ...], state: State, saying: Saying) -> Posted:
    outbound = draft.direction == "outbound"
    return Posted(
        text=draft.text,
        language=draft.language,
        confidence=round(draft.confidence, 3),
        state=state,
        reading=draft.reading if outbound else None,
        readings=() if outbound else draft.readings,
        attachments=files,
        findings=draft.findings,
        flagged=draft.flagged,
        with_original=outbound and saying.with_original,
        pieces=kept(draft.text, saying.pieces) or UNSET,
        rich=("pictures" if has_pictures(saying.rich) else "plain") if saying.rich else UNSET,
    )


def _touched(c: Conversation, body: Posted, draft: Draft, clocks: Clocks, now: int) -> Conversation:
    language = c.language
    if draft.direction == "inbound":
        c = heard_customer(c, clocks, now)
    elif body.state != "held":
        c = answered(c, clocks, draft.author)
    if draft.direction == "inbound" and body.language != "und" and (body.confidence >= 0.6 or language == "und"):
        language = body.language
    return msgspec.structs.replace(
        c,
        language=language,
        last_text=body.text[:PREVIEW] or body.attachments[0].name[:PREVIEW],
        last_from=draft.author,
        pending=c.pending + (body.state == "pending"),
    )


def _sent(number: int | None, at: int, id: str, body: object, *, dup: bool) -> Sent:
    state = body.state if isinstance(body, Posted) else "posted"
    text = body.text if isinstance(body, Posted) else ""
    return Sent(
        conversation_id=id,
        seq=number or 0,
        at=at,
        dup=dup,
        state="posted" if state == "returned" else state,
        text=text,
    )
