"""The three doors: a customer's token, an agent's session or ticket, a bridge's token."""

import hashlib
import secrets
from collections.abc import Mapping

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.people import Actor, Agent
from server.domain.workspace import Shop
from server.identity.passwords import Passwords
from server.identity.tokens import Claims, Signer
from server.identity.webhook_signatures import Secrets, verify
from server.store.desk import Desk, Holder, Session

DAY = 86_400_000
TICKET = 60_000


class CustomerClaims(Claims, frozen=True, kw_only=True):
    """A shopper of one shop."""

    customer_id: str
    workspace_id: str
    shop_id: str
    locale: str = ""


class TicketClaims(Claims, frozen=True, kw_only=True):
    """One socket connect of one signed-in agent; `nonce` makes each ticket another."""

    session_id: str
    nonce: str = ""


class Doors:
    """From a proof to an actor. Every failure is `unauthenticated`; nothing here lets anybody in by mistake."""

    def __init__(self, desk: Desk, passwords: Passwords, keys: tuple[bytes, ...], clock: Clock) -> None:
        self._desk = desk
        self._passwords = passwords
        self._clock = clock
        self._customers = Signer(keys, "customer", clock)
        self._tickets = Signer(keys, "ticket", clock)
        self._secrets = Secrets(keys)
        self._spent: dict[str, int] = {}

    def welcome(self, shop: Shop, token: str | None, locale: str) -> tuple[str, CustomerClaims]:
        """A customer's token: the same person when the old one is genuine and of this shop, else somebody new."""
        known = self._known(shop, token)
        claims = CustomerClaims(
            until=self._clock.now() + DAY,
            customer_id=known or new_id("cu"),
            workspace_id=shop.workspace_id,
            shop_id=shop.id,
            locale=locale[:35],
        )
        return self._customers.sign(claims), claims

    def _known(self, shop: Shop, token: str | None) -> str | None:
        if not token:
            return None
        claims = self._customers.read(token, CustomerClaims)
        return claims.customer_id if claims.shop_id == shop.id else None

    def customer(self, token: str) -> Actor:
        """Who holds this token."""
        claims = self._customers.read(token, CustomerClaims)
        return Actor(
            kind="customer",
            id=claims.customer_id,
            workspace_id=claims.workspace_id,
            locale=claims.locale,
            shop_id=claims.shop_id,
        )

    async def login(self, slug: str, email: str, password: str, browser: str) -> tuple[str, Session]:
        """A session token for the right password. The work is the same for an unknown address."""
        found = await self._desk.credentials(slug, email)
        if not await self._passwords.verify(found[1] if found else None, password) or found is None:
            raise Refusal("unauthenticated", "credentials")
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        now = self._clock.now()
        await self._desk.open_session(found[0], hashed(token), csrf, (now, now + 7 * DAY), browser)
        return token, Session(hashed(token), found[0], csrf, now + 7 * DAY)

    async def session(self, token: str) -> Session:
        """The session of this cookie."""
        session = await self._desk.session(hashed(token), self._clock.now()) if token else None
        if session is None:
            raise Refusal("unauthenticated", "session")
        return session

    async def logout(self, session: Session) -> None:
        """End it."""
        await self._desk.close_session(session.id)

    def ticket(self, session: Session) -> tuple[str, int]:
        """A word for one socket connect, so that no cookie speaks on a socket; and when it ends (ms)."""
        until = self._clock.now() + TICKET
        claims = TicketClaims(until=until, session_id=session.id, nonce=secrets.token_urlsafe(9))
        return self._tickets.sign(claims), until

    async def agent(self, ticket: str) -> Actor:
        """Who holds this ticket; the session must still live. A ticket opens one socket of this process."""
        claims = self._tickets.read(ticket, TicketClaims)
        self._spend(claims)
        session = await self._desk.session(claims.session_id, self._clock.now())
        if session is None:
            raise Refusal("unauthenticated", "session")
        return actor_of(session.agent, session.id)

    def _spend(self, claims: TicketClaims) -> None:
        now = self._clock.now()
        while self._spent and next(iter(self._spent.values())) <= now:
            del self._spent[next(iter(self._spent))]
        if claims.nonce in self._spent:
            raise Refusal("unauthenticated", "spent")
        self._spent[claims.nonce] = claims.until

    async def bridge(self, token: str) -> Actor:
        """Which bridge holds this token."""
        found = await self._desk.bridge_by_token(hashed(token), self._clock.now()) if token else None
        if found is None:
            raise Refusal("unauthenticated", "token")
        return bridge_of(found)

    async def signing_bridge(self, headers: Mapping[str, str], said: bytes) -> Actor:
        """Which bridge signed this (Standard Webhooks form); `webhook-key` names the token whose secret it used."""
        now = self._clock.now()
        found = await self._desk.bridge_by_key(headers.get("webhook-key", "")[:64], now)
        secrets = self._secrets.of("bridge", found.token_id) if found else ()
        verify(secrets, headers, said, now // 1000)
        if found is None:
            raise Refusal("unauthenticated", "webhook-key")
        return bridge_of(found)


def actor_of(agent: Agent, session_id: str = "") -> Actor:
    """The agent as the one who asks."""
    return Actor(
        kind="agent",
        id=agent.id,
        workspace_id=agent.workspace_id,
        name=agent.name,
        role=agent.role,
        locale=agent.locale,
        session_id=session_id,
    )


def bridge_of(found: Holder) -> Actor:
    """The bridge as the one who asks."""
    bridge = found.bridge
    return Actor(
        kind="bridge",
        id=bridge.id,
        workspace_id=bridge.workspace_id,
        name=bridge.name,
        shop_id=bridge.shop_id,
        channel=bridge.channel,
        session_id=found.token_id,
        scopes=found.scopes,
    )


def hashed(token: str) -> str:
    """How a random token is stored: SHA-256, so that a stolen table opens no door."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
