"""The one table: command -> its type, its answer, who may ask, what it costs. Rights, schemas, docs and tests derive from it."""

from typing import Literal, get_args

from msgspec import Struct

from server.domain.permissions import Permission
from server.domain.timeline import AnyBody
from server.protocol import (
    acks,
    aid_commands,
    bridge_acks,
    bridge_commands,
    commands,
    consent_commands,
    events,
    find_commands,
    link_commands,
    profile_commands,
    ticket_commands,
    ticket_views,
    triage_commands,
    wording_commands,
)
from server.protocol.views import AgentEntry, AnyPublicBody, CustomerEntry

Door = Literal["customer", "agent", "bridge"]
DOORS: tuple[Door, ...] = ("customer", "agent", "bridge")


class Row(Struct, frozen=True):
    """One command: `ask` is what comes in. `cost` is taken from the caller's bucket of 60, refilled at 6 a second.

    `needs`: what an agent's role must hold; without it the command reads, and whoever may see the thing may ask.
    """

    name: str
    ask: type[commands.Command]
    answers: dict[Door, type[acks.Done]]
    cost: float = 1.0
    needs: Permission | None = None


class Told(Struct, frozen=True):
    """One event the server sends. `durable` ones are numbered and survive everything."""

    name: str
    types: dict[Door, type[Struct]]
    durable: bool = False


COMMANDS: tuple[Row, ...] = (
    Row("conversation.open", commands.Open, {"customer": acks.Sent}, 5),
    Row(
        "conversation.resume",
        commands.Resume,
        {"customer": acks.CustomerResumed, "agent": acks.AgentResumed},
    ),
    Row(
        "conversation.leave",
        commands.Leave,
        {"customer": acks.Done, "agent": acks.Done},
        0.2,
    ),
    Row(
        "conversation.list",
        find_commands.ListConversations,
        {"customer": acks.CustomerListed, "agent": acks.Listed},
    ),
    Row("conversation.find", find_commands.Find, {"agent": acks.Found}, 2),
    Row("message.send", commands.Send, {"customer": acks.Sent, "agent": acks.Sent}, 1, "answer"),
    Row("note.post", commands.Note, {"agent": acks.Sent}, 1, "answer"),
    Row(
        "conversation.read",
        commands.Read,
        {"customer": acks.Done, "agent": acks.Done},
        0.2,
        "answer",
    ),
    Row("typing.set", commands.Typing, {"customer": acks.Done, "agent": acks.Done}, 0.2, "answer"),
    Row("presence.set", commands.Presence, {"agent": acks.Done}, 1, "answer"),
    Row("people.list", commands.Command, {"agent": acks.People}),
    Row("conversation.claim", commands.Claim, {"agent": acks.Changed}, 1, "answer"),
    Row("offer.accept", commands.AcceptOffer, {"agent": acks.Changed}, 1, "answer"),
    Row("offer.decline", commands.DeclineOffer, {"agent": acks.Changed}, 1, "answer"),
    Row("conversation.transfer", commands.Transfer, {"agent": acks.Changed}, 1, "answer"),
    Row("conversation.triage", triage_commands.Triage, {"agent": acks.Changed}, 1, "answer"),
    Row("clock.start", triage_commands.StartClock, {"agent": acks.Changed}, 1, "answer"),
    Row("clock.stop", triage_commands.StopClock, {"agent": acks.Changed}, 1, "answer"),
    Row("decision.explain", triage_commands.Explain, {"agent": acks.Explained}),
    Row("conversation.snooze", commands.Snooze, {"agent": acks.Changed}, 1, "answer"),
    Row(
        "conversation.close",
        commands.Close,
        {"customer": acks.Done, "agent": acks.Changed},
        1,
        "answer",
    ),
    Row("conversation.reopen", commands.Reopen, {"agent": acks.Changed}, 1, "answer"),
    Row("conversation.contact", commands.Contact, {"customer": acks.Done}, 5),
    Row("link.mail", link_commands.MailLink, {"customer": acks.Done}, 10),
    Row("conversation.rate", commands.Rate, {"customer": acks.Done}),
    Row("customer.describe", profile_commands.Describe, {"customer": acks.Done}, 2),
    Row("consent.record", consent_commands.RecordConsent, {"customer": acks.Done}, 2),
    Row(
        "file.attach",
        commands.Attach,
        {"customer": acks.Prepared, "agent": acks.Prepared, "bridge": acks.Prepared},
        3,
        "answer",
    ),
    Row("file.link", commands.Link, {"customer": acks.Linked, "agent": acks.Linked, "bridge": acks.Linked}, 0.5),
    Row("draft.check", wording_commands.Check, {"agent": acks.Checked}, 0.5),
    Row("phrase.search", wording_commands.Phrases, {"agent": acks.Phrased}, 0.5),
    Row("message.translate", wording_commands.Translate, {"agent": acks.Translating}, 1, "answer"),
    Row("message.identify", wording_commands.Identify, {"agent": acks.Done}, 1, "answer"),
    Row("message.correct", wording_commands.Correct, {"agent": acks.Done}, 1, "answer"),
    Row("draft.save", aid_commands.SaveDraft, {"agent": acks.Done}, 0.2, "answer"),
    Row("draft.list", commands.Command, {"agent": acks.Drafts}),
    Row("viewing.set", aid_commands.Viewing, {"agent": acks.Done}, 0.2, "answer"),
    Row("mention.see", aid_commands.SeeMentions, {"agent": acks.Done}, 0.2, "answer"),
    Row("preset.list", commands.Command, {"agent": acks.Presets}),
    Row("preset.save", aid_commands.SavePreset, {"agent": acks.Presets}, 1, "answer"),
    Row("preset.drop", aid_commands.DropPreset, {"agent": acks.Presets}, 1, "answer"),
    Row("message.review", commands.Review, {"agent": acks.Changed}, 1, "lead"),
    Row("ticket.open", ticket_commands.OpenTicket, {"agent": ticket_views.Ticketed}, 1, "answer"),
    Row("ticket.assign", ticket_commands.AssignTicket, {"agent": ticket_views.Ticketed}, 1, "answer"),
    Row("ticket.move", ticket_commands.MoveTicket, {"agent": ticket_views.Ticketed}, 1, "answer"),
    Row("ticket.edit", ticket_commands.EditTicket, {"agent": ticket_views.Ticketed}, 1, "answer"),
    Row("ticket.link", ticket_commands.LinkConversation, {"agent": ticket_views.Ticketed}, 1, "answer"),
    Row("ticket.comment", ticket_commands.CommentTicket, {"agent": ticket_views.Ticketed}, 1, "answer"),
    Row("ticket.read", ticket_commands.ReadTicket, {"agent": ticket_views.TicketPage}),
    Row("ticket.list", ticket_commands.ListTickets, {"agent": ticket_views.TicketList}),
    Row("message.deliver", bridge_commands.Deliver, {"bridge": acks.Sent}, 0.2),
    Row("delivery.list", bridge_commands.Pending, {"bridge": acks.Deliveries}),
    Row("delivery.report", bridge_commands.Report, {"bridge": acks.Done}, 0.2),
    Row("erasure.list", bridge_commands.Forgettings, {"bridge": bridge_acks.ForgettingList}),
    Row("erasure.report", bridge_commands.Forgotten, {"bridge": acks.Done}, 0.2),
)

ENTRY_NAMES = tuple(str(body.__struct_config__.tag) for body in get_args(AnyBody))
"""What may stand in the agents' series."""

PUBLIC_NAMES = tuple(str(body.__struct_config__.tag) for body in get_args(AnyPublicBody))
"""What may stand in the customers' series."""


def _entry(name: str) -> Told:
    types: dict[Door, type[Struct]] = {"agent": AgentEntry}
    if name in PUBLIC_NAMES:
        types["customer"] = CustomerEntry
    return Told(name, types, durable=True)


EVENTS: tuple[Told, ...] = (
    *(_entry(name) for name in ENTRY_NAMES),
    Told(
        "server.hello",
        {"customer": events.Hello, "agent": events.Hello, "bridge": events.Hello},
    ),
    Told(
        "server.bye",
        {"customer": events.Bye, "agent": events.Bye, "bridge": events.Bye},
    ),
    Told("positions.announced", {"customer": events.Positions, "agent": events.Positions}),
    Told(
        "typing.changed",
        {"customer": events.TypingChanged, "agent": events.TypingChanged},
    ),
    Told(
        "conversation.changed",
        {
            "customer": events.CustomerConversationChanged,
            "agent": events.ConversationChanged,
        },
    ),
    Told("viewing.changed", {"agent": events.ViewingChanged}),
    Told("ticket.changed", {"agent": ticket_views.TicketChanged}),
    Told("colleague.mentioned", {"agent": events.Mentioned}),
    Told("colleague.changed", {"agent": events.ColleagueChanged}),
    Told("delivery.requested", {"bridge": acks.Delivery}),
    Told("erasure.requested", {"bridge": bridge_acks.Forgetting}),
)

BY_NAME: dict[str, Row] = {row.name: row for row in COMMANDS}
