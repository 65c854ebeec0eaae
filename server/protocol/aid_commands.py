"""What helps agents at their work: drafts, who else looks, mentions, macros and saved views."""

from typing import Annotated

from msgspec import Meta

from server.domain.presets import AnyPreset
from server.protocol.commands import PLAIN, Command, Id, Language, Seq, Text
from server.protocol.pieces import Pieces


class SaveDraft(Command, frozen=True):
    """Keep what is unfinished in a conversation, for oneself; nothing in it takes it away."""

    conversation_id: Id
    text: Text = ""
    note: bool = False
    language: Language = ""
    attachments: Annotated[tuple[Id, ...], Meta(max_length=10)] = ()
    pieces: Pieces = ()


class Viewing(Command, frozen=True):
    """Have a conversation before one's eyes, or not any more; say it again every 20 seconds."""

    conversation_id: Id
    viewing: bool


class SeeMentions(Command, frozen=True):
    """The notes up to `seq` that call oneself have been read."""

    conversation_id: Id
    seq: Seq


class SavePreset(Command, frozen=True):
    """Keep a view or a macro under a name; with the id of one's own it is changed. `shared` ones are for all: leaders only."""

    name: Annotated[str, Meta(min_length=1, max_length=100, pattern=PLAIN)]
    body: AnyPreset
    id: Id | None = None
    shared: bool = False


class DropPreset(Command, frozen=True):
    """Throw a view or a macro away."""

    id: Id
