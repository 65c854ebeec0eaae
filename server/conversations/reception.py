"""Who answers, as a shopper's page may know it before anything is said: who is there, how soon, or from when on."""

import asyncio
from collections.abc import Iterable

from msgspec import Struct

from server.conversations.room import Room
from server.domain.hours import windows
from server.domain.people import Agent

WEEK_MS = 7 * 86_400_000
FACES = 3


class Reception(Struct, frozen=True):
    """`names` are of some who are present. `reply_ms` is the median first answer of the last week, `back_at` when the
    next of those who are not here begins to work; both None where nobody knows."""

    online: bool
    names: tuple[str, ...] = ()
    reply_ms: int | None = None
    back_at: int | None = None


async def reception(room: Room, workspace_id: str) -> Reception:
    """How a desk receives somebody now."""
    people = [agent for agent in await room.desk.agents(workspace_id) if agent.active]
    here = [agent for agent in people if agent.availability == "online"]
    return Reception(
        online=bool(here),
        names=tuple(agent.name for agent in here[:FACES]),
        reply_ms=await room.known.usual_reply(workspace_id),
        back_at=None if here else await asyncio.to_thread(_next_start, people, room.clock.now()),
    )


def _next_start(people: Iterable[Agent], now: int) -> int | None:
    """In a thread: whoever asks for a country's holidays for the first time waits a moment."""
    promised = [agent for agent in people if not agent.hours.always]
    starts = (start for agent in promised for start, _ in windows(agent.hours, agent.time_zone, now, now + WEEK_MS))
    return min((start for start in starts if start > now), default=None)
