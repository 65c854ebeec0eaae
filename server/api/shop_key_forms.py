"""What those who lead a desk set about the keys by which shops sign their shoppers."""

from typing import Annotated, Literal

from msgspec import Meta

from server.api.forms import Form, Given
from server.protocol.commands import PLAIN

Algorithm = Literal["HS256", "ES256", "EdDSA"]
Pem = Annotated[str, Meta(max_length=2000, pattern=PLAIN)]


class AskKey(Form, frozen=True):
    """A new key: a secret made here (HS256), or the public half (PEM) of one the shop made itself."""

    algorithm: Algorithm = "HS256"
    public_key: Pem = ""


class RotateKey(Form, frozen=True):
    """A key that follows this one, of its kind; the one before is good for so many hours more."""

    overlap_hours: Annotated[int, Meta(ge=0, le=168)] = 24
    public_key: Pem = ""


class KeyCard(Given, frozen=True):
    """A key; its id is what a token's header says as `kid`. `ends_at` (ms) is 0 while nobody ended it."""

    id: str
    shop_id: str
    algorithm: Algorithm
    created_at: int
    ends_at: int


class KeyCards(Given, frozen=True):
    """The keys of a shop that are good, the oldest first: two at most."""

    items: tuple[KeyCard, ...]


class NewKey(Given, frozen=True):
    """A key with its secret, which is shown this once; empty for a public key."""

    card: KeyCard
    secret: str
