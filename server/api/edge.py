"""What the HTTP routes work with."""

import hmac
from collections.abc import Awaitable, Callable

from msgspec import Struct
from starlette.requests import Request

from server.api.proxies import Proxies
from server.compliance.desks import Desks
from server.compliance.dry import DryRun, DryWish
from server.compliance.engine import Compliance
from server.conversations.erasing import Tools
from server.conversations.room import Caller, Room
from server.domain.errors import Refusal
from server.domain.people import Actor, Agent
from server.domain.workspace import Policy
from server.identity.doors import Doors, actor_of
from server.identity.sealing import Vault
from server.identity.shoppers import Shoppers
from server.identity.sign_on import SignOnDoor
from server.identity.webhook_signatures import Secrets
from server.protocol.catalog import Door
from server.routing.comparing import Comparison
from server.routing.replay import Wish
from server.store.admin import Admin
from server.store.audit import Audit, Deed
from server.store.blobs import Blobs
from server.store.bridges import Bridges
from server.store.corrections import Corrections
from server.store.deliveries import Deliveries
from server.store.desk_rules import DeskRules, PackRow
from server.store.endings import Ending
from server.store.engines import Engines
from server.store.erasures import Erasures
from server.store.factors import Factors
from server.store.intake import Intake
from server.store.invitations import Invitations
from server.store.memories import Memories
from server.store.persons import Persons
from server.store.pushes import Pushes
from server.store.roles import Roles
from server.store.rulings import Rulings
from server.store.sessions import Session
from server.store.shop_keys import ShopKeys
from server.store.sign_on import SignOns
from server.store.spool import Spool
from server.store.terms import Terms
from server.store.webhook_events import WebhookEvents
from server.store.webhooks import Webhooks
from server.translation.workshop import Workshop

COOKIE = "tw_session"
Answer = Callable[[Door, Caller, str, bytes], Awaitable[Struct]]


class WebhookDesk(Struct, frozen=True):
    """What webhooks are kept by; `retries` are the announced pauses in seconds."""

    webhooks: Webhooks
    events: WebhookEvents
    secrets: Secrets
    retries: tuple[int, ...]


class Throttles(Struct, frozen=True):
    """Patience, each spent by (who, how much) and refusing `rate_limited`: with passwords and codes tried from one place, with
    one account from anywhere, with one address at the login, and with strangers of one address who want to be customers."""

    guess: Callable[[str, float], None]
    account: Callable[[str, float], None]
    address: Callable[[str, float], None]
    newcomer: Callable[[str, float], None]


class PushDesk(Struct, frozen=True):
    """What browsers are told by; `looks` hears whether the consoles of a login are looked at."""

    pushes: Pushes
    vault: Vault
    looks: Callable[[str, bool], None]


class LanguageDesk(Struct, frozen=True):
    """What translations are looked at by."""

    workshop: Workshop
    engines: Engines
    terms: Terms
    corrections: Corrections
    memories: Memories


class Hand(Struct, frozen=True):
    """What changes a workspace, made for one deed: the transaction that does it notes it in the audit log."""

    admin: Admin
    bridges: Bridges
    deliveries: Deliveries
    webhooks: Webhooks
    events: WebhookEvents
    factors: Factors
    invitations: Invitations
    erasures: Erasures
    roles: Roles
    engines: Engines
    terms: Terms
    corrections: Corrections
    memories: Memories
    sign_ons: SignOns
    shop_keys: ShopKeys
    rules: DeskRules


class RuleDesk(Struct, frozen=True):
    """What rules are looked at and tried by: `tried` makes an engine with one more pack, `look` takes over what was changed
    on all nodes, `trouble` says of a desk's packs by name why one is not used,
    `dry` judges what was said since a time by rules that nobody has saved, `log` is what rules have said."""

    rules: DeskRules
    desks: Desks
    tried: Callable[[str, PackRow | None], Awaitable[Compliance | None]]
    look: Callable[[], Awaitable[None]]
    trouble: Callable[[str], dict[str, str]]
    dry: Callable[[DryWish], Awaitable[DryRun]]
    log: Rulings


class PrivacyDesk(Struct, frozen=True):
    """What answers a person who asks what is known of them, or that it be forgotten."""

    persons: Persons
    taking: Tools
    spool: Spool


class ShopperDesk(Struct, frozen=True):
    """What shops sign their shoppers with, and what follows. `ended` is told what ends: sockets close on every node."""

    shoppers: Shoppers
    keys: ShopKeys
    secrets: Secrets
    ended: Callable[[Ending], Awaitable[None]]


class Edge(Struct, frozen=True, kw_only=True):
    """`answer` is the one dispatcher of commands; `throttles` is the door's patience, `proxies` are those
    whose word about addresses is taken.

    `signed_out` is told that logins of a person ended, `agent_edited` whether all of them did; `replay` refuses `busy`
    while another one of the same desk runs; `secure` marks the cookie for HTTPS only.
    """

    room: Room
    doors: Doors
    blobs: Blobs
    intake: Intake
    answer: Answer
    throttles: Throttles
    proxies: Proxies
    health: Callable[[], Awaitable[dict[str, object]]]
    signed_out: Callable[[Agent], Awaitable[None]]
    agent_edited: Callable[[Agent, bool], Awaitable[None]]
    bridges_edited: Callable[[], Awaitable[None]]
    policy_edited: Callable[[str, Policy], None]
    replay: Callable[[Wish], Awaitable[Comparison]]
    hash: Callable[[str], Awaitable[str]]
    admin: Admin
    audit: Audit
    hand: Callable[[Deed], Hand]
    invitations: Invitations
    roles: Roles
    sign_on: SignOnDoor
    invite: Callable[[str, str, str], Awaitable[bool]]
    webhooks: WebhookDesk
    push: PushDesk
    languages: LanguageDesk
    privacy: PrivacyDesk
    shoppers: ShopperDesk
    rules: RuleDesk
    secure: bool = False
    metrics_token: str = ""


async def caller(edge: Edge, request: Request, door: Door) -> Actor:
    """Who asks, by the proof this door takes. Agents' changes need their CSRF word beside the cookie."""
    match door:
        case "customer":
            return await edge.doors.customer(bearer(request))
        case "bridge":
            return await edge.doors.bridge(bearer(request))
        case _:
            session = await signed_in(edge, request)
            return actor_of(session.agent, session.id, session.permissions)


async def signed_in(edge: Edge, request: Request, *, bare: bool = False) -> Session:
    """The session of the cookie. Refuses `unauthenticated`, and `forbidden` for a POST without its CSRF word.

    Where the desk wants a second factor, who has none may do nothing but get one: only `bare` routes take them.
    """
    session = await edge.doors.logins.session(request.cookies.get(COOKIE, ""))
    if request.method != "GET" and not _same(request.headers.get("x-csrf", ""), session.csrf):
        raise Refusal("forbidden", "x-csrf")
    if not bare and not session.factor and await wants_factor(edge, session):
        raise Refusal("forbidden", "secondFactor")
    return session


async def wants_factor(edge: Edge, session: Session) -> bool:
    """Whether the desk's policy wants a second factor of this person."""
    wish = (await edge.room.known.workspace(session.agent.workspace_id)).policy.second_factor
    return wish == "everybody" or (wish == "admins" and "roles" in session.permissions)


def address_of(request: Request) -> str:
    """Where the request comes from."""
    return request.client.host if request.client else ""


def bearer(request: Request) -> str:
    """The token of the Authorization header (RFC 6750)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refusal("unauthenticated", "authorization")
    return token.strip()


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(), right.encode())
