"""The numbered log of a conversation: entries, each with a body that says what happened.

`seq` counts the agents' series, `cseq` the customers'. Both are without holes; an entry that customers never see, or do
not see yet, has no `cseq`.
"""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType, field

from server.domain.attachment import Attachment
from server.domain.body import Body
from server.domain.clocked import ClockStarted, ClockStopped
from server.domain.people import Author
from server.domain.pieces import StoredPiece
from server.domain.reading import Reading
from server.domain.ticket import TicketNoted
from server.domain.verdict import Finding

State = Literal["posted", "pending", "held", "returned"]


class Posted(Body, frozen=True, tag="message.posted"):
    """A message. `text` is the original after masks; `reading` is what the customer reads when that differs;
    `readings` are instant translations for agents. `state` moves posted | pending -> held -> posted | returned. `with_original`:
    the customer reads it below the translation. `approvals`: who let it pass, by id, while it waits for one more. `rich`: it
    came with markup, which is kept apart, and has `pictures` or not. `pieces` say what the lines of its last paragraph are."""

    text: str
    language: str
    confidence: float = 1.0
    state: State = "posted"
    reading: Reading | None = None
    readings: tuple[Reading, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    findings: tuple[Finding, ...] = ()
    flagged: bool = False
    label: str = ""
    with_original: bool = False
    approvals: tuple[str, ...] = ()
    rich: Literal["plain", "pictures"] | UnsetType = UNSET
    pieces: tuple[StoredPiece, ...] | UnsetType = UNSET

    @property
    def as_read(self) -> tuple[str, str]:
        """What the customer reads, and its language."""
        if self.reading is None:
            return self.text, self.language
        both = self.with_original and self.text != self.reading.text
        return f"{self.reading.text}\n\n{self.text}" if both else self.reading.text, self.reading.language


class Noted(Body, frozen=True, tag="note.posted"):
    """A private note; customers never see that it exists. `mentions`: the colleagues it calls, by id."""

    text: str
    language: str
    attachments: tuple[Attachment, ...] = ()
    mentions: tuple[str, ...] = ()


class Translated(Body, frozen=True, tag="message.translated"):
    """A translation of the message numbered `ref` arrived, for agents."""

    ref: int
    reading: Reading


class Identified(Body, frozen=True, tag="message.identified"):
    """Somebody of the desk says which language the message numbered `ref` is in; what was read out of it before is void."""

    ref: int
    language: str


class Released(Body, frozen=True, tag="message.released"):
    """The message numbered `ref` reached the customers' series as `cseq`, as `reading` when it was translated.

    `text` and its `language` are there when a reviewer changed it.
    """

    ref: int
    reading: Reading | None = None
    label: str = ""
    text: str | None = None
    language: str | UnsetType = UNSET
    cseq: int | UnsetType = UNSET


class Held(Body, frozen=True, tag="message.held"):
    """The message numbered `ref` waits for a reviewer, or after `approvals` (ids) for another; `text` when one changed it."""

    ref: int
    findings: tuple[Finding, ...] = ()
    reading: Reading | None = None
    approvals: tuple[str, ...] = ()
    text: str | None = None


class Returned(Body, frozen=True, tag="message.returned"):
    """The message numbered `ref` will not be sent; its author has it back."""

    ref: int
    reason: str


class Opened(Body, frozen=True, tag="conversation.opened"):
    """The customer's first word made the conversation."""

    page_url: str = ""
    page_title: str = ""


class Assigned(Body, frozen=True, tag="conversation.assigned"):
    """An agent is the owner now. `step` names the router's step, or `claim`, `transfer`, `accept`, `reopen`, `returned`.

    `reason` is the code of a sentence, `why` the values in it: language, level, waited_ms, idle_ms, free, passed.
    """

    agent_id: str
    agent_name: str
    fence: int
    step: str
    reason: str = ""
    why: dict[str, str | int] = field(default_factory=dict)


class Offered(Body, frozen=True, tag="conversation.offered"):
    """An agent is asked to take it until `expires_at` (ms)."""

    agent_id: str
    agent_name: str
    fence: int
    expires_at: int
    step: str
    reason: str = ""
    why: dict[str, str | int] = field(default_factory=dict)


class Requeued(Body, frozen=True, tag="conversation.requeued"):
    """It waits again, for this team, queue and language where they are named. `cause`: declined, missed, vanished,
    transferred, woken."""

    cause: str
    agent_id: str = ""
    team_id: str = ""
    queue: str = ""
    language: str = ""


class Triaged(Body, frozen=True, tag="conversation.triaged"):
    """Somebody said what it needs; what is absent did not change. Empty words mean: as the rules say."""

    priority: int | UnsetType = UNSET
    vip: bool | UnsetType = UNSET
    skills: tuple[str, ...] | UnsetType = UNSET
    deadline: int | UnsetType = UNSET
    queue: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    labels: tuple[str, ...] | UnsetType = UNSET
    attributes: dict[str, str] | UnsetType = UNSET


class Snoozed(Body, frozen=True, tag="conversation.snoozed"):
    """It rests until `until` (ms), or with 0 until the customer's next word. `cause`: `idle` when nobody asked for it."""

    until: int
    cause: str = ""


class Closed(Body, frozen=True, tag="conversation.closed"):
    """It ended."""


class Reopened(Body, frozen=True, tag="conversation.reopened"):
    """It asks for attention again."""

    cause: str


class Rated(Body, frozen=True, tag="conversation.rated"):
    """The customer's judgement: score 1 to 5."""

    score: int
    comment: str = ""


class Erased(Body, frozen=True, tag="conversation.erased"):
    """What was said up to the number `upto`, for customers up to `cupto`, is gone for good: only the numbers are left.
    `cause`: `asked` for by the person, `retention` when its time was over."""

    upto: int
    cupto: int
    cause: str = "asked"


AnyBody = (
    Posted
    | Noted
    | Translated
    | Identified
    | Released
    | Held
    | Returned
    | Opened
    | Assigned
    | Offered
    | Requeued
    | Triaged
    | ClockStarted
    | ClockStopped
    | TicketNoted
    | Snoozed
    | Closed
    | Reopened
    | Rated
    | Erased
)

PUBLIC = (Opened, Assigned, Closed, Reopened, Rated, Erased)
"""Bodies customers see at once. A message enters their series when it is released; nothing else ever does."""


class Entry(Struct, frozen=True, kw_only=True):
    """One line of the log. `at` is milliseconds since the epoch, by the server."""

    workspace_id: str
    conversation_id: str
    seq: int
    cseq: int | None
    author: Author
    client_id: str
    at: int
    body: AnyBody

    @property
    def kind(self) -> str:
        """The event's name on the wire."""
        return str(self.body.__struct_config__.tag)
