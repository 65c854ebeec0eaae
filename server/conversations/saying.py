"""Somebody's words on their way in, and what comes into being with a first one."""

import hashlib

import msgspec
from msgspec import Struct

from server.domain.conversation import Conversation
from server.domain.people import Author, Customer
from server.domain.pieces import StoredPiece
from server.domain.reading import Reading
from server.store.turn import Key, Needs


class Opening(Struct, frozen=True, kw_only=True):
    """What comes into being with a first word: the person and the thread."""

    customer: Customer
    conversation: Conversation


class Saying(Struct, frozen=True, kw_only=True):
    """Somebody's words on their way in. `author` may differ from the actor: a bridge speaks for a customer.

    `rich` is the cleaned markup that `text` was told by; `pieces` say what its last lines are.
    """

    conversation_id: str
    client_id: str
    author: Author
    text: str
    attachments: tuple[str, ...] = ()
    language: str = ""
    confirmed: bool = False
    fence: int | None = None
    reading: Reading | None = None
    with_original: bool = False
    opening: Opening | None = None
    rich: str = ""
    pieces: tuple[StoredPiece, ...] = ()

    @property
    def digest(self) -> str:
        """What a repeat must equal, whatever the rules made of it."""
        return digest_of(self.text, self.attachments)

    @property
    def needs(self) -> Needs:
        """What deciding it takes."""
        return Needs(
            conversations=(self.conversation_id,),
            agents=(self.author.id,) if self.author.kind == "agent" else (),
            customers=(self.opening.customer.id,) if self.opening else (),
            keys=(Key(self.conversation_id, self.author.key, self.client_id),),
            owners=self.author.kind == "customer",
        )


def digest_of(text: str, attachments: tuple[str, ...]) -> str:
    """A short stand-in for what was said, to tell a repeat from a conflict."""
    said = msgspec.json.encode((text.encode("utf-8", "replace"), attachments))
    return hashlib.blake2b(said, digest_size=16).hexdigest()
