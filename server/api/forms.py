"""What the HTTP edge takes and gives beside the commands."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from server.domain.language import Speaks
from server.domain.permissions import Permission
from server.domain.profile import Cart, Order, Seen, SignedOrder
from server.protocol.commands import PLAIN, Tag
from server.protocol.views import Summary


class Form(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """What comes in: strict."""


class Given(Struct, frozen=True, kw_only=True, rename="camel"):
    """What goes out."""


class AskSession(Form, frozen=True):
    """A shopper's page asks for a token. An old one keeps the person; `user` is the shop's signed word for who it is; `resume` is
    the word of a letter's link, which brings the conversation it was about into this browser."""

    shop: Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)]
    token: Annotated[str, Meta(max_length=8192)] | None = None
    user: Annotated[str, Meta(max_length=8192)] = ""
    resume: Annotated[str, Meta(max_length=8192)] = ""
    locale: Tag = ""


class EndSession(Form, frozen=True):
    """The shopper signs out: this token opens nothing any more and is not renewed."""

    token: Annotated[str, Meta(min_length=1, max_length=8192)]


class ShopView(Given, frozen=True):
    """A shop as its own page may know it; `hello` and `away` are its words for this reader, if it has any.
    `gives_links`: this one may have a link to the chat sent by e-mail."""

    key: str
    name: str
    accent: str
    locale: str
    theme: str
    side: str
    hello: str
    away: str
    topics: tuple[str, ...]
    ask_name: str
    ask_email: str
    gives_links: bool


class CustomerSession(Given, frozen=True):
    """A shopper's proof, and who answers: see `Reception`. `signed`: by the shop; `known`: and has talked with the desk.
    `conversation_id`: what a letter's link took up."""

    token: str
    expires_at: int
    customer_id: str
    signed: bool
    known: bool
    shop: ShopView
    online: bool
    names: tuple[str, ...] = ()
    reply_ms: int | None = None
    back_at: int | None = None
    conversation_id: str = ""


class Login(Form, frozen=True):
    """An agent at the door. Who has a second factor is refused `unauthenticated` / `code`, and asks again with one."""

    workspace: Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)]
    email: Annotated[str, Meta(min_length=3, max_length=254, pattern=PLAIN)]
    password: Annotated[str, Meta(min_length=1, max_length=1024)]
    code: Annotated[str, Meta(max_length=40, pattern="^[0-9A-Za-z -]*$")] = ""


class Me(Given, frozen=True):
    """The signed-in agent. `shop_ids`: the only shops whose conversations they see; all when empty."""

    id: str
    name: str
    email: str
    role: str
    permissions: tuple[Permission, ...]
    shop_ids: tuple[str, ...]
    locale: str
    languages: tuple[Speaks, ...]
    time_zone: str
    capacity: int
    availability: Literal["online", "busy", "away", "offline"]


class WorkspaceView(Given, frozen=True):
    """The tenant one works in."""

    id: str
    slug: str
    name: str


class SignedIn(Given, frozen=True):
    """Who one is; `csrf` goes into the X-CSRF header of every POST."""

    me: Me
    workspace: WorkspaceView
    csrf: str


class Left(Given, frozen=True):
    """One is logged out. `url`: where to log out of the provider, too, where that is wanted."""

    url: str | UnsetType = UNSET
    ok: bool = True


class Ticket(Given, frozen=True):
    """A word for one socket connect."""

    ticket: str
    expires_at: int


class TeamView(Given, frozen=True):
    """A team."""

    id: str
    name: str


class DeskShop(Given, frozen=True):
    """A shop as the desk knows it."""

    id: str
    name: str
    market: str
    channel: str


class DeskRole(Given, frozen=True):
    """A role the desk made itself."""

    id: str
    name: str


class Directory(Given, frozen=True):
    """What the desk is made of, beside its people. `queues` are the names of those that rules speak of."""

    roles: tuple[DeskRole, ...]
    teams: tuple[TeamView, ...]
    shops: tuple[DeskShop, ...]
    languages: tuple[str, ...]
    queues: tuple[str, ...]


class SignedView(Given, frozen=True):
    """What a shop signed of its shopper; `sub` is its own name for them."""

    sub: str
    name: str
    email: str
    orders: tuple[SignedOrder, ...]
    attributes: dict[str, str]


class CustomerCard(Given, frozen=True):
    """A customer as the desk knows them."""

    id: str
    name: str
    email: str
    locale: str
    market: str
    channel: str
    attributes: dict[str, str]
    created_at: int


class ProfileView(Given, frozen=True):
    """What is known beside their words: `signed` by the shop, all else told by a page and unproved. Times are ms, 0 for never."""

    signed: SignedView | None
    signed_at: int
    attributes: dict[str, str]
    cart: Cart | None
    order: Order | None
    seen: tuple[Seen, ...]
    told_at: int


class CustomerPage(Given, frozen=True):
    """A customer, what is known of them, and what they said before."""

    customer: CustomerCard
    profile: ProfileView
    conversations: tuple[Summary, ...]


class DemoLogin(Given, frozen=True):
    """A seeded login of the demo workspace."""

    workspace: str
    email: str
    password: str
    name: str
    note: str


class DemoLogins(Given, frozen=True):
    """All of them; only where the demo was asked for."""

    logins: tuple[DemoLogin, ...]


class StoredFile(Given, frozen=True):
    """A file whose bytes are stored."""

    id: str
    name: str
    mime: str
    size: int
