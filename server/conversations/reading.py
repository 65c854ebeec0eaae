"""Following a conversation, catching up, saying how far one has read, and the lists of both sides."""

import msgspec

from server.conversations.expecting import prospect
from server.conversations.room import Caller, Room
from server.domain.conversation import Conversation
from server.fanout.views import agent_entry, customer_conversation, customer_entry, summary
from server.protocol import acks
from server.protocol.commands import Leave, Read, Resume
from server.protocol.find_commands import ListConversations
from server.protocol.views import CustomerConversation
from server.store.lists import Asked
from server.store.turn import Change, Needs, Turn


async def resume(room: Room, caller: Caller, ask: Resume) -> acks.CustomerResumed | acks.AgentResumed:
    """What came after a position, in one's own series. Subscribes before it reads, so that nothing falls between."""
    actor = caller.actor
    await room.reads.conversation(actor, ask.conversation_id)
    if ask.follow:
        caller.follow(ask.conversation_id)
    epoch = (await room.known.workspace(actor.workspace_id)).epoch
    c = await room.reads.conversation(actor, ask.conversation_id)
    room.publisher.told.baseline(c)
    room.known.met(c)
    last = c.last_cseq if actor.kind == "customer" else c.last_seq
    reset = (bool(ask.epoch) and ask.epoch != epoch) or ask.after > last
    if ask.after < 0 or reset or ask.before is not None:
        log = await room.reads.before(actor, c.id, None if reset else ask.before, ask.limit)
    else:
        log = await room.reads.after(actor, c.id, ask.after, ask.limit)
    if actor.kind == "customer":
        return acks.CustomerResumed(
            epoch=epoch,
            entries=tuple(customer_entry(entry) for entry in log.entries),
            more=log.more,
            last=last,
            conversation=await seen_by_customer(room, c),
            reset=reset,
        )
    return acks.AgentResumed(
        epoch=epoch,
        entries=tuple(agent_entry(entry) for entry in log.entries),
        more=log.more,
        last=last,
        conversation=summary(c),
        reset=reset,
    )


async def seen_by_customer(room: Room, c: Conversation) -> CustomerConversation:
    """The conversation with the honest place in the queue, which only the router knows."""
    return customer_conversation(c, await prospect(room, c))


async def leave(_room: Room, caller: Caller, ask: Leave) -> acks.Done:
    """Stop following."""
    caller.unfollow(ask.conversation_id)
    return acks.Done()


async def list_own(room: Room, caller: Caller, ask: ListConversations) -> acks.CustomerListed:
    """A customer's own conversations, newest first."""
    actor = caller.actor
    own = await room.reads.of_customer(actor.workspace_id, actor.id, ask.limit)
    return acks.CustomerListed(items=tuple([await seen_by_customer(room, c) for c in own]))


async def list_desk(room: Room, caller: Caller, ask: ListConversations) -> acks.Listed:
    """A page of the desk's list, with how many each view holds."""
    asked = Asked(view=ask.view, cursor=ask.cursor, limit=ask.limit, filter=ask.filter)
    found, cursor = await room.lists.page(caller.actor, asked)
    counts = await room.lists.counts(caller.actor)
    return acks.Listed(items=tuple(summary(c) for c in found), counts=counts, cursor=cursor)


async def mark_read(room: Room, caller: Caller, ask: Read) -> acks.Done:
    """Move the read mark forward; it never moves back, and never beyond what there is."""
    actor = caller.actor
    number = ask.seq
    if actor.kind == "agent":
        await room.reads.conversation(actor, ask.conversation_id)
        number = await room.reads.customers_number(ask.conversation_id, ask.seq)
    field = "customers_read" if actor.kind == "customer" else "agents_read"

    def decide(turn: Turn) -> None:
        c = turn.conversation(actor, ask.conversation_id)
        mark = min(number, c.last_cseq)
        if mark > getattr(c, field):
            turn.save(msgspec.structs.replace(c, updated_at=max(turn.now, c.updated_at), **{field: mark}))

    await room.writer.commit(Change(Needs(conversations=(ask.conversation_id,)), decide))
    return acks.Done()
