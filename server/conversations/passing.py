"""What may be lost: typing, presence, who is here."""

import msgspec

from server.conversations.room import Caller, Room
from server.domain.people import Agent
from server.fanout import audiences
from server.fanout.views import colleague
from server.protocol import acks, events
from server.protocol.commands import Command, Presence, Typing
from server.store.turn import Change, Needs, Turn


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


async def set_presence(room: Room, caller: Caller, ask: Presence) -> acks.Done:
    """Say whether the router may give one work. Being connected is another matter."""
    actor = caller.actor

    def decide(turn: Turn) -> Agent:
        me = turn.agent(actor.workspace_id, actor.id)
        idle = turn.now if me.availability != ask.availability else me.idle_since
        me = msgspec.structs.replace(me, availability=ask.availability, away_reason=ask.reason, idle_since=idle)
        turn.save_agent(me)
        return me

    await room.writer.commit(Change(Needs(agents=(actor.id,)), decide))
    return acks.Done()


async def list_people(room: Room, caller: Caller, _ask: Command) -> acks.People:
    """The people of the desk, as they are now."""
    workspace_id = caller.actor.workspace_id
    people = await room.desk.agents(workspace_id)
    return acks.People(
        items=tuple(colleague(agent, connected=room.connected(workspace_id, agent.id)) for agent in people)
    )
