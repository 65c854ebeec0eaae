"""What is left of an entry whose words are gone: its number, its kind, its time; no word of anybody, no name of its customer."""

from msgspec import UNSET
from msgspec.structs import replace

from server.domain.people import Author
from server.domain.timeline import (
    AnyBody,
    Entry,
    Held,
    Noted,
    Opened,
    Posted,
    Rated,
    Released,
    Returned,
    Translated,
    Triaged,
)

LABEL = "erased"
"""The label of a message that was."""


def without_words(body: AnyBody) -> AnyBody:
    """The body as it stays. What waited to be sent, or for a reviewer, will not be sent."""
    match body:
        case Posted():
            return Posted(
                text="", language="und", state="posted" if body.state == "posted" else "returned", label=LABEL
            )
        case Noted():
            return Noted(text="", language="und")
        case Translated():
            return replace(body, reading=replace(body.reading, text="", engine=""))
        case Released():
            return Released(ref=body.ref, cseq=body.cseq, label=LABEL)
        case Held():
            return Held(ref=body.ref)
        case Returned():
            return Returned(ref=body.ref, reason=LABEL)
        case Opened():
            return Opened()
        case Triaged():
            return replace(body, attributes=UNSET)
        case Rated():
            return Rated(score=body.score)
        case _:  # what the desk did: whom it was given to, when it rested, when it ended
            return body


def tombstone(entry: Entry) -> Entry:
    """The entry as it stays. An agent's name does: it tells who worked, and is not the customer's to take."""
    author = entry.author if entry.author.kind != "customer" else Author("customer", entry.author.id)
    return replace(entry, author=author, body=without_words(entry.body))
