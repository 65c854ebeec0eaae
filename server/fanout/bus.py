"""What the nodes tell each other: one frame a committed batch and conversation, or only that something is new."""

from collections.abc import Callable
from typing import Protocol

import msgspec
from msgspec import Struct

from server.domain.conversation import Conversation
from server.domain.people import Agent
from server.domain.timeline import Entry

LARGEST = 4096
"""Above this many bytes only the news travels and the other nodes read the database."""


class Bus(Protocol):
    """At-most-once publish and subscribe between nodes; publishing never waits."""

    def publish(self, topic: str, frame: bytes) -> None:
        """Tell the nodes that subscribe to this topic, if they are there."""
        ...

    def subscribe(self, topic: str) -> None:
        """Hear a topic from now on."""
        ...

    def unsubscribe(self, topic: str) -> None:
        """Hear it no longer."""
        ...

    @property
    def alone(self) -> bool:
        """Whether nobody else can be there, so that nothing need be encoded for them."""
        ...

    @property
    def healthy(self) -> bool:
        """Whether what is published is heard; when not, the relay looks more often."""
        ...


class OneNode:
    """The bus of a process that is alone: everybody it could tell is already here."""

    alone = True
    healthy = True

    def publish(self, topic: str, frame: bytes) -> None:
        """Nobody else is there."""

    def subscribe(self, topic: str) -> None:
        """Nothing comes from outside."""

    def unsubscribe(self, topic: str) -> None:
        """Nothing came from outside."""


class News(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What happened in one conversation. Without entries it only says: look."""

    conversation: Conversation
    appended: tuple[Entry, ...] = ()
    released: tuple[Entry, ...] = ()


class DeskNews(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What changed on a desk's lists, and passing things such as typing."""

    conversations: tuple[Conversation, ...] = ()
    agents: tuple[Agent, ...] = ()


class Passing(Struct, frozen=True, kw_only=True):
    """Something that may be lost: an encoded event for an audience of other nodes."""

    namespace: str
    audience: str
    event: str
    payload: msgspec.Raw


Frame = News | DeskNews | Passing
OnFrame = Callable[[str, bytes], None]


def encode(kind: str, value: Struct) -> bytes:
    """A frame with its version and kind, as JSON."""
    return msgspec.json.encode((1, kind, value))


DECODERS: dict[str, msgspec.json.Decoder[tuple[int, str, Frame]]] = {
    "news": msgspec.json.Decoder(tuple[int, str, News]),
    "desk": msgspec.json.Decoder(tuple[int, str, DeskNews]),
    "passing": msgspec.json.Decoder(tuple[int, str, Passing]),
}


def decode(frame: bytes) -> Frame | None:
    """The frame, or None for anything another version or a stranger may have put there."""
    try:
        version, kind = msgspec.json.decode(frame, type=tuple[int, str, msgspec.Raw])[:2]
        return DECODERS[kind].decode(frame)[2] if version == 1 and kind in DECODERS else None
    except (msgspec.MsgspecError, ValueError):
        return None
