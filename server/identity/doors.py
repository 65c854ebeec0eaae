"""The three doors: a customer's token, an agent's session or ticket, a bridge's token."""

from collections.abc import Mapping

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.people import Actor, Agent
from server.domain.permissions import BUILT_IN, Permission
from server.domain.workspace import Shop
from server.identity.logins import Logins
from server.identity.tokens import Claims, Signer, hashed
from server.identity.webhook_signatures import Secrets, verify
from server.store.desk import Desk, Holder

__all__ = ["CustomerClaims", "Doors", "actor_of", "bridge_of", "hashed"]
HOUR = 3_600_000
RENEWABLE = 180 * 24 * HOUR
"""How long after its end a shopper's token, which opens nothing any more, still tells who comes back."""


class CustomerClaims(Claims, frozen=True, kw_only=True):
    """A shopper of one shop."""

    customer_id: str
    workspace_id: str
    shop_id: str
    locale: str = ""


class Doors:
    """From a proof to an actor. Every failure is `unauthenticated`; nothing here lets anybody in by mistake."""

    def __init__(self, desk: Desk, logins: Logins, keys: tuple[bytes, ...], clock: Clock) -> None:
        self._desk = desk
        self.logins = logins
        self._clock = clock
        self._customers = Signer(keys, "customer", clock)
        self._secrets = Secrets(keys)

    def welcome(self, shop: Shop, token: str | None, locale: str) -> tuple[str, CustomerClaims]:
        """A customer's token, for an hour: the same person when the old one is genuine and of this shop, else somebody new."""
        known = self._known(shop, token)
        claims = CustomerClaims(
            until=self._clock.now() + HOUR,
            customer_id=known or new_id("cu"),
            workspace_id=shop.workspace_id,
            shop_id=shop.id,
            locale=locale[:35],
        )
        return self._customers.sign(claims), claims

    def knows(self, shop: Shop, token: str | None) -> bool:
        """Whether this is a genuine token of this shop. Refuses `unauthenticated` for a forged or late one."""
        return self._known(shop, token) is not None

    def _known(self, shop: Shop, token: str | None) -> str | None:
        if not token:
            return None
        claims = self._customers.read(token, CustomerClaims, RENEWABLE)
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
