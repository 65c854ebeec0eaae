"""Single sign-on by OpenID Connect: the authorization code flow with PKCE, state and nonce (RFC 9700), one provider a workspace.

What belongs to one walk to the provider and back lies sealed in a cookie of the browser that began it, so a stranger's answer
opens nothing there; its state is spent in the store, so an answer opens once.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from typing import TypeVar
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.domain.people import Agent
from server.identity.arriving import Arrivals
from server.identity.ending import Endings
from server.identity.exchange import Code, Exchange
from server.identity.id_tokens import Expected, Said, kid_of, read_id_token
from server.identity.logins import MINUTE, Knock, Logins
from server.identity.provider import Facts, Providers
from server.identity.webhook_signatures import Secrets
from server.store.desk import Desk
from server.store.sessions import MANY_FACTORS, Session
from server.store.sign_on import SignOn, SignOns

T = TypeVar("T", "Walk", "Waiting")
WALK = 10 * MINUTE
WAIT = 5 * MINUTE
SCOPE = "openid email profile"


class Walk(Struct, frozen=True, kw_only=True):
    """One way to the provider and back."""

    workspace_id: str
    issuer: str
    client_id: str
    state: str
    nonce: str
    verifier: str
    until: int


class Waiting(Struct, frozen=True, kw_only=True):
    """Somebody the provider vouched for, whose own code is still wanted."""

    workspace_id: str
    agent_id: str
    nonce: str
    until: int


class Came(Struct, frozen=True, kw_only=True):
    """What the provider sent the browser back with."""

    state: str
    code: str = ""
    iss: str = ""
    error: str = ""


class Asked(Struct, frozen=True):
    """A code is wanted, by whoever holds this."""

    sealed: str


class Parts(Struct, frozen=True, kw_only=True):
    """What the door is made of. `here` is the public address of the server, empty when the operator did not name it."""

    sign_ons: SignOns
    desk: Desk
    providers: Providers
    arrivals: Arrivals
    logins: Logins
    secrets: Secrets
    clock: Clock
    here: str


class SignOnDoor:
    """Every failure refuses: `unauthenticated` what is not right, `forbidden` who may not, `unavailable` what is away."""

    def __init__(self, parts: Parts) -> None:
        self.sign_ons = parts.sign_ons
        self.providers = parts.providers
        self.secrets = parts.secrets
        self._desk = parts.desk
        self._arrivals = parts.arrivals
        self._logins = parts.logins
        self._vault = parts.secrets.vault
        self._clock = parts.clock
        self._here = parts.here.rstrip("/")
        self.exchange = Exchange(parts.providers, parts.secrets)
        self.endings = Endings(parts.sign_ons, parts.providers, parts.logins.sessions, parts.clock)

    @property
    def back(self) -> str:
        """Where the provider sends people back to, to the letter. Refuses `unavailable` where nobody said who we are."""
        if not self._here:
            raise Refusal("unavailable", "PUBLIC_URL")
        return f"{self._here}/console/sign-on"

    async def begin(self, slug: str) -> tuple[str, str]:
        """The address to go to, and what the browser keeps meanwhile. Refuses `not_found` where there is no provider."""
        sign_on = await self.sign_ons.by_slug(slug)
        if sign_on is None:
            raise Refusal("not_found", "signOnId")
        facts, back = await self.providers.facts(sign_on.issuer), self.back
        walk = Walk(
            workspace_id=sign_on.workspace_id,
            issuer=sign_on.issuer,
            client_id=sign_on.client_id,
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            until=self._clock.now() + WALK,
        )
        asked = {
            "response_type": "code",
            "client_id": walk.client_id,
            "redirect_uri": back,
            "scope": SCOPE,
            "state": walk.state,
            "nonce": walk.nonce,
            "code_challenge": challenge(walk.verifier),
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in facts.authorization_endpoint else "?"
        return facts.authorization_endpoint + joint + urlencode(asked), self._seal(walk)

    async def finish(self, kept: str, came: Came, knock: Knock) -> tuple[str, Session] | Asked:
        """Let in whom the provider vouches for, or ask for their own code."""
        walk = self._opened(kept, Walk)
        if walk is None or not hmac.compare_digest(walk.state.encode(), came.state.encode()):
            raise Refusal("unauthenticated", "signOn.state")
        if not await self._logins.sessions.spend(walk.state, walk.until):
            raise Refusal("unauthenticated", "signOn.spent")
        sign_on = await self.sign_ons.of(walk.workspace_id)
        if not sign_on or not sign_on.active or (sign_on.issuer, sign_on.client_id) != (walk.issuer, walk.client_id):
            raise Refusal("unauthenticated", "signOn.state")
        facts = await self.providers.facts(sign_on.issuer)
        if (came.iss or facts.authorization_response_iss_parameter_supported) and came.iss != sign_on.issuer:
            raise Refusal("unauthenticated", "signOn.iss")
        if came.error or not came.code:
            raise Refusal("unauthenticated", "signOn.denied")
        said = await self._said(sign_on, facts, walk, came.code)
        agent = await self._arrivals.by_provider(sign_on, said, knock.address)
        return await self._enter(sign_on, agent, "mfa" in said.amr and sign_on.factor == "provider", knock)

    async def code(self, kept: str, knock: Knock) -> tuple[str, Session]:
        """Let in who was asked for a code, with it."""
        waiting = self._opened(kept, Waiting)
        if waiting is None:
            raise Refusal("unauthenticated", "signOn.state")
        try:
            agent = await self._desk.agent(waiting.workspace_id, waiting.agent_id)
        except Refusal as refusal:
            raise Refusal("unauthenticated", "signOn.state") if refusal.code == "not_found" else refusal from None
        await self._logins.factor.check(agent, knock.code)
        if not await self._logins.sessions.spend(waiting.nonce, waiting.until):
            raise Refusal("unauthenticated", "signOn.spent")
        return await self._logins.open(agent, knock, "sso")

    async def leaving(self, session: Session) -> str:
        """Where to log out of the provider, too (OpenID Connect RP-Initiated Logout); empty where that is not wanted."""
        sign_on = await self.sign_ons.of(session.agent.workspace_id) if session.proof else None
        if not (sign_on and sign_on.active and sign_on.leaves and self._here):
            return ""
        try:
            address = (await self.providers.facts(sign_on.issuer)).end_session_endpoint
        except Refusal:
            return ""
        asked = {"client_id": sign_on.client_id, "post_logout_redirect_uri": f"{self._here}/console/"}
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}" if address else ""

    async def _said(self, sign_on: SignOn, facts: Facts, walk: Walk, code: str) -> Said:
        tokens = await self.exchange.tokens(sign_on, facts, Code(code, walk.verifier, self.back))
        keys = await self.providers.keys(facts, kid_of(tokens.id_token))
        expected = Expected(sign_on.issuer, sign_on.client_id, walk.nonce, self._clock.now() // 1000)
        said = read_id_token(tokens.id_token, keys, expected)
        return said if said.email else await self.exchange.more(facts, tokens, said)

    async def _enter(self, sign_on: SignOn, agent: Agent, many: bool, knock: Knock) -> tuple[str, Session] | Asked:
        """The provider's word for several factors counts where the desk lets it; else who has a factor shows it here."""
        if many:
            return await self._logins.open(agent, knock, MANY_FACTORS)
        own = await self._logins.factor.factors.of(agent.id)
        if own is None or not own.confirmed_at:
            return await self._logins.open(agent, knock, "sso")
        until = self._clock.now() + WAIT
        waiting = Waiting(
            workspace_id=agent.workspace_id, agent_id=agent.id, nonce=secrets.token_urlsafe(16), until=until
        )
        return Asked(self._seal(waiting))

    def _seal(self, what: "Walk | Waiting") -> str:
        return self._vault.seal(msgspec.json.encode(what), "sso", type(what).__name__)

    def _opened(self, sealed: str, type_: type[T]) -> T | None:
        """What was sealed here for this, while it is good."""
        try:
            found = msgspec.json.decode(self._vault.open(sealed, "sso", type_.__name__), type=type_)
        except (Refusal, msgspec.MsgspecError):
            return None
        return found if found.until > self._clock.now() else None


def challenge(verifier: str) -> str:
    """What goes ahead of the verifier (RFC 7636, S256)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
