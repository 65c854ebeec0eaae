"""A ticket: work that outlives a conversation; and the laws of its change.

    open <--> pending (waits for the customer) <--> on_hold (waits for somebody else)
      \\_______________ any of them ______________/ --> solved --> closed
      ^------------------ reopened -------------------'---(who leads)

Every change raises `version` and is an entry of the ticket's own history; whoever changes says which version they saw.
"""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from server.domain.body import Body
from server.domain.errors import Refusal
from server.domain.people import Actor, ActorKind, Author

Kind = Literal["general", "legal", "safety", "data_request", "withdrawal", "security"]
Status = Literal["open", "pending", "on_hold", "solved", "closed"]
ACTIVE: tuple[Status, ...] = ("open", "pending", "on_hold")
"""Work is left to do."""

KINDS: dict[str, Kind] = {
    "legal_threat": "legal",
    "safety_incident": "safety",
    "data_subject_request": "data_request",
    "withdrawal_notice": "withdrawal",
    "prompt_injection": "security",
}
"""What a rule's category is called on the desk; any other is `general`."""
URGENT = 3
"""The priority of what a rule opened."""


class Ticket(Struct, frozen=True, kw_only=True):
    """`number` counts a workspace's tickets from 1, without gaps. `due` (ms; 0: none) is when the law or somebody wants it done,
    `status_at` since when its status is so, `erased_at` when its words went with its customer. `created_by`: who opened it; a
    rule is `system`. `channel` is that of its first conversation. Times are milliseconds since the epoch."""

    id: str
    workspace_id: str
    number: int
    shop_id: str
    customer_id: str
    channel: str = "web"
    kind: Kind = "general"
    subject: str = ""
    status: Status = "open"
    priority: int = 0
    due: int = 0
    assignee_id: str = ""
    assignee_name: str = ""
    team_id: str = ""
    labels: tuple[str, ...] = ()
    version: int = 1
    created_by: ActorKind = "agent"
    created_at: int = 0
    updated_at: int = 0
    status_at: int = 0
    erased_at: int = 0

    @property
    def active(self) -> bool:
        """Whether work is left."""
        return self.status in ACTIVE


class TicketOpened(Body, frozen=True, tag="opened"):
    """It began in a conversation; by a rule, with the message numbered `ref` there."""

    conversation_id: str
    ref: int = 0


class TicketMoved(Body, frozen=True, tag="moved"):
    """Its status changed. `cause`: `customer` when their word ended the waiting for them."""

    status: Status
    cause: str = ""


class TicketAssigned(Body, frozen=True, tag="assigned"):
    """It is an agent's or a team's now; nobody's, when neither is named."""

    agent_id: str = ""
    agent_name: str = ""
    team_id: str = ""
    team_name: str = ""


class TicketEdited(Body, frozen=True, tag="edited"):
    """What was changed of it; what is absent did not."""

    subject: str | UnsetType = UNSET
    about: Kind | UnsetType = UNSET
    priority: int | UnsetType = UNSET
    due: int | UnsetType = UNSET
    labels: tuple[str, ...] | UnsetType = UNSET


class TicketLinked(Body, frozen=True, tag="linked"):
    """One more conversation belongs to it, or the message numbered `ref` of one that does already."""

    conversation_id: str
    ref: int = 0


class TicketCommented(Body, frozen=True, tag="commented"):
    """A colleague's remark; no customer ever reads it."""

    text: str


AnyTicketBody = TicketOpened | TicketMoved | TicketAssigned | TicketEdited | TicketLinked | TicketCommented


class TicketEntry(Struct, frozen=True, kw_only=True):
    """One line of a ticket's history. `version`: what the ticket became by it."""

    version: int
    at: int
    author: Author
    body: AnyTicketBody


Noted = Literal["opened", "linked", "solved", "closed", "reopened"]


class TicketNoted(Body, frozen=True, tag="ticket.noted"):
    """What became of a ticket of this conversation, a line for agents alone."""

    ticket_id: str
    number: int
    about: Kind
    what: Noted
    due: int = 0


def may_see_ticket(actor: Actor, ticket: Ticket) -> bool:
    """Whether it exists as far as this person of the desk can tell."""
    mine = actor.kind in ("agent", "system") and actor.workspace_id == ticket.workspace_id
    return mine and (not actor.shop_ids or ticket.shop_id in actor.shop_ids)


def may_change(ticket: Ticket, actor: Actor, version: int | None) -> None:
    """Refuses `bad_state` when it changed since, `not_assignee` to whoever neither has it nor leads."""
    if version is not None and version != ticket.version:
        raise Refusal("bad_state", "version")
    if not actor.leads and ticket.assignee_id not in ("", actor.id):
        raise Refusal("not_assignee", "ticketId")


def live(ticket: Ticket) -> None:
    """Refuses `bad_state` what is over: it must be reopened first."""
    if not ticket.active:
        raise Refusal("bad_state", "status")


def moved(ticket: Ticket, status: Status, now: int, *, leads: bool) -> Ticket:
    """With another status. Refuses `bad_state` (`status`: from there one cannot go there; `closed`: only who leads reopens)."""
    if ticket.status == "closed" and not leads:
        raise Refusal("bad_state", "closed")
    onward = {"solved": ("open", "closed"), "closed": ("open",)}.get(ticket.status, ())
    if status == ticket.status or (onward and status not in onward):
        raise Refusal("bad_state", "status")
    return replace(ticket, status=status, status_at=now)


def noted(before: Status, after: Status) -> Noted | None:
    """What the conversation is told of a change of status, if anything."""
    if after in ("solved", "closed"):
        return after
    return "reopened" if before not in ACTIVE else None
