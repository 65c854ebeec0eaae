"""What each audience sees of a thing. Customers and agents have types of their own, so that nothing can leak by a flag."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from server.domain.attachment import Attachment
from server.domain.dues import Due
from server.domain.people import Author
from server.domain.timeline import AnyBody
from server.protocol.pieces import PublicPiece


class View(Struct, frozen=True, kw_only=True, rename="camel"):
    """The form all views share: camelCase, absent rather than null where nothing is known."""


class PublicAuthor(View, frozen=True):
    """Who wrote it, as customers may know: a kind and a display name; `mine` marks the reader's own words."""

    kind: Literal["customer", "agent", "bot", "system"]
    name: str = ""
    mine: bool = False


class PublicBody(Struct, frozen=True, kw_only=True, rename="camel", tag_field="kind"):
    """What happened, as customers see it."""


class PublicPosted(PublicBody, frozen=True, tag="message.posted"):
    """A message in the reader's language; `original` is there when it was translated by `engine`.

    With `pieces`, `prose` is the part of the text that is not theirs."""

    text: str
    language: str
    original: str | UnsetType = UNSET
    original_language: str | UnsetType = UNSET
    engine: str | UnsetType = UNSET
    label: str | UnsetType = UNSET
    attachments: tuple[Attachment, ...] = ()
    prose: str | UnsetType = UNSET
    pieces: tuple[PublicPiece, ...] | UnsetType = UNSET


class PublicOpened(PublicBody, frozen=True, tag="conversation.opened"):
    """The conversation began."""


class PublicAssigned(PublicBody, frozen=True, tag="conversation.assigned"):
    """Somebody of the desk is here now."""

    agent_name: str


class PublicClosed(PublicBody, frozen=True, tag="conversation.closed"):
    """The conversation ended; writing again opens it."""


class PublicReopened(PublicBody, frozen=True, tag="conversation.reopened"):
    """The conversation goes on."""


class PublicRated(PublicBody, frozen=True, tag="conversation.rated"):
    """The customer's own judgement, shown back."""

    score: int


class PublicErased(PublicBody, frozen=True, tag="conversation.erased"):
    """What was said up to the number `upto` is gone; whoever still has it drops it."""

    upto: int


AnyPublicBody = (
    PublicPosted | PublicOpened | PublicAssigned | PublicClosed | PublicReopened | PublicRated | PublicErased
)


class CustomerEntry(View, frozen=True):
    """One numbered line of the customers' series."""

    conversation_id: str
    seq: int
    at: int
    author: PublicAuthor
    body: AnyPublicBody
    client_id: str | UnsetType = UNSET


class AgentEntry(View, frozen=True):
    """One numbered line of the agents' series; `cseq` is its number for customers, where it has one."""

    conversation_id: str
    seq: int
    at: int
    author: Author
    client_id: str
    body: AnyBody
    cseq: int | UnsetType = UNSET


class CustomerConversation(View, frozen=True):
    """A conversation as its customer sees it.

    When waiting: `place` in the line, from 1, and `wait_ms` at the line's measured pace, where it has one. `mail`: an answer by
    e-mail can be asked for (`conversation.contact`), or was.
    """

    id: str
    status: Literal["waiting", "assigned", "closed"]
    last_seq: int
    agents_read: int
    customers_read: int
    created_at: int
    updated_at: int
    agent_name: str = ""
    last_text: str = ""
    place: int | UnsetType = UNSET
    wait_ms: int | UnsetType = UNSET
    mail: Literal["offered", "asked"] | UnsetType = UNSET


class Summary(View, frozen=True):
    """A conversation as a line of the desk's list."""

    id: str
    shop_id: str
    customer_id: str
    customer_name: str
    channel: str
    status: Literal["waiting", "offered", "assigned", "snoozed", "closed"]
    language: str
    market: str
    priority: int
    vip: bool
    queue: str
    skills: tuple[str, ...]
    wanted_language: str
    labels: tuple[str, ...]
    attributes: dict[str, str]
    deadline: int
    team_id: str
    assignee_id: str
    assignee_name: str
    fence: int
    offer_expires_at: int
    waiting_since: int
    snoozed_until: int
    last_seq: int
    last_cseq: int
    customers_read: int
    agents_read: int
    last_text: str
    last_from: str
    last_at: int
    awaiting_since: int
    dues: tuple[Due, ...]
    mail_to: str
    page_url: str
    page_title: str
    created_at: int
    updated_at: int


class Colleague(View, frozen=True):
    """A person of the desk as colleagues see them.

    `reason`: their own word for why they are not online, or the house's: `missed_offers`, `shift_over`, `vanished`.
    `since` (ms): when they last said how available they are; `rests_until` (ms): when the work after a conversation ends.
    """

    id: str
    name: str
    role: str
    availability: Literal["online", "busy", "away", "offline"]
    languages: tuple[str, ...]
    time_zone: str
    load: int
    capacity: int
    team_ids: tuple[str, ...] = ()
    connected: bool = False
    reason: str = ""
    since: int = 0
    rests_until: int = 0


class Shift(View, frozen=True):
    """A time of work, ms."""

    start: int
    end: int


class Candidate(View, frozen=True):
    """An agent the router looked at. `score` sums the `parts`.

    `why`: chosen, less, full, paused, after_work, off_shift, declined.
    """

    agent_id: str
    name: str
    score: int
    why: str
    parts: dict[str, int] = {}


class Match(View, frozen=True):
    """A conversation with what was found in it: `text` around the words, of the entry numbered `seq`, by `author`; or the
    customer's own card (`kind` customer, `seq` 0). `hits` counts the lines found in this conversation."""

    kind: Literal["message", "note", "customer"]
    conversation: Summary
    text: str
    author: str
    seq: int
    at: int
    hits: int


class Phrase(View, frozen=True):
    """A ready sentence: `shown` in the agent's language, `sent` in the customer's; `slots` are still to be filled."""

    id: str
    shown: str
    sent: str
    slots: tuple[str, ...] = ()
