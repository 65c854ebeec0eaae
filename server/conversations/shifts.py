"""Going home: whose shift is over gets nothing new, finishes what they have, and is then away."""

import asyncio
from collections.abc import Sequence

from server.conversations.availability import SHIFT_OVER, stand
from server.conversations.room import Room
from server.domain.hours import windows
from server.domain.people import Agent
from server.store.turn import Change, Needs, Turn

WEEK_MS = 7 * 86_400_000


async def end_shifts(room: Room) -> int:
    """Everybody whose shift is over; answers how many changed. Safe to run on several nodes at once.

    A shift ends once: who says after its end that they are there is there.
    """
    now = room.clock.now()
    done = 0
    for workspace in await room.desk.workspaces():
        people = await room.desk.agents(workspace.id)
        for agent in await asyncio.to_thread(_leaving, people, now):
            done += await _end(room, agent)
    return done


def over(agent: Agent, now: int) -> bool:
    """Whether a shift has ended since they last said how available they are, and none goes on."""
    if agent.hours.always or agent.availability != "online":
        return False
    since = min(now, max(agent.since, now - WEEK_MS))
    spans = windows(agent.hours, agent.time_zone, since, now + 1)
    return bool(spans) and spans[-1][1] <= now


def _finished(agent: Agent) -> bool:
    return agent.availability == "busy" and agent.away_reason == SHIFT_OVER and not agent.load


def _leaving(people: Sequence[Agent], now: int) -> list[Agent]:
    """In a thread: whoever asks for a country's holidays for the first time waits a moment."""
    return [agent for agent in people if _finished(agent) or over(agent, now)]


async def _end(room: Room, seen: Agent) -> bool:
    def decide(turn: Turn) -> bool:
        agent = turn.agent(seen.workspace_id, seen.id)
        if _finished(agent):
            stand(turn, agent, "away", SHIFT_OVER)
            return True
        same = (agent.availability, agent.since, agent.hours) == (seen.availability, seen.since, seen.hours)
        if same and agent.availability == "online":
            stand(turn, agent, "busy" if agent.load else "away", SHIFT_OVER)
            return True
        return False

    return await room.writer.commit(Change(Needs(agents=(seen.id,)), decide))
