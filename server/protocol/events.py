"""What the server tells unasked. Durable events are numbered entries; all others may be lost and are healed by state."""

from typing import Literal

from msgspec import UNSET, UnsetType

from server.protocol.views import Colleague, CustomerConversation, Summary, View


class Hello(View, frozen=True):
    """First event after a connect: which log this is, the server's clock and the caller's limits."""

    epoch: str
    server_time: int
    version: int
    me: str
    max_text: int
    token: str | UnsetType = UNSET


class Bye(View, frozen=True):
    """The server closes this connection. Come back after a random part of `retry_after_ms`; never, when it is absent."""

    code: Literal["restart", "slow", "revoked", "idle", "replaced", "version"]
    retry_after_ms: int | UnsetType = UNSET


class Positions(View, frozen=True):
    """The newest number of each followed conversation; who is behind resumes."""

    positions: dict[str, int]


class TypingChanged(View, frozen=True):
    """Somebody started or stopped typing."""

    conversation_id: str
    who: Literal["customer", "agent"]
    name: str
    typing: bool


class ViewingChanged(View, frozen=True):
    """A colleague has the conversation before them, or has not any more. Forgotten after 40 seconds of silence."""

    conversation_id: str
    agent_id: str
    name: str
    viewing: bool


class Mentioned(View, frozen=True):
    """A colleague's note calls the reader. Lost, it is still in the list: `filter.mentioned`."""

    conversation_id: str
    seq: int
    by: str
    text: str


class CustomerConversationChanged(View, frozen=True):
    """The conversation's state, for its customer; newer `updated_at` wins."""

    conversation: CustomerConversation


class ConversationChanged(View, frozen=True):
    """A line of the desk's list changed; newer `updated_at` wins, then higher `last_seq`."""

    conversation: Summary


class ColleagueChanged(View, frozen=True):
    """A colleague's availability or load changed."""

    colleague: Colleague
