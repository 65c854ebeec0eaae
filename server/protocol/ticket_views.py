"""Tickets as the desk sees them; no customer sees any of it."""

from server.domain.people import ActorKind, Author
from server.domain.ticket import AnyTicketBody, Kind, Status
from server.protocol.acks import Done
from server.protocol.views import Summary, View


class TicketCard(View, frozen=True):
    """A ticket as a line of the list. `number` counts a workspace's tickets; who changes it says which `version` they saw.

    `due` (ms; 0: none); `status_at` (ms): since when its status is so; `created_by` `system`: by a rule.
    """

    id: str
    number: int
    shop_id: str
    customer_id: str
    channel: str
    kind: Kind
    subject: str
    status: Status
    priority: int
    due: int
    assignee_id: str
    assignee_name: str
    team_id: str
    labels: tuple[str, ...]
    version: int
    created_by: ActorKind
    created_at: int
    updated_at: int
    status_at: int
    erased_at: int
    customer_name: str = ""


class TicketLine(View, frozen=True):
    """One line of a ticket's history: what the ticket became with this `version`, by whom."""

    version: int
    at: int
    author: Author
    body: AnyTicketBody


class Ticketed(Done, frozen=True, kw_only=True):
    """The ticket as it is now."""

    ticket: TicketCard


class TicketPage(Done, frozen=True, kw_only=True):
    """A ticket with its history, and those of its conversations that the reader may see."""

    ticket: TicketCard
    history: tuple[TicketLine, ...]
    conversations: tuple[Summary, ...]


class TicketList(Done, frozen=True, kw_only=True):
    """A page of tickets, what must be done first before others; `counts` are of all that is to be done: `all`, `mine`, `nobody`,
    `overdue`."""

    items: tuple[TicketCard, ...]
    counts: dict[str, int]
    cursor: str = ""


class TicketChanged(View, frozen=True):
    """A ticket is new, or changed; a higher `version` wins."""

    ticket: TicketCard
