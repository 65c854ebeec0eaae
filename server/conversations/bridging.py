"""The bridge's side of what leaves: what waits for it, and what became of it."""

from server.conversations.room import Caller, Room
from server.protocol import acks
from server.protocol.bridge_commands import Pending, Report
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
