"""Asking for conversations: by a view of the list, by what somebody said, by who they are."""

from typing import Annotated, Literal

from msgspec import Meta

from server.domain.presets import Filter
from server.protocol.commands import PLAIN, Command


class ListConversations(Command, frozen=True):
    """A page of the list: newest activity first, the queue by waiting time. `cursor` comes from the page before.

    `filter` narrows any view; with one, `all` includes what is closed.
    """

    view: Literal["mine", "queue", "all", "closed", "held"] = "all"
    cursor: Annotated[str, Meta(max_length=100, pattern=PLAIN)] = ""
    limit: Annotated[int, Meta(ge=1, le=100)] = 50
    filter: Filter | None = None


class Find(Command, frozen=True):
    """Find by words what was said, noted, translated, or who somebody is. All pieces between spaces must be there; the last
    letters of a word may be missing. Scripts without spaces are found by any part, of one sign on."""

    query: Annotated[str, Meta(min_length=1, max_length=200, pattern=PLAIN)]
    limit: Annotated[int, Meta(ge=1, le=50)] = 20
