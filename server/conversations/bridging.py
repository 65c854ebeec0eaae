"""The bridge's side of what leaves: what waits for it, and what became of it; and whom it is to forget."""

from server.conversations.room import Caller, Room
from server.protocol import acks, bridge_acks
from server.protocol.bridge_commands import Forgettings, Forgotten, Pending, Report
from server.store.bridge_erasures import Forgetting
from server.store.deliveries import Receipt, Waiting


async def list_deliveries(room: Room, caller: Caller, ask: Pending) -> acks.Deliveries:
    """What has no receipt yet, in order."""
    found = await room.deliveries.waiting(
        caller.actor.id, ask.after, ask.limit, "" if ask.state == "all" else ask.state
    )
    return acks.Deliveries(items=tuple(delivery_view(each) for each in found))


async def report_delivery(room: Room, caller: Caller, ask: Report) -> acks.Done:
    """Take a receipt; an older state after a newer one changes nothing."""
    receipt = Receipt(id=ask.delivery_id, state=ask.state, external_id=ask.external_id, reason=ask.reason)
    await room.deliveries.settle(caller.actor.id, receipt, room.clock.now())
    return acks.Done()


async def list_erasures(room: Room, caller: Caller, ask: Forgettings) -> bridge_acks.ForgettingList:
    """Whom this bridge has still to forget, in order."""
    state = "" if ask.state == "all" else ask.state
    found = await room.bridge_erasures.of(caller.actor.id, ask.after, ask.limit, state)
    return bridge_acks.ForgettingList(items=tuple(forgetting_view(each) for each in found))


async def report_erasure(room: Room, caller: Caller, ask: Forgotten) -> acks.Done:
    """The bridge's word that it has; said again it is the same."""
    await room.bridge_erasures.settle(caller.actor.id, ask.erasure_id, room.clock.now())
    return acks.Done()


def forgetting_view(each: Forgetting) -> bridge_acks.Forgetting:
    """An erasure as its bridge sees it."""
    return bridge_acks.Forgetting(
        id=each.id,
        number=each.number,
        customer_id=each.customer_id,
        recipient=each.external_id,
        at=each.created_at,
        state=each.state,
    )


def delivery_view(each: Waiting) -> acks.Delivery:
    """A delivery as its bridge sees it."""
    return acks.Delivery(
        id=each.id,
        number=each.number,
        conversation_id=each.conversation_id,
        thread=each.thread,
        customer_id=each.customer_id,
        text=each.text,
        language=each.language,
        attachments=each.attachments,
        recipient=each.recipient,
        state=each.state,
    )
