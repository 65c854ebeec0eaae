"""What an agent's browser says of where it listens, and what it is told of that."""

from typing import Annotated

from msgspec import Meta

from server.api.forms import Form, Given

Endpoint = Annotated[str, Meta(min_length=12, max_length=2000, pattern="^https://[!-~]+$")]
Point = Annotated[str, Meta(min_length=86, max_length=90, pattern="^[A-Za-z0-9_=-]+$")]
Secret = Annotated[str, Meta(min_length=22, max_length=24, pattern="^[A-Za-z0-9_=-]+$")]
Tongue = Annotated[str, Meta(min_length=2, max_length=8, pattern="^[A-Za-z-]+$")]


class AskPush(Form, frozen=True):
    """A browser's push subscription (W3C Push API: endpoint, p256dh, auth); `words`: customers' words may be in a notice."""

    endpoint: Endpoint
    p256dh: Point
    auth: Secret
    language: Tongue
    words: bool = False


class PushCard(Given, frozen=True):
    """The key a browser subscribes with (base64url), and whether this login is told by push, with or without words."""

    key: str
    on: bool
    words: bool


class AskWatch(Form, frozen=True):
    """Whether a console of this login is looked at. Said when that changes, and every 45 s while it is."""

    visible: bool
