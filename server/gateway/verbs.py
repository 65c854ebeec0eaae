"""Which verb answers which command at which door. `tests/gateway` holds it against the catalog: none missing, none extra."""

from collections.abc import Awaitable, Callable
from typing import Any

from server.conversations import (
    bridging,
    checking,
    claim,
    contact,
    explaining,
    files,
    note,
    offer,
    opening,
    passing,
    post_message,
    rate,
    reading,
    resting,
    review,
    transfer,
    triage,
)
from server.conversations.room import Caller, Room
from server.protocol.acks import Done
from server.protocol.catalog import Door

Verb = Callable[[Room, Caller, Any], Awaitable[Done]]

VERBS: dict[tuple[Door, str], Verb] = {
    ("customer", "conversation.open"): opening.open_conversation,
    ("customer", "conversation.resume"): reading.resume,
    ("customer", "conversation.leave"): reading.leave,
    ("customer", "conversation.list"): reading.list_own,
    ("customer", "message.send"): post_message.post_message,
    ("customer", "conversation.read"): reading.mark_read,
    ("customer", "typing.set"): passing.set_typing,
    ("customer", "conversation.close"): resting.close,
    ("customer", "conversation.contact"): contact.contact,
    ("customer", "conversation.rate"): rate.rate,
    ("customer", "file.attach"): files.attach,
    ("customer", "file.link"): files.link,
    ("agent", "conversation.resume"): reading.resume,
    ("agent", "conversation.leave"): reading.leave,
    ("agent", "conversation.list"): reading.list_desk,
    ("agent", "message.send"): post_message.post_message,
    ("agent", "note.post"): note.post_note,
    ("agent", "conversation.read"): reading.mark_read,
    ("agent", "typing.set"): passing.set_typing,
    ("agent", "presence.set"): passing.set_presence,
    ("agent", "people.list"): passing.list_people,
    ("agent", "conversation.claim"): claim.claim,
    ("agent", "offer.accept"): offer.accept_offer,
    ("agent", "offer.decline"): offer.decline_offer,
    ("agent", "conversation.transfer"): transfer.transfer,
    ("agent", "conversation.triage"): triage.triage,
    ("agent", "decision.explain"): explaining.explain,
    ("agent", "conversation.snooze"): resting.snooze,
    ("agent", "conversation.close"): resting.close,
    ("agent", "conversation.reopen"): resting.reopen,
    ("agent", "file.attach"): files.attach,
    ("agent", "file.link"): files.link,
    ("agent", "draft.check"): checking.check_draft,
    ("agent", "phrase.search"): checking.find_phrases,
    ("agent", "message.review"): review.review,
    ("bridge", "message.deliver"): opening.deliver_message,
    ("bridge", "file.attach"): files.attach,
    ("bridge", "file.link"): files.link,
    ("bridge", "delivery.list"): bridging.list_deliveries,
    ("bridge", "delivery.report"): bridging.report_delivery,
}
