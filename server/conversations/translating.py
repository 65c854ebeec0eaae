"""From cheap to dear: what this process remembers, what the workspace remembers, what an engine says."""

from server.conversations.room import Room
from server.domain.errors import Refusal
from server.domain.reading import Reading
from server.telemetry import metrics
from server.translation.request import Request


async def translated(
    room: Room, workspace_id: str, request: Request, seconds: float, *, keep: bool = False
) -> Reading | None:
    """The text for its reader, or None when nobody can say it in time.

    With `keep` an engine's answer enters the workspace's memory. Only the desk's own sentences are kept: a customer's words
    belong to the customer.
    """
    reading, source = await _remembered(room, workspace_id, request), "known"
    if reading is None:
        reading, source = await room.engines(request, seconds), "engine"
        if reading and keep:
            await _learn(room, workspace_id, request, reading)
    metrics.TRANSLATIONS.labels(source if reading else "none").inc()
    return reading


async def _remembered(room: Room, workspace_id: str, request: Request) -> Reading | None:
    instant = room.pipeline.tools.instant
    text, pair = request.text, (request.source, request.target)
    known = instant.recall(text, *pair, workspace_id=workspace_id)
    try:
        return known or await instant.fetch(room.memory, workspace_id, text, pair)
    except Refusal:
        return None


async def _learn(room: Room, workspace_id: str, request: Request, reading: Reading) -> None:
    learned = room.pipeline.tools.instant.learn(workspace_id, request.text, request.source, reading)
    if learned is None:
        return
    try:
        await room.memory.put(workspace_id, *learned)
    except Refusal:
        return
