"""ID tokens: what a provider signed, believed only when everything about it is right (OpenID Connect Core, 3.1.3.7)."""

from typing import Any, Literal

import msgspec
from joserfc import jws, jwt
from joserfc.errors import (
    BadSignatureError,
    ClaimError,
    ExpiredTokenError,
    InvalidKeyIdError,
    JoseError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import KeySet
from msgspec import Struct

from server.domain.errors import Refusal

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""None of those a stranger could make: no `none`, nothing under a shared secret, whatever the token's head says."""
LONGEST = 16_384
LEEWAY_S = 60
OLDEST_S = 600
"""A token was made for this login, so it is young."""


class Expected(Struct, frozen=True):
    """Whom the token must be from, for whom, in answer to what; `now` is seconds."""

    issuer: str
    client_id: str
    nonce: str
    now: int


class Said(Struct, frozen=True):
    """What a provider says of a person. `verified` is None where it says nothing about the address."""

    sub: str
    email: str = ""
    email_verified: bool | Literal["true", "false"] | None = None
    name: str = ""
    locale: str = ""
    amr: tuple[str, ...] = ()

    @property
    def verified(self) -> bool | None:
        """Whether the address is theirs; some providers write it as a word."""
        return None if self.email_verified is None else self.email_verified in (True, "true")


def kid_of(token: str) -> str | None:
    """The name of the key it claims to be signed with. Refuses `unauthenticated` for what is no signed token."""
    if len(token) > LONGEST or token.count(".") != 2:
        raise Refusal("unauthenticated", "token.form")
    try:
        kid = jws.extract_compact(token.encode()).headers().get("kid")
    except (JoseError, ValueError):
        raise Refusal("unauthenticated", "token.form") from None
    return kid if isinstance(kid, str) else None


def read_id_token(token: str, keys: KeySet, expected: Expected) -> Said:
    """Who it is about. Refuses `unauthenticated`, naming what was wrong: alg, key, signature, expired, or a claim."""
    claims = signed_claims(token, keys)
    ask = jwt.JWTClaimsRegistry(
        now=expected.now,
        leeway=LEEWAY_S,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client_id},
        sub={"essential": True, "allow_blank": False},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": expected.nonce},
    )
    check(ask, claims)
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else expected.client_id) != expected.client_id:
        raise Refusal("unauthenticated", "token.azp")
    if claims["iat"] < expected.now - OLDEST_S:
        raise Refusal("unauthenticated", "token.iat")
    return said(claims)


def signed_claims(token: str, keys: KeySet) -> dict[str, Any]:
    """The claims of a token whose signature is right."""
    try:
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except UnsupportedAlgorithmError:
        raise Refusal("unauthenticated", "token.alg") from None
    except InvalidKeyIdError:
        raise Refusal("unauthenticated", "token.key") from None
    except BadSignatureError:
        raise Refusal("unauthenticated", "token.signature") from None
    except (JoseError, ValueError, TypeError):
        raise Refusal("unauthenticated", "token.form") from None


def check(ask: jwt.JWTClaimsRegistry, claims: dict[str, Any]) -> None:
    """Every claim as it must be. Refuses `unauthenticated`, naming the first that is not."""
    try:
        ask.validate(claims)
    except ExpiredTokenError:
        raise Refusal("unauthenticated", "token.expired") from None
    except ClaimError as error:
        claim = (
            error.claim
            if error.claim in ("iss", "aud", "sub", "exp", "iat", "nbf", "nonce", "jti", "events")
            else "claims"
        )
        raise Refusal("unauthenticated", f"token.{claim}") from None
    except (JoseError, ValueError, TypeError):
        raise Refusal("unauthenticated", "token.claims") from None


def said(claims: dict[str, Any]) -> Said:
    """The claims that are used, typed. Refuses `unauthenticated`."""
    try:
        found = msgspec.convert(claims, Said)
    except msgspec.ValidationError:
        raise Refusal("unauthenticated", "token.claims") from None
    if not 1 <= len(found.sub) <= 255:
        raise Refusal("unauthenticated", "token.sub")
    return found
