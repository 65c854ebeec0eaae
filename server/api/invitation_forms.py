"""Inviting people to a desk, and what they answer."""

from typing import Annotated

from msgspec import Meta

from server.api.admin_forms import Email, Locale, Name, Password, Role
from server.api.forms import Form, Given
from server.api.routing_forms import Ids


class AskInvitation(Form, frozen=True):
    """Whom to invite, and as what. `hours`: how long the link opens."""

    email: Email
    role: Role = "agent"
    locale: Locale = "en"
    team_ids: Ids = ()
    hours: Annotated[int, Meta(ge=1, le=336)] = 72


class InvitationCard(Given, frozen=True):
    """Somebody who was asked. Times are ms."""

    id: str
    email: str
    role: Role
    locale: str
    team_ids: tuple[str, ...]
    created_at: int
    expires_at: int


class Invited(Given, frozen=True):
    """The invitation. `token` is what the link carries: shown this once where no letter went out, else empty."""

    card: InvitationCard
    mailed: bool
    token: str


class InvitationCards(Given, frozen=True):
    """All that wait for an answer."""

    items: tuple[InvitationCard, ...]


class Accept(Form, frozen=True):
    """The word of the link, one's name, and the password one chooses. Whoever joins then logs in."""

    token: Annotated[str, Meta(min_length=32, max_length=128, pattern="^[A-Za-z0-9_-]+$")]
    name: Name
    password: Password


class Joined(Given, frozen=True):
    """What to log in with."""

    workspace: str
    email: str
