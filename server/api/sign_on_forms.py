"""Single sign-on: what the door says and hears, and what a desk sets about it."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from server.api.admin_forms import Name, Role
from server.api.forms import Form, Given, SignedIn
from server.protocol.commands import PLAIN

Slug = Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)]
Issuer = Annotated[
    str, Meta(min_length=8, max_length=500, pattern="^https?://[!-~]+$", description="as the provider writes it")
]
ClientId = Annotated[str, Meta(min_length=1, max_length=255, pattern="^[ -~]+$")]
ClientSecret = Annotated[str, Meta(max_length=500, pattern="^[ -~]*$", description="empty: the client has none")]
Domain = Annotated[str, Meta(min_length=3, max_length=253, pattern="^[a-z0-9-]+([.][a-z0-9-]+)+$")]
FromProvider = Annotated[str, Meta(max_length=4096, pattern="^[ -~]*$")]


class AskOffer(Form, frozen=True):
    """Whether a desk's door has another way in."""

    workspace: Slug


class Offer(Given, frozen=True):
    """By which name one signs in; empty where only passwords open. `only`: where they do not."""

    name: str
    only: bool


class BeginSignOn(Form, frozen=True):
    """Somebody wants to sign in with the desk's provider."""

    workspace: Slug


class Onward(Given, frozen=True):
    """Where the browser goes now."""

    url: str


class FinishSignOn(Form, frozen=True):
    """What the provider sent the browser back with, as it stands in the address."""

    state: Annotated[str, Meta(min_length=1, max_length=512, pattern="^[!-~]+$")]
    code: FromProvider = ""
    iss: FromProvider = ""
    error: FromProvider = ""


class Arrived(Given, frozen=True):
    """Whoever is let in; or nobody yet, and the person's own code (`code`) is wanted."""

    signed_in: SignedIn | None
    code: bool = False


class SignOnCode(Form, frozen=True):
    """The code that was wanted: of a phone, or of the drawer."""

    code: Annotated[str, Meta(min_length=1, max_length=40, pattern="^[0-9A-Za-z -]+$")]


class AskSignOn(Form, frozen=True):
    """A desk's provider, whole; an absent secret stays as it is. What each field means: docs/sso.md."""

    name: Name
    issuer: Issuer
    client_id: ClientId
    client_secret: ClientSecret | UnsetType = UNSET
    domains: Annotated[tuple[Domain, ...], Meta(max_length=50)] = ()
    newcomers: Literal["invited", "create"] = "invited"
    role: Role = "agent"
    factor: Literal["provider", "desk"] = "provider"
    opener: Annotated[str, Meta(max_length=64, pattern="^([a-z]+_[0-9a-z]+)?$", description="whose password opens")] = (
        ""
    )
    trusts_email: bool = False
    only: bool = False
    leaves: bool = False
    active: bool = True


class SignOnCard(Given, frozen=True):
    """A desk's provider. The secret is told to nobody; `secret` is whether there is one."""

    name: str
    issuer: str
    client_id: str
    secret: bool
    domains: tuple[str, ...]
    newcomers: Literal["invited", "create"]
    role: Role
    factor: Literal["provider", "desk"]
    opener: str
    trusts_email: bool
    only: bool
    leaves: bool
    active: bool


class SignOnPage(Given, frozen=True):
    """The provider, if there is one, and what must be registered there (empty while PUBLIC_URL is not set)."""

    provider: SignOnCard | None
    redirect_uri: str


class TrySignOn(Form, frozen=True):
    """A provider to be looked at before it is kept; an absent secret is the one that is kept."""

    issuer: Issuer
    client_id: ClientId
    client_secret: ClientSecret | UnsetType = UNSET


class Looked(Given, frozen=True):
    """What was found: all well, or the first thing that is not (`why`, as in `provider.timeout`); and what the provider can.

    `pkce`: it says it knows S256. `leaves`: one can log out there.
    """

    ok: bool
    why: str = ""
    pkce: bool = False
    leaves: bool = False
