"""What agents may ask about words: how a draft would fare, ready sentences, translations and better ones."""

from typing import Annotated

from msgspec import Meta

from server.protocol.commands import ClientId, Command, Id, Seq, Short, Tag, Text, Wording
from server.protocol.pieces import Pieces


class Check(Command, frozen=True):
    """Ask, while typing, what the rules would say and what the customer would read.

    `back`: also what that says in the author's own language. `reading` is judged instead of a translation.
    """

    conversation_id: Id
    text: Text
    language: Tag = ""
    back: bool = False
    reading: Wording | None = None
    pieces: Pieces = ()


class Translate(Command, frozen=True):
    """Have messages and notes translated into one's own language; what can be said arrives as `message.translated`.

    `language`: what they are in, where somebody has said so."""

    conversation_id: Id
    seqs: Annotated[tuple[Seq, ...], Meta(min_length=1, max_length=20)]
    language: Annotated[str, Meta(max_length=3, pattern="^([a-z]{2,3})?$")] = ""


class Identify(Command, frozen=True):
    """Say which language a customer's message is in. It is translated anew, and the customer is answered in that language."""

    conversation_id: Id
    client_id: ClientId
    seq: Seq
    language: Annotated[str, Meta(pattern="^[a-z]{2,3}$")]


class Correct(Command, frozen=True):
    """Better words for the translation of the entry numbered `seq`. The desk reads them at once where a customer was
    translated; the memory learns them when a reviewer agrees."""

    conversation_id: Id
    client_id: ClientId
    seq: Seq
    reading: Wording


class Phrases(Command, frozen=True):
    """Ready sentences whose meaning fits the query, with the wording in the customer's language."""

    conversation_id: Id
    query: Short = ""
