"""What the desk may ask of tickets."""

from typing import Annotated

from msgspec import Meta

from server.domain.ticket import Kind, Status
from server.protocol.commands import MAX_TEXT, PLAIN, ClientId, Command, Id, Millis, Short
from server.protocol.triage_commands import Label

Version = Annotated[int, Meta(ge=1, le=2**53, description="the version of the ticket that the caller saw")]
Priority = Annotated[int, Meta(ge=0, le=5)]
Labels = Annotated[tuple[Label, ...], Meta(max_length=20)]


class OpenTicket(Command, frozen=True):
    """Open a ticket about a conversation. Safe to repeat with the same client id."""

    conversation_id: Id
    client_id: ClientId
    subject: Short = ""
    kind: Kind = "general"
    priority: Priority = 0
    due: Millis = 0


class AssignTicket(Command, frozen=True):
    """Give a ticket to an agent or a team; to nobody, when neither is named."""

    ticket_id: Id
    client_id: ClientId
    version: Version
    agent_id: Id | None = None
    team_id: Id | None = None


class MoveTicket(Command, frozen=True):
    """Say how far a ticket is: `pending` waits for the customer, `on_hold` for somebody else."""

    ticket_id: Id
    client_id: ClientId
    version: Version
    status: Status


class EditTicket(Command, frozen=True):
    """Change what a ticket says; what is absent stays. `due` 0 takes it away, `labels` replace those it has."""

    ticket_id: Id
    client_id: ClientId
    version: Version
    subject: Short | None = None
    kind: Kind | None = None
    priority: Priority | None = None
    due: Millis | None = None
    labels: Labels | None = None


class LinkConversation(Command, frozen=True):
    """Add one more conversation of the same customer and shop to a ticket."""

    ticket_id: Id
    client_id: ClientId
    conversation_id: Id


class CommentTicket(Command, frozen=True):
    """Leave a remark for the desk."""

    ticket_id: Id
    client_id: ClientId
    text: Annotated[str, Meta(min_length=1, max_length=MAX_TEXT)]


class ReadTicket(Command, frozen=True):
    """Ask for a ticket with its history and its conversations."""

    ticket_id: Id


class ListTickets(Command, frozen=True):
    """Ask for tickets: of these statuses and kinds; of `owner` `me`, `nobody` or an agent; of a team, a customer, a conversation;
    `overdue` ones; with `text` in the subject or the customer's name, or `#12`."""

    statuses: Annotated[tuple[Status, ...], Meta(max_length=5)] = ()
    kinds: Annotated[tuple[Kind, ...], Meta(max_length=10)] = ()
    owner: Annotated[str, Meta(max_length=40, pattern="^[a-z0-9_]*$")] = ""
    team_id: Id | None = None
    customer_id: Id | None = None
    conversation_id: Id | None = None
    overdue: bool = False
    text: Short = ""
    cursor: Annotated[str, Meta(max_length=80, pattern=PLAIN)] = ""
    limit: Annotated[int, Meta(ge=1, le=100)] = 50
