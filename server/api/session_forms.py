"""What people may know and change of their own logins."""

from typing import Annotated

from msgspec import Meta

from server.api.admin_forms import Password
from server.api.forms import Form, Given


class SessionCard(Given, frozen=True):
    """One login: the browser's own word for itself, the network it came from, whether it asks now. Times are ms."""

    id: str
    browser: str
    address: str
    created_at: int
    seen_at: int
    expires_at: int
    here: bool


class SessionCards(Given, frozen=True):
    """All of one's own, the latest used first."""

    items: tuple[SessionCard, ...]


class Ended(Given, frozen=True):
    """How many logins ended."""

    ended: int
    ok: bool = True


class NewPassword(Form, frozen=True):
    """One's own password, old and new. All other logins end, and this one gets another cookie."""

    old: Annotated[str, Meta(min_length=1, max_length=1024)]
    new: Password
