"""Which verb answers which command at which door. `tests/gateway` holds it against the catalog: none missing, none extra."""

from collections.abc import Awaitable, Callable
from typing import Any

from server.conversations import (
    bridging,
    checking,
    claim,
    clocks,
    consenting,
    contact,
    correcting,
    describing,
    drafts,
    explaining,
    files,
    finding,
    identifying,
    linking,
    note,
    offer,
    opening,
    passing,
    post_message,
    presets,
    rate,
    reading,
    resting,
    review,
    transfer,
    triage,
)
from server.conversations.room import Caller, Room
from server.domain.people import Actor
from server.protocol.acks import Done
from server.protocol.catalog import Door
from server.tickets import (
    assign_ticket,
    comment_ticket,
    edit_ticket,
    link_conversation,
    move_ticket,
    open_ticket,
)
from server.tickets import reading as looking
from server.tickets.room import TicketRoom

Verb = Callable[[Room, Caller, Any], Awaitable[Done]]
TicketVerb = Callable[[TicketRoom, Actor, Any], Awaitable[Done]]

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
    ("customer", "link.mail"): linking.mail_link,
    ("customer", "conversation.rate"): rate.rate,
    ("customer", "customer.describe"): describing.describe,
    ("customer", "consent.record"): consenting.record_consent,
    ("customer", "file.attach"): files.attach,
    ("customer", "file.link"): files.link,
    ("agent", "conversation.resume"): reading.resume,
    ("agent", "conversation.leave"): reading.leave,
    ("agent", "conversation.list"): reading.list_desk,
    ("agent", "conversation.find"): finding.find,
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
    ("agent", "clock.start"): clocks.start_clock,
    ("agent", "clock.stop"): clocks.stop_clock,
    ("agent", "decision.explain"): explaining.explain,
    ("agent", "conversation.snooze"): resting.snooze,
    ("agent", "conversation.close"): resting.close,
    ("agent", "conversation.reopen"): resting.reopen,
    ("agent", "file.attach"): files.attach,
    ("agent", "file.link"): files.link,
    ("agent", "draft.check"): checking.check_draft,
    ("agent", "phrase.search"): checking.find_phrases,
    ("agent", "draft.save"): drafts.save_draft,
    ("agent", "draft.list"): drafts.list_drafts,
    ("agent", "viewing.set"): passing.set_viewing,
    ("agent", "mention.see"): presets.see_mentions,
    ("agent", "preset.list"): presets.list_presets,
    ("agent", "preset.save"): presets.save_preset,
    ("agent", "preset.drop"): presets.drop_preset,
    ("agent", "message.translate"): correcting.translate,
    ("agent", "message.identify"): identifying.identify,
    ("agent", "message.correct"): correcting.correct,
    ("agent", "message.review"): review.review,
    ("bridge", "message.deliver"): opening.deliver_message,
    ("bridge", "file.attach"): files.attach,
    ("bridge", "file.link"): files.link,
    ("bridge", "delivery.list"): bridging.list_deliveries,
    ("bridge", "delivery.report"): bridging.report_delivery,
    ("bridge", "erasure.list"): bridging.list_erasures,
    ("bridge", "erasure.report"): bridging.report_erasure,
}

TICKET_VERBS: dict[tuple[Door, str], TicketVerb] = {
    ("agent", "ticket.open"): open_ticket.open_ticket,
    ("agent", "ticket.assign"): assign_ticket.assign_ticket,
    ("agent", "ticket.move"): move_ticket.move_ticket,
    ("agent", "ticket.edit"): edit_ticket.edit_ticket,
    ("agent", "ticket.link"): link_conversation.link_conversation,
    ("agent", "ticket.comment"): comment_ticket.comment_ticket,
    ("agent", "ticket.read"): looking.read_ticket,
    ("agent", "ticket.list"): looking.list_tickets,
}
