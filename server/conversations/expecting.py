"""What a waiting customer may expect, told as long as they look: the place in line, the wait, an answer by e-mail instead."""

from collections.abc import Collection

from msgspec import UNSET

from server.conversations.room import Room
from server.domain.conversation import Conversation
from server.fanout.views import Prospect
from server.routing.queue import Place


async def prospect(room: Room, c: Conversation) -> Prospect:
    """What the customer of one conversation may expect now."""
    if c.status not in ("waiting", "offered"):
        return Prospect()
    places = await room.places(c.workspace_id, (c.id,))
    return await _prospect(room, c, places.get(c.id))


async def expectations(room: Room, followed: Collection[str]) -> None:
    """Tell those who wait and look on this node what has changed; called every few seconds."""
    waiting: dict[str, list[Conversation]] = {}
    for c in await _known(room, followed):
        if c.status == "waiting":
            waiting.setdefault(c.workspace_id, []).append(c)
    found: list[tuple[Conversation, Prospect]] = []
    for workspace_id, some in waiting.items():
        places = await room.places(workspace_id, [c.id for c in some])
        found += [(c, await _prospect(room, c, places.get(c.id))) for c in some]
    room.publisher.expect(found)


async def _prospect(room: Room, c: Conversation, place: Place | None) -> Prospect:
    wait = None if place is None else place.wait_ms
    return Prospect(
        place=UNSET if place is None else place.number,
        wait_ms=UNSET if wait is None else wait,
        mail="offered" if room.mails and await _long(room, c, wait) else UNSET,
    )


async def _long(room: Room, c: Conversation, wait_ms: int | None) -> bool:
    """Whether a letter is the kinder way: nobody is there, or it takes or took too long."""
    limit = 1000 * (await room.known.workspace(c.workspace_id)).policy.routing.long_wait_seconds
    return max(wait_ms or 0, room.clock.now() - c.waiting_since) >= limit or not room.staffed(c.workspace_id)


async def _known(room: Room, ids: Collection[str]) -> list[Conversation]:
    found = [(id, room.known.peek(id)) for id in ids]
    strange = [id for id, c in found if c is None]
    return [c for _, c in found if c is not None] + (await room.reads.some(strange) if strange else [])
