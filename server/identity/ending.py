"""Logouts that a provider tells us of (OpenID Connect Back-Channel Logout 1.0): whoever left there has left here."""

from typing import Any

import msgspec
from joserfc import jws, jwt
from joserfc.errors import JoseError
from msgspec import Struct

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.domain.people import Agent
from server.identity.id_tokens import LEEWAY_S, LONGEST, OLDEST_S, check, kid_of, signed_claims
from server.identity.provider import Providers
from server.identity.tokens import hashed
from server.store.sessions import Sessions
from server.store.sign_on import SignOn, SignOns

EVENT = "http://schemas.openid.net/event/backchannel-logout"


class _From(Struct, frozen=True):
    """Whom a token says it is from and for; nothing of it is believed yet."""

    iss: str
    aud: str | tuple[str, ...]

    @property
    def clients(self) -> tuple[str, ...]:
        return (self.aud,) if isinstance(self.aud, str) else self.aud


class Endings:
    """Reads logout tokens and ends what they end."""

    def __init__(self, sign_ons: SignOns, providers: Providers, sessions: Sessions, clock: Clock) -> None:
        self._sign_ons = sign_ons
        self._providers = providers
        self._sessions = sessions
        self._clock = clock

    async def end(self, token: str) -> list[Agent]:
        """The logins a provider opened for this subject are over, at every desk of the client; answers whose they were.

        A token is good once. Refuses `bad_request` for any that is not right, whatever is wrong.
        """
        said = _unproved(token)
        desks = await self._sign_ons.at(said.iss, said.clients)
        if not desks:
            raise Refusal("bad_request", "logout_token")
        try:
            claims = await self._proved(token, desks[0])
        except Refusal as refusal:
            raise refusal if refusal.code == "unavailable" else Refusal("bad_request", "logout_token") from None
        once = hashed(f"{said.iss}\x1f{claims['jti']}")
        if not await self._sessions.spend(once, (claims["iat"] + OLDEST_S + 2 * LEEWAY_S) * 1000):
            raise Refusal("bad_request", "logout_token")
        found = [await self._sign_ons.linked(desk.workspace_id, said.iss, claims["sub"]) for desk in desks]
        gone = [agent for agent in found if agent]
        for agent in gone:
            await self._sessions.close_provided(agent.id)
        return gone

    async def _proved(self, token: str, desk: SignOn) -> dict[str, Any]:
        facts, now = await self._providers.facts(desk.issuer), self._clock.now() // 1000
        claims = signed_claims(token, await self._providers.keys(facts, kid_of(token), sparing=True))
        ask = jwt.JWTClaimsRegistry(
            now=now,
            leeway=LEEWAY_S,
            iss={"essential": True, "value": desk.issuer},
            aud={"essential": True, "value": desk.client_id},
            sub={"essential": True, "allow_blank": False},
            iat={"essential": True},
            jti={"essential": True, "allow_blank": False},
        )
        check(ask, claims)
        events = claims.get("events")
        late = not isinstance(claims["iat"], int) or claims["iat"] < now - OLDEST_S
        if late or "nonce" in claims or not isinstance(events, dict) or EVENT not in events:
            raise Refusal("unauthenticated", "token.events")  # an ID token is no logout token
        return claims


def _unproved(token: str) -> _From:
    try:
        if len(token) > LONGEST:
            raise ValueError
        return msgspec.json.decode(jws.extract_compact(token.encode()).payload, type=_From)
    except (JoseError, ValueError, msgspec.MsgspecError):
        raise Refusal("bad_request", "logout_token") from None
