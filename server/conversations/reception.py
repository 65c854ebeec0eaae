"""Who answers, as a shopper's page may know it before anything is said: who is there, how soon, or from when on."""

import asyncio
from collections.abc import Iterable

from msgspec import Struct

from server.conversations.room import Room
from server.domain.front import Front
from server.domain.hours import on_shift, windows
from server.domain.people import Agent
from server.domain.workspace import Shop

WEEK_MS = 7 * 86_400_000
FACES = 3


class Reception(Struct, frozen=True):
    """`names` are of some who are present. `reply_ms` is the median first answer of the last week, `back_at` when the
    next of those who are not here begins to work; both None where nobody knows."""

    online: bool
    names: tuple[str, ...] = ()
    reply_ms: int | None = None
    back_at: int | None = None


async def reception(room: Room, shop: Shop) -> Reception:
    """How a desk receives somebody at a shop now: outside of the hours the shop promises nobody is said to be there."""
    now = room.clock.now()
    people = await room.known.people(shop.workspace_id)
    open_, opens = (
        await asyncio.to_thread(_open, shop.front, now) if shop.front.hours.holidays else _open(shop.front, now)
    )
    here = [agent for agent in people if open_ and agent.availability == "online"]
    return Reception(
        online=bool(here),
        names=tuple(agent.name for agent in here[:FACES]),
        reply_ms=await room.known.usual_reply(shop.workspace_id),
        back_at=None if here else (await asyncio.to_thread(_next_start, people, now) if open_ else opens),
    )


def _open(front: Front, now: int) -> tuple[bool, int | None]:
    """Whether the shop's hours say open, and when it opens next."""
    times = windows(front.hours, front.time_zone, now, now + WEEK_MS)
    return on_shift(times, now), min((start for start, _ in times if start > now), default=None)


def _next_start(people: Iterable[Agent], now: int) -> int | None:
    """In a thread: whoever asks for a country's holidays for the first time waits a moment."""
    promised = [agent for agent in people if not agent.hours.always]
    starts = (start for agent in promised for start, _ in windows(agent.hours, agent.time_zone, now, now + WEEK_MS))
    return min((start for start in starts if start > now), default=None)
