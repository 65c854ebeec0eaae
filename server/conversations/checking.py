"""Help while typing: what the rules would say, what the customer would read, which ready sentence fits."""

from itertools import islice

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from server.compliance.scene import MARKETPLACES
from server.conversations.drafting import draft_of, reading_judged, worded
from server.conversations.enclosing import enclosed
from server.conversations.room import Caller, Room
from server.conversations.saying import Saying
from server.conversations.translating import translated
from server.domain.conversation import Conversation
from server.domain.language import language_of
from server.domain.reading import Reading
from server.domain.verdict import Action
from server.pipeline.draft import Draft
from server.protocol import acks
from server.protocol.commands import Content
from server.protocol.pieces import Card
from server.protocol.views import Phrase
from server.protocol.wording_commands import Check, Phrases
from server.translation.request import Request
from server.translation.slots import names_in

PREVIEW_SECONDS = 1.5
MOST = 20
KNOWN = ("memory", "phrasebook")
NAMES = tuple(action.name for action in Action)


async def check_draft(room: Room, caller: Caller, ask: Check) -> acks.Checked:
    """The verdict on words that were not sent yet. Nothing is stored."""
    actor = caller.actor
    pictures = tuple(each.picture for each in ask.pieces if isinstance(each, Card) and each.picture)
    content = Content(text=ask.text, pieces=ask.pieces, attachments=pictures)
    text, _ = await enclosed(room, actor, ask.conversation_id, content)
    saying = Saying(
        conversation_id=ask.conversation_id,
        client_id="",
        author=actor.author,
        text=text,
        language=ask.language,
        reading=worded(actor, ask.reading),
    )
    draft = room.pipeline.judge(await draft_of(room, actor, ask.conversation_id, saying))
    c = (await room.known.conversation(actor, ask.conversation_id)).conversation
    preview = draft.reading or await _preview(room, c, draft)
    if preview and draft.sent is None:
        preview, sent = reading_judged(room, c, preview)
        draft = replace(draft, sent=sent)
    return acks.Checked(
        action=NAMES[draft.action],  # type: ignore[arg-type]
        findings=draft.findings,
        language=draft.language,
        preview=preview or UNSET,
        masked=draft.text if draft.action == Action.mask else UNSET,
        back=(await _back(room, c, draft, preview) if ask.back and preview else None) or UNSET,
        similar=await _similar(room, draft) if preview is None or preview.engine not in KNOWN else UNSET,
    )


async def _preview(room: Room, c: Conversation, draft: Draft) -> Reading | None:
    """What the customer would read. This process remembers it, so that sending what was previewed waits for nobody."""
    if not draft.foreign or not draft.text:
        return None
    request = Request(text=draft.text, source=draft.language, target=draft.targets[0], operation="preview")
    reading = await translated(room, c, request, PREVIEW_SECONDS)
    if reading:
        room.pipeline.tools.instant.learn(draft.workspace_id, draft.text, draft.language, reading)
    return reading


async def _back(room: Room, c: Conversation, draft: Draft, preview: Reading) -> Reading | None:
    """The preview in the author's own language again, so that somebody who cannot read it sees what it says."""
    request = Request(text=preview.text, source=preview.language, target=draft.language, operation="preview")
    return await translated(room, c, request, PREVIEW_SECONDS) if draft.foreign else None


async def _similar(room: Room, draft: Draft) -> acks.Similar | UnsetType:
    """Something like it was said before."""
    if not draft.foreign or not draft.text:
        return UNSET
    near = await room.near.find(draft.workspace_id, draft.text, (draft.language, draft.targets[0]))
    return (
        UNSET
        if near is None
        else acks.Similar(text=near.text, wording=near.wording, language=draft.targets[0], score=near.score)
    )


async def find_phrases(room: Room, caller: Caller, ask: Phrases) -> acks.Phrased:
    """Ready sentences, shown in the agent's language and worded in the customer's."""
    memory = await room.known.conversation(caller.actor, ask.conversation_id)
    c = memory.conversation
    policy = (await room.known.workspace(c.workspace_id)).policy
    target, market = c.customers_language, c.channel in MARKETPLACES
    voice = policy.voice(target, c.market, c.shop_id)
    shown = language_of(caller.actor.locale)
    book = room.pipeline.tools.instant.phrasebook
    found = book.search(ask.query, len(book.phrases)) if ask.query.strip() else book.phrases
    items = (
        Phrase(id=p.id, shown=p.ways[shown][0], sent=sent, slots=tuple(sorted(names_in(sent))))
        for p in found
        if shown in p.ways
        and p.by != "customer"
        and not (market and p.own)
        and (sent := (p.worded(target, voice) or p.ways["en"])[0])
    )
    return acks.Phrased(items=tuple(islice(items, MOST)))
