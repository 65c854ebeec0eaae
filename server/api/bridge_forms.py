"""What those who lead a desk set about bridges, and what they see of them."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from server.api.admin_forms import Channel, Name
from server.api.forms import Form, Given
from server.domain.scopes import EVERY, Scope
from server.protocol.acks import Delivery
from server.protocol.commands import Seq

Scopes = Annotated[tuple[Scope, ...], Meta(min_length=1, max_length=3)]


class TokenCard(Given, frozen=True):
    """A named token: what it may do, and until when (ms; 0: nobody ended it). The word itself is shown nowhere."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: int
    ends_at: int


class BridgePage(Given, frozen=True):
    """A bridge: what waits for it, what was given up, and its tokens."""

    id: str
    name: str
    shop_id: str
    channel: Channel
    active: bool
    paused: bool
    waiting: int
    dead: int
    tokens: tuple[TokenCard, ...]


class BridgePages(Given, frozen=True):
    """All bridges, by name."""

    items: tuple[BridgePage, ...]


class ChangeBridge(Form, frozen=True):
    """What is to change. `paused`: nothing goes out, what comes in is taken; not `active`: the door is closed."""

    name: Name | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    paused: bool | UnsetType = UNSET


class AskToken(Form, frozen=True):
    """One more token: to hand over (`read`), to bring in and to give receipts (`write`), to send and fetch files (`files`)."""

    name: Name
    scopes: Scopes = EVERY


class NewToken(Given, frozen=True):
    """A token's words, shown this once: `token` is the bearer, `secret` signs requests that name `card.id` as `webhook-key`."""

    card: TokenCard
    token: str
    secret: str


class EndToken(Form, frozen=True):
    """When it ends, in hours from now: 0 at once, more for the overlap of a rotation. Its sockets close within seconds."""

    in_hours: Annotated[int, Meta(ge=0, le=168)] = 0


class Replay(Form, frozen=True):
    """Offer once more, after a number, what was given up or failed; with `everything`, also what was settled."""

    after: Seq
    everything: bool = False


class Replayed(Given, frozen=True):
    """How many wait again."""

    count: int


class DeadLetters(Given, frozen=True):
    """What was given up, in order."""

    items: tuple[Delivery, ...]


class AskDead(Form, frozen=True):
    """Which to list: after a number."""

    after: Seq = 0
    limit: Annotated[int, Meta(ge=1, le=200)] = 50
