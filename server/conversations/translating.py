"""From cheap to dear: what this process remembers, what the workspace remembers, what an engine says."""

from msgspec.structs import replace

from server.conversations.room import Room, system
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.reading import Reading
from server.domain.timeline import Posted
from server.telemetry import metrics
from server.translation.glossary import missing, used
from server.translation.protect import emptied, mask
from server.translation.request import Request, Said

CONTEXT = 4
"""Turns before a message that an engine may see."""
LONG_TURN = 600


async def translated(
    room: Room, c: Conversation, request: Request, seconds: float, *, before: int | None = None
) -> Reading | None:
    """The text for its reader, or None when nobody can say it in time; `before` is the number of the message it stands in.

    What is about to be sent, once an engine has said it, enters the workspace's memory. Only the desk's own sentences are
    kept: a customer's words belong to the customer.
    """
    request = await _worded(room, c, request)
    reading, source = await _remembered(room, c.workspace_id, request), "known"
    if reading is None:
        asked = replace(request, context=await _context(room, c, before))
        reading, source = await room.engines(c.workspace_id, asked, seconds), "engine"
        if reading and request.operation == "send":
            await learn(room, c.workspace_id, request, reading)
    metrics.TRANSLATIONS.labels(source if reading else "none").inc()
    return reading


async def learn(room: Room, workspace_id: str, request: Request, reading: Reading) -> None:
    """The workspace remembers it from now on; when the store is away, this process alone does."""
    learned = room.pipeline.tools.instant.learn(workspace_id, request.text, request.source, reading)
    if learned is None:
        return
    try:
        await room.memory.put(workspace_id, *learned)
    except Refusal:
        return


async def _worded(room: Room, c: Conversation, request: Request) -> Request:
    """With the desk's own words for this shop and market, and the way customers are addressed there."""
    pair = (request.source, request.target)
    try:
        terms = await room.terms.of(c.workspace_id, (c.shop_id, c.market), pair)
        policy = (await room.known.workspace(c.workspace_id)).policy
    except Refusal:
        return request
    formality = policy.voice(request.target, c.market, c.shop_id) if request.operation != "read" else ""
    return replace(request, glossary=used(request.text, terms), formality=formality)


async def _remembered(room: Room, workspace_id: str, request: Request) -> Reading | None:
    """What is known, unless an engine said it before the glossary asked for other words."""
    instant = room.pipeline.tools.instant
    text, pair = request.text, (request.source, request.target)
    known = instant.recall(text, *pair, workspace_id=workspace_id)
    try:
        known = known or await instant.fetch(room.memory, workspace_id, text, pair)
    except Refusal:
        return None
    if known:
        known = instant.voiced(known, text, request.source, request.formality)
    if known and not known.editor and known.engine == "memory" and missing(known.text, request.glossary):
        return None
    return known


async def _context(room: Room, c: Conversation, before: int | None) -> tuple[Said, ...]:
    """The last turns of both sides, without the numbers and names in them: an engine needs no more to understand."""
    try:
        log = await room.reads.before(system(c.workspace_id), c.id, before, CONTEXT * 2)
    except Refusal:
        return ()
    said = [entry for entry in log.entries if isinstance(entry.body, Posted) and entry.body.text]
    return tuple(
        Said(
            "customer" if entry.author.kind == "customer" else "shop",
            emptied(mask(entry.body.text[:LONG_TURN], numbers=True).text),
        )
        for entry in said[-CONTEXT:]
        if isinstance(entry.body, Posted)
    )
