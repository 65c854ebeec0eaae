"""The three doors: a customer's token, an agent's session or ticket, a bridge's token."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.domain.ids import derived_id, new_id
from server.domain.people import Actor, Agent
from server.domain.permissions import BUILT_IN, Permission
from server.domain.profile import SignedPerson
from server.domain.workspace import Shop
from server.identity.logins import Logins
from server.identity.resuming import ResumeClaims
from server.identity.shoppers import Signed
from server.identity.tokens import Claims, Signer, hashed
from server.identity.webhook_signatures import Secrets, verify
from server.store.desk import Desk, Holder
from server.store.endings import Ending, Endings

__all__ = ["CustomerClaims", "Doors", "actor_of", "bridge_of", "customer_of", "hashed", "over"]
HOUR = 3_600_000
RENEWABLE = 180 * 24 * HOUR
"""How long after its end a shopper's token, which opens nothing any more, still tells who comes back."""
SIGNED = 7 * 24 * HOUR
"""How long a shop's word lets a browser come back as that person, without the shop saying it again."""


class CustomerClaims(Claims, frozen=True, kw_only=True, omit_defaults=True):
    """A shopper of one shop. Of one the shop signed also `person`, the `login` of this browser, the name of the shop's `word` it
    came by, and until when (`ends`, ms) it may be renewed."""

    customer_id: str
    workspace_id: str
    shop_id: str
    locale: str = ""
    login: str = ""
    word: str = ""
    ends: int = 0
    person: SignedPerson | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """By which of these it can be ended: this browser's login, the shop's word, the key under it."""
        return (self.login or self.customer_id, self.word, self.person.key if self.person else "")


class Doors:
    """From a proof to an actor. Every failure is `unauthenticated`; nothing here lets anybody in by mistake."""

    def __init__(self, desk: Desk, logins: Logins, keys: tuple[bytes, ...], endings: Endings, clock: Clock) -> None:
        self._desk = desk
        self.logins = logins
        self._endings = endings
        self._clock = clock
        self._customers = Signer(keys, "customer", clock)
        self._secrets = Secrets(keys)

    async def returning(self, shop: Shop, token: str | None) -> CustomerClaims | None:
        """Who comes back to this shop. Refuses `unauthenticated` a token that is forged, late or ended."""
        if not token:
            return None
        claims = self._customers.read(token, CustomerClaims, RENEWABLE)
        if claims.shop_id != shop.id:
            return None
        if claims.ends and claims.ends <= self._clock.now():
            raise Refusal("unauthenticated", "expired")
        await self._not_over(claims)
        return claims

    async def by_letter(self, shop: Shop, word: ResumeClaims) -> CustomerClaims:
        """Whose conversation of this shop a letter takes up. Refuses `unauthenticated` another shop's, and who has gone."""
        if (word.shop_id, word.workspace_id) != (shop.id, shop.workspace_id):
            raise Refusal("unauthenticated", "shop")
        claims = _claims(shop, word.customer_id)
        await self._not_over(claims)
        return claims

    def welcome(
        self, shop: Shop, before: CustomerClaims | None, locale: str, signed: Signed | None = None
    ) -> tuple[str, CustomerClaims]:
        """A customer's token, for an hour: whom the shop signed, else the same person as before, else somebody new."""
        now, claims = self._clock.now(), before
        if signed:
            id = customer_of(shop, signed.person.sub)
            same = before is not None and before.customer_id == id
            login = before.login if before and same else new_id("cl")
            claims = _claims(shop, id, login=login, word=signed.word, ends=now + SIGNED, person=signed.person)
        claims = replace(claims or _claims(shop, new_id("cu")), until=now + HOUR, locale=locale[:35])
        return self._customers.sign(claims), claims

    async def leaving(self, token: str) -> Ending:
        """What ends when whoever holds this goes. Refuses `unauthenticated` for a forged one."""
        return over(self._customers.read(token, CustomerClaims, RENEWABLE), self._clock.now())

    async def customer(self, token: str) -> Actor:
        """Who holds this token."""
        claims = self._customers.read(token, CustomerClaims)
        await self._not_over(claims)
        return Actor(
            kind="customer",
            id=claims.customer_id,
            workspace_id=claims.workspace_id,
            name=claims.person.name if claims.person else "",
            locale=claims.locale,
            shop_id=claims.shop_id,
            session_id=claims.names[0],
            signed=claims.person,
        )

    async def _not_over(self, claims: CustomerClaims) -> None:
        if await self._endings.ended(claims.names):
            raise Refusal("unauthenticated", "ended")

    async def agent(self, ticket: str) -> Actor:
        """Who holds this ticket."""
        session = await self.logins.by_ticket(ticket)
        return actor_of(session.agent, session.id, session.permissions)

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


def customer_of(shop: Shop, sub: str) -> str:
    """Who a shop's own name for a shopper is here: of each shop somebody else."""
    return derived_id("cu", shop.workspace_id, shop.id, "signed", sub)


def over(claims: CustomerClaims, now: int) -> Ending:
    """The end of this login, and of the shop's word it came by; the key goes on."""
    until = now + (SIGNED if claims.login else RENEWABLE) + 2 * HOUR
    ids = tuple(filter(None, claims.names[:2]))
    return Ending(workspace_id=claims.workspace_id, ids=ids, at=now, until=until)


def _claims(shop: Shop, customer_id: str, **more: Any) -> CustomerClaims:
    return CustomerClaims(until=0, customer_id=customer_id, workspace_id=shop.workspace_id, shop_id=shop.id, **more)


def actor_of(agent: Agent, session_id: str = "", permissions: tuple[Permission, ...] | None = None) -> Actor:
    """The agent as the one who asks; `permissions` as their login found them, else those of a role of the house."""
    held = BUILT_IN.get(agent.role, ()) if permissions is None else permissions
    return Actor(
        kind="agent",
        id=agent.id,
        workspace_id=agent.workspace_id,
        name=agent.name,
        permissions=held,
        shop_ids=() if "every_shop" in held else agent.shop_ids,
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
