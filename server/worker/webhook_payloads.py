"""What a webhook says: an entry as customers see it, what became of a delivery, or a ticket; and of which conversation.

Made when it is sent and kept nowhere: what was erased in between is not told.
"""

from datetime import UTC, datetime

import msgspec
from msgspec import UNSET, Struct, UnsetType

from server.domain.errors import Refusal
from server.fanout.views import customer_entry
from server.protocol.ticket_views import TicketCard
from server.protocol.views import CustomerEntry, View
from server.store.reads import Reads
from server.store.ticket_lists import TicketLists
from server.store.webhook_events import WebhookEvent
from server.tickets.room import card


class Whose(View, frozen=True):
    """The conversation an event is of."""

    id: str
    shop_id: str
    channel: str
    thread: str
    customer_id: str
    market: str
    language: str


class Receipt(View, frozen=True):
    """What became of a message that left by a bridge: sent, delivered, read, or failed with a reason."""

    id: str
    state: str
    external_id: str = ""
    reason: str = ""


class Data(View, frozen=True):
    """`entry` is numbered in the customers' series, without holes; `delivery` stands for `delivery.changed`, `ticket`, as it is
    when this is sent, for `ticket.opened` and `ticket.changed`."""

    conversation: Whose
    entry: CustomerEntry | UnsetType = UNSET
    delivery: Receipt | UnsetType = UNSET
    ticket: TicketCard | UnsetType = UNSET


class Payload(Struct, frozen=True, kw_only=True):
    """The body, in the Standard Webhooks form. `timestamp` is when it happened (ISO 8601)."""

    type: str
    timestamp: str
    data: Data


async def payload_of(reads: Reads, event: WebhookEvent) -> bytes | None:
    """The body as it goes out; None when there is nothing left to tell."""
    found = await reads.some([event.conversation_id])
    if not found:
        return None
    c = found[0]
    whose = Whose(**{name: getattr(c, name) for name in Whose.__struct_fields__})
    if event.kind == "delivery.changed":
        receipt = msgspec.convert(event.about, Receipt)
        data, at = Data(conversation=whose, delivery=receipt), event.created_at
    elif event.kind.startswith("ticket."):
        named = await TicketLists(reads).some([event.about["id"]])
        data, at = Data(conversation=whose, ticket=card(named[0])), event.created_at
    else:
        try:
            entry = await reads.entry(event.conversation_id, event.seq)
        except Refusal as refusal:
            if refusal.retry:
                raise
            return None
        data, at = Data(conversation=whose, entry=customer_entry(entry)), entry.at
    when = datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")
    return msgspec.json.encode(Payload(type=event.kind, timestamp=when, data=data))
