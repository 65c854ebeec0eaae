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
        return Prospect(mail="asked" if c.mail_to else UNSET)
    places = await room.places(c.workspace_id, (c.id,))
    return await _prospect(room, c, places.get(c.id))


async def _prospect(room: Room, c: Conversation, place: Place | None) -> Prospect:
    wait = None if place is None else place.wait_ms
    mail = "offered" if room.mails and await _long(room, c, wait) else UNSET
    return Prospect(
        place=UNSET if place is None else place.number,
        wait_ms=UNSET if wait is None else wait,
        mail="asked" if c.mail_to else mail,  # type: ignore[arg-type]
    )


async def _long(room: Room, c: Conversation, wait_ms: int | None) -> bool:
    """Whether a letter is the kinder way: nobody is there, or it takes or took too long."""
    limit = 1000 * (await room.known.workspace(c.workspace_id)).policy.routing.long_wait_seconds
    return max(wait_ms or 0, room.clock.now() - c.waiting_since) >= limit or not room.staffed(c.workspace_id)


class Expectations:
    """Tells this node's waiting customers when what they may expect has changed."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._told: dict[str, Prospect] = {}

    async def tell(self, followed: Collection[str]) -> None:
        """Look at the conversations somebody here follows; called every few seconds."""
        waiting: dict[str, list[Conversation]] = {}
        for c in await self._known(followed):
            if c.status == "waiting":
                waiting.setdefault(c.workspace_id, []).append(c)
        told: dict[str, Prospect] = {}
        for workspace_id, some in waiting.items():
            places = await self._room.places(workspace_id, [c.id for c in some])
            for c in some:
                told[c.id] = await _prospect(self._room, c, places.get(c.id))
                if told[c.id] != self._told.get(c.id):
                    self._room.publisher.expect(c, told[c.id])
        self._told = told

    async def _known(self, ids: Collection[str]) -> list[Conversation]:
        found = [(id, self._room.known.peek(id)) for id in ids]
        strange = [id for id, c in found if c is None]
        return [c for _, c in found if c is not None] + (await self._room.reads.some(strange) if strange else [])
