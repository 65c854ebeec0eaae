"""What those who lead a desk may set about webhooks, and what they see of them."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from server.api.admin_forms import Name
from server.api.forms import Form, Given
from server.protocol.commands import Millis, Seq

Kind = Literal[
    "message.posted",
    "conversation.opened",
    "conversation.assigned",
    "conversation.closed",
    "conversation.reopened",
    "conversation.rated",
    "delivery.changed",
    "ticket.opened",
    "ticket.changed",
]
"""What customers see of a timeline, what becomes of what leaves by bridges, and tickets."""
Url = Annotated[str, Meta(min_length=8, max_length=2000, pattern="^https?://[!-~]+$")]
Kinds = Annotated[tuple[Kind, ...], Meta(min_length=1, max_length=20)]
State = Literal["waiting", "done", "dead"]


class AskWebhook(Form, frozen=True):
    """A new address to be told at, and what."""

    name: Name
    url: Url
    events: Kinds


class ChangeWebhook(Form, frozen=True):
    """What is to change; absent fields stay. `active: true` also begins again after a failure switched it off."""

    name: Name | UnsetType = UNSET
    url: Url | UnsetType = UNSET
    events: Kinds | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class WebhookCard(Given, frozen=True):
    """A webhook. `disabled` says why it was switched off: `failing` for days, or `gone` (the address answered 410).

    `former_until` (ms): so long the secret before a rotation signs too; `failing_since` (ms): 0 when all is well.
    """

    id: str
    name: str
    url: str
    events: tuple[str, ...]
    active: bool
    disabled: str
    failing_since: int
    former_until: int
    created_at: int


class WebhookCards(Given, frozen=True):
    """All of a desk; `retries` are the seconds after each failed try, to which chance adds up to a fifth."""

    items: tuple[WebhookCard, ...]
    retries: tuple[int, ...]


class NewSecret(Given, frozen=True):
    """A webhook with its secret, which is shown this once."""

    webhook: WebhookCard
    secret: str


class Rotate(Form, frozen=True):
    """A new secret; the one before signs too for so many hours."""

    overlap_hours: Annotated[int, Meta(ge=0, le=168)] = 24


class AskEvents(Form, frozen=True):
    """Which events to list: of one state, after a number."""

    state: State | UnsetType = UNSET
    after: Seq = 0
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class EventCard(Given, frozen=True):
    """One event for one webhook; its id is the `webhook-id`. `next_at` (ms) is when a waiting one is sent next."""

    id: str
    number: int
    webhook_id: str
    kind: str
    conversation_id: str
    state: State
    attempts: int
    next_at: int
    created_at: int


class EventCards(Given, frozen=True):
    """Events in order; ask again after the last number for more."""

    items: tuple[EventCard, ...]


class AttemptCard(Given, frozen=True):
    """One try: the status, or `why` there was none; milliseconds; the first of what was answered."""

    at: int
    status: int
    why: str
    ms: int
    answer: str


class EventPage(Given, frozen=True):
    """An event and its tries, the newest first."""

    event: EventCard
    attempts: tuple[AttemptCard, ...]


class Resend(Form, frozen=True):
    """Once more what was given up since a time, and with `delivered` also what arrived."""

    since: Millis
    delivered: bool = False


class Resent(Given, frozen=True):
    """How many are sent once more."""

    count: int


class Nothing(Form, frozen=True):
    """No words are needed."""
