"""What may be lost: typing, presence, who is here."""

import asyncio
from collections.abc import Sequence

import msgspec

from server.conversations.availability import stand
from server.conversations.room import Caller, Room
from server.domain.hours import windows
from server.domain.people import Agent
from server.fanout import audiences
from server.fanout.views import colleague
from server.protocol import acks, events
from server.protocol.aid_commands import Viewing
from server.protocol.commands import Command, Presence, Typing
from server.protocol.views import Shift
from server.store.turn import Change, Needs, Turn

DAY_MS = 86_400_000


async def set_typing(room: Room, caller: Caller, ask: Typing) -> acks.Done:
    """Tell the other side, and (of an agent) the colleagues."""
    actor = caller.actor
    await room.known.conversation(actor, ask.conversation_id)
    changed = events.TypingChanged(
        conversation_id=ask.conversation_id,
        who="customer" if actor.kind == "customer" else "agent",
        name=actor.name,
        typing=ask.typing,
    )
    hall = audiences.followers(ask.conversation_id)
    room.publisher.passing(audiences.AGENT, hall, "typing.changed", changed)
    if actor.kind == "agent":
        room.publisher.passing(audiences.CUSTOMER, hall, "typing.changed", changed)
    return acks.Done()


async def set_viewing(room: Room, caller: Caller, ask: Viewing) -> acks.Done:
    """Tell the colleagues who have the conversation open that somebody else has it before them."""
    actor = caller.actor
    await room.known.conversation(actor, ask.conversation_id)
    changed = events.ViewingChanged(
        conversation_id=ask.conversation_id, agent_id=actor.id, name=actor.name, viewing=ask.viewing
    )
    room.publisher.passing(audiences.AGENT, audiences.followers(ask.conversation_id), "viewing.changed", changed)
    return acks.Done()


async def set_presence(room: Room, caller: Caller, ask: Presence) -> acks.Done:
    """Say whether the router may give one work. Being connected is another matter.

    To be online is to be ready: the rest after a conversation ends, and what was missed is forgotten.
    """
    actor = caller.actor

    def decide(turn: Turn) -> None:
        me = turn.agent(actor.workspace_id, actor.id)
        rests = 0 if ask.availability == "online" else me.rests_until
        me = msgspec.structs.replace(me, since=turn.now, misses=0, rests_until=rests)
        stand(turn, me, ask.availability, ask.reason)

    await room.writer.commit(Change(Needs(agents=(actor.id,)), decide))
    return acks.Done()


async def list_people(room: Room, caller: Caller, _ask: Command) -> acks.People:
    """The people of the desk, as they are now."""
    workspace_id = caller.actor.workspace_id
    people = await room.desk.agents(workspace_id)
    routing = await room.known.routing(workspace_id)
    return acks.People(
        items=tuple(colleague(agent, connected=room.connected(workspace_id, agent.id)) for agent in people),
        shifts=await asyncio.to_thread(_shifts, people, room.clock.now()),
        drain_seconds=routing.drain_seconds,
    )


def _shifts(people: Sequence[Agent], now: int) -> dict[str, tuple[Shift, ...]]:
    """In a thread, like all that may have to ask for holidays."""
    week = (now - DAY_MS, now + 7 * DAY_MS)
    return {
        agent.id: tuple(Shift(start=start, end=end) for start, end in windows(agent.hours, agent.time_zone, *week))
        for agent in people
        if not agent.hours.always
    }
