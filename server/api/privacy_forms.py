"""What people may ask of us, as those who answer for the desk handle it."""

from typing import Annotated

from msgspec import Meta

from server.api.forms import Form, Given
from server.protocol.commands import PLAIN

Words = Annotated[str, Meta(min_length=2, max_length=254, pattern=PLAIN)]


class AskPersons(Form, frozen=True):
    """Whom to look for: an id, an e-mail address, an outside name, or how their name begins."""

    q: Words


class PersonCard(Given, frozen=True):
    """A customer, as far as is needed to tell one from another. `erased_at` (ms) is 0 unless they were forgotten."""

    id: str
    name: str
    email: str
    external_id: str
    channel: str
    market: str
    created_at: int
    erased_at: int


class PersonCards(Given, frozen=True):
    """Those who were found, the newest first, twenty at most."""

    items: tuple[PersonCard, ...]


class ConsentCard(Given, frozen=True):
    """A yes or a no to a purpose, to the text of a version, and where it was said."""

    id: str
    purpose: str
    given: bool
    version: str
    source: str
    at: int


class ConsentCards(Given, frozen=True):
    """What a person said yes and no to, the latest first: of each purpose the first line counts."""

    items: tuple[ConsentCard, ...]


class AskErasure(Form, frozen=True):
    """Forget this person, for good. `sure` is the customer's id once more."""

    sure: Annotated[str, Meta(max_length=64, pattern=PLAIN)]


class ErasureCard(Given, frozen=True):
    """An erasure that was done: the person is known by the hash `subject` alone. Times are milliseconds."""

    id: str
    subject: str
    at: int
    done_at: int


class ErasureCards(Given, frozen=True):
    """The latest first; keep them elsewhere too: a backup that is put back is held against them."""

    items: tuple[ErasureCard, ...]
