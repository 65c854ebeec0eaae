"""Every answer: `ok: true` with what was done, or `ok: false` with an error that says retry or final."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from server.domain.attachment import Attachment
from server.domain.presets import AnyPreset
from server.domain.reading import Reading
from server.domain.verdict import Finding
from server.protocol.pieces import AnyPiece
from server.protocol.views import (
    AgentEntry,
    Candidate,
    Colleague,
    CustomerConversation,
    CustomerEntry,
    Match,
    Phrase,
    Shift,
    Summary,
    View,
)


class Problem(View, frozen=True):
    """Why not. `code` is in the docs' list; `retry` says whether the same request may succeed after `after_ms`."""

    code: str
    retry: bool
    detail: str = ""
    after_ms: int | UnsetType = UNSET
    findings: tuple[Finding, ...] | UnsetType = UNSET
    request_id: str | UnsetType = UNSET


class Ack(Struct, frozen=True, kw_only=True, rename="camel"):
    """The form all answers share."""


class Refused(Ack, frozen=True, kw_only=True):
    """No, with the reason."""

    error: Problem
    ok: Literal[False] = False


class Done(Ack, frozen=True):
    """Yes."""

    ok: Literal[True] = True


class Translating(Done, frozen=True, kw_only=True):
    """Asked for. `coming`: some engine has the pair; without one nothing will come but what is known already."""

    coming: bool


class Sent(Done, frozen=True, kw_only=True):
    """Stored durably as number `seq` of the caller's own series (0 while customers do not see it yet: an agent's message
    is numbered in the agents' series). `dup` says that this client id was stored before."""

    conversation_id: str
    seq: int
    at: int
    dup: bool = False
    state: Literal["posted", "pending", "held"] = "posted"
    text: str | UnsetType = UNSET


class Changed(Done, frozen=True, kw_only=True):
    """The conversation as it is now, for the desk."""

    conversation: Summary


class CustomerResumed(Done, frozen=True, kw_only=True):
    """The log after a position, complete up to `last` unless `more`. `reset` says: forget what you have, this is a new log."""

    epoch: str
    entries: tuple[CustomerEntry, ...]
    more: bool
    last: int
    conversation: CustomerConversation
    reset: bool = False


class AgentResumed(Done, frozen=True, kw_only=True):
    """The agents' log after a position, complete up to `last` unless `more`."""

    epoch: str
    entries: tuple[AgentEntry, ...]
    more: bool
    last: int
    conversation: Summary
    reset: bool = False


class CustomerListed(Done, frozen=True, kw_only=True):
    """The caller's own conversations, newest first."""

    items: tuple[CustomerConversation, ...]


class Listed(Done, frozen=True, kw_only=True):
    """A page of the desk's list; `counts` are of the whole views."""

    items: tuple[Summary, ...]
    counts: dict[str, int]
    cursor: str = ""


class Found(Done, frozen=True, kw_only=True):
    """What was found, a line for each conversation, the newest first. `more`: there may be more than was looked at."""

    items: tuple[Match, ...]
    more: bool


class Kept(View, frozen=True):
    """What somebody left unfinished in a conversation; `at` (ms)."""

    conversation_id: str
    text: str
    note: bool
    language: str
    attachments: tuple[Attachment, ...]
    pieces: tuple[AnyPiece, ...]
    at: int


class Drafts(Done, frozen=True, kw_only=True):
    """The caller's own drafts, the newest first."""

    items: tuple[Kept, ...]


class PresetCard(View, frozen=True):
    """A view or a macro by its name. `shared`: all of the desk have it."""

    id: str
    name: str
    body: AnyPreset
    shared: bool


class Presets(Done, frozen=True, kw_only=True):
    """The caller's own views and macros and the shared ones, by name."""

    items: tuple[PresetCard, ...]


class Similar(View, frozen=True):
    """A sentence of the memory that is close to what was typed (`score` of 100), and how it was put."""

    text: str
    wording: str
    language: str
    score: int


class Checked(Done, frozen=True, kw_only=True):
    """What would happen: the strictest action, where, and what the customer would read (absent when not known at once).

    `back` is what the preview says, translated back; `similar` what was sent before in nearly the same words, to be used by
    hand or not at all.
    """

    action: Literal["allow", "annotate", "mask", "warn", "require", "hold", "block", "escalate"]
    findings: tuple[Finding, ...]
    language: str
    preview: Reading | UnsetType = UNSET
    masked: str | UnsetType = UNSET
    back: Reading | UnsetType = UNSET
    similar: Similar | UnsetType = UNSET


class Prepared(Done, frozen=True, kw_only=True):
    """PUT the bytes to `url` before `expires_at` (ms)."""

    file_id: str
    url: str
    expires_at: int


class Linked(Done, frozen=True, kw_only=True):
    """GET `url` before `expires_at` (ms)."""

    url: str
    expires_at: int


class Phrased(Done, frozen=True, kw_only=True):
    """Ready sentences, best first."""

    items: tuple[Phrase, ...]


class People(Done, frozen=True, kw_only=True):
    """Who is of this desk. `shifts`: spans (ms) from yesterday to a week from now, of those who promised hours; in the last
    `drain_seconds` of one the router gives its people nothing new."""

    items: tuple[Colleague, ...]
    shifts: dict[str, tuple[Shift, ...]]
    drain_seconds: int


class Explained(Done, frozen=True, kw_only=True):
    """A decision as it was made: after which step, for which reason (a code and the values in it), and who was looked at.

    By hand (`claim`, `transfer`, `reopen`, `returned`) there were no candidates.
    """

    agent_id: str
    agent_name: str
    at: int
    step: str
    reason: str
    why: dict[str, str | int]
    waited_ms: int
    candidates: tuple[Candidate, ...]


class Delivery(View, frozen=True):
    """A message a bridge is to hand over. Give a receipt for `id`; until then it is offered again.

    `recipient` is the customer by the bridge's own name for them (`externalId`). `state`: `dead` was given up.
    """

    id: str
    number: int
    conversation_id: str
    thread: str
    customer_id: str
    text: str
    language: str
    attachments: tuple[str, ...] = ()
    recipient: str = ""
    state: str = "waiting"


class Deliveries(Done, frozen=True, kw_only=True):
    """What waits for a receipt."""

    items: tuple[Delivery, ...]
