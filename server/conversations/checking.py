"""Help while typing: what the rules would say, what the customer would read, which ready sentence fits."""

from itertools import islice

from msgspec import UNSET

from server.compliance.scene import MARKETPLACES
from server.conversations.drafting import draft_of
from server.conversations.room import Caller, Room
from server.conversations.saying import Saying
from server.conversations.translating import translated
from server.domain.language import language_of
from server.domain.reading import Reading
from server.domain.verdict import Action
from server.pipeline.draft import Draft
from server.protocol import acks
from server.protocol.commands import Check, Phrases
from server.protocol.views import Phrase
from server.translation.request import Request
from server.translation.slots import names_in

PREVIEW_SECONDS = 1.5
MOST = 20
NAMES = tuple(action.name for action in Action)


async def check_draft(room: Room, caller: Caller, ask: Check) -> acks.Checked:
    """The verdict on words that were not sent yet. Nothing is stored."""
    actor = caller.actor
    saying = Saying(
        conversation_id=ask.conversation_id,
        client_id="",
        author=actor.author,
        text=ask.text,
        language=ask.language,
    )
    draft = room.pipeline.judge(await draft_of(room, actor, ask.conversation_id, saying))
    preview = draft.reading or await _preview(room, draft)
    return acks.Checked(
        action=NAMES[draft.action],  # type: ignore[arg-type]
        findings=draft.findings,
        language=draft.language,
        preview=preview or UNSET,
        masked=draft.text if draft.action == Action.mask else UNSET,
    )


async def _preview(room: Room, draft: Draft) -> Reading | None:
    """What the customer would read. This process remembers it, so that sending what was previewed waits for nobody."""
    if not draft.foreign or not draft.text:
        return None
    request = Request(text=draft.text, source=draft.language, target=draft.targets[0])
    reading = await translated(room, draft.workspace_id, request, PREVIEW_SECONDS)
    if reading:
        room.pipeline.tools.instant.learn(draft.workspace_id, draft.text, draft.language, reading)
    return reading


async def find_phrases(room: Room, caller: Caller, ask: Phrases) -> acks.Phrased:
    """Ready sentences, shown in the agent's language and worded in the customer's."""
    memory = await room.known.conversation(caller.actor, ask.conversation_id)
    c = memory.conversation
    target, market = c.customers_language, c.channel in MARKETPLACES
    shown = language_of(caller.actor.locale)
    book = room.pipeline.tools.instant.phrasebook
    found = book.search(ask.query, 40) if ask.query.strip() else book.phrases
    items = (
        Phrase(id=p.id, shown=p.ways[shown][0], sent=sent, slots=tuple(sorted(names_in(sent))))
        for p in found
        if shown in p.ways
        and p.by != "customer"
        and not (market and p.own)
        and (sent := p.ways.get(target, p.ways["en"])[0])
    )
    return acks.Phrased(items=tuple(islice(items, MOST)))
