"""What callers may ask. Decoding is strict: an unknown field, a wrong type or a length out of bounds is refused by name."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.protocol.pieces import Pieces

PLAIN = r"^[^\x00]*$"
"""Databases hold no NUL; only a message's own text is cleaned of it, all else is refused."""
Id = Annotated[str, Meta(min_length=3, max_length=40, pattern="^[a-z]+_[0-9a-z]+$")]
ClientId = Annotated[
    str,
    Meta(
        min_length=8,
        max_length=128,
        pattern=PLAIN,
        description="128 random bits, made where the text is typed",
    ),
]
MAX_TEXT = 8000
Text = Annotated[str, Meta(max_length=MAX_TEXT, description="code points; 8000 at most")]
Short = Annotated[str, Meta(max_length=200, pattern=PLAIN)]
Url = Annotated[str, Meta(max_length=2000, pattern=PLAIN)]
Email = Annotated[str, Meta(max_length=254, pattern=PLAIN)]
Tag = Annotated[str, Meta(max_length=35, pattern=PLAIN, description="a language tag (BCP 47)")]
Market = Annotated[str, Meta(max_length=2, pattern="^[A-Za-z]*$", description="a country (ISO 3166-1 alpha-2)")]
Seq = Annotated[int, Meta(ge=0, le=2**53)]
Fence = Annotated[
    int,
    Meta(ge=0, le=2**53, description="the fence of the assignment the caller acts under"),
]
Millis = Annotated[int, Meta(ge=0, le=2**53, description="milliseconds since the Unix epoch")]


Slug = Annotated[str, Meta(max_length=40, pattern="^[a-z0-9_-]{1,40}$")]
Language = Annotated[str, Meta(max_length=8, pattern="^[a-zA-Z-]*$", description="a language the desk serves")]


class Command(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The form all commands share: camelCase on the wire, nothing unknown."""


class Content(Command, frozen=True):
    """What a message says: text, files, pieces, or several of them."""

    text: Text = ""
    attachments: Annotated[tuple[Id, ...], Meta(max_length=10)] = ()
    pieces: Pieces = ()


class Page(Command, frozen=True):
    """Where the customer is in the shop."""

    url: Url = ""
    title: Short = ""


class Open(Command, frozen=True):
    """Start a conversation with its first message; until then nothing is stored. Safe to repeat with the same client id."""

    client_id: ClientId
    body: Content
    locale: Tag = ""
    market: Market = ""
    name: Short = ""
    email: Email = ""
    topic: Annotated[str, Meta(max_length=80, pattern=PLAIN)] = ""
    page: Page = Page()


class Resume(Command, frozen=True):
    """Follow a conversation and get what came after `after` in one's own series; `epoch` tells which log that position is of.

    `after: -1` asks for the newest `limit` entries; `before` pages backwards.
    """

    conversation_id: Id
    after: Annotated[int, Meta(ge=-1, le=2**53)] = -1
    before: Seq | None = None
    limit: Annotated[int, Meta(ge=1, le=300)] = 100
    epoch: Annotated[str, Meta(max_length=64, pattern=PLAIN)] = ""
    follow: bool = True


class Leave(Command, frozen=True):
    """Stop following a conversation."""

    conversation_id: Id


class Wording(Command, frozen=True):
    """A translation in a person's own words."""

    language: Annotated[str, Meta(pattern="^[a-z]{2,3}$")]
    text: Annotated[str, Meta(min_length=1, max_length=MAX_TEXT)]


class Send(Command, frozen=True):
    """Say something to the other side. `confirmed` answers a warning; `language` overrides detection.

    Of agents: `reading` is what the customer is to read, as the agent corrected it; `with_original` sends both.
    """

    conversation_id: Id
    client_id: ClientId
    body: Content
    fence: Fence | None = None
    confirmed: bool = False
    language: Tag = ""
    reading: Wording | None = None
    with_original: bool = False


class Note(Command, frozen=True):
    """A private remark for the desk; `mentions` calls colleagues to it, by id."""

    conversation_id: Id
    client_id: ClientId
    body: Content
    mentions: Annotated[tuple[Id, ...], Meta(max_length=20)] = ()


class Read(Command, frozen=True):
    """Everything up to `seq` of one's own series has been seen."""

    conversation_id: Id
    seq: Seq


class Typing(Command, frozen=True):
    """Started or stopped typing. Forgotten after 6 seconds of silence."""

    conversation_id: Id
    typing: bool


class Presence(Command, frozen=True):
    """Whether the router may give this agent work."""

    availability: Literal["online", "busy", "away", "offline"]
    reason: Short = ""


class Claim(Command, frozen=True):
    """Take a waiting conversation by hand. A supervisor may take one that has an owner."""

    conversation_id: Id
    client_id: ClientId


class AcceptOffer(Command, frozen=True):
    """Take what the router offered."""

    conversation_id: Id
    fence: Fence


class DeclineOffer(Command, frozen=True):
    """Let the router ask somebody else; the customer keeps their place."""

    conversation_id: Id
    fence: Fence
    reason: Short = ""


class Transfer(Command, frozen=True):
    """Hand over: to an agent, a team, a queue by its name, whoever writes a language; or (none named) back to its place."""

    conversation_id: Id
    client_id: ClientId
    fence: Fence | None = None
    agent_id: Id | None = None
    team_id: Id | None = None
    queue: Slug | None = None
    language: Language | None = None
    note: Text = ""


class Snooze(Command, frozen=True):
    """Rest until a time; the customer's next word wakes it earlier."""

    conversation_id: Id
    client_id: ClientId
    until: Millis
    fence: Fence | None = None


class Close(Command, frozen=True):
    """End the conversation; the customer's next word opens it again."""

    conversation_id: Id
    client_id: ClientId
    fence: Fence | None = None


class Reopen(Command, frozen=True):
    """Take a closed or snoozed conversation up again; the agent who does becomes its owner."""

    conversation_id: Id
    client_id: ClientId


class Contact(Command, frozen=True):
    """Ask for the answer by e-mail rather than wait; asking again changes where it goes."""

    conversation_id: Id
    client_id: ClientId
    email: Email


class Rate(Command, frozen=True):
    """The customer's judgement, 1 (bad) to 5 (good)."""

    conversation_id: Id
    client_id: ClientId
    score: Annotated[int, Meta(ge=1, le=5)]
    comment: Annotated[str, Meta(max_length=2000)] = ""


class Attach(Command, frozen=True):
    """Announce a file; the answer holds the address it is to be PUT to. Then name its id in a message."""

    client_id: ClientId
    name: Annotated[str, Meta(min_length=1, max_length=255)]
    size: Annotated[int, Meta(ge=1, le=20 * 1024 * 1024, description="bytes")]
    conversation_id: Id | None = None


class Link(Command, frozen=True):
    """Ask for an address that serves a file for a short while."""

    file_id: Id


class Review(Command, frozen=True):
    """A reviewer's decision on a held message, which is the entry numbered `seq` of the agents' series."""

    conversation_id: Id
    client_id: ClientId
    seq: Seq
    decision: Literal["approve", "edit", "reject"]
    text: Text = ""
    reason: Short = ""
