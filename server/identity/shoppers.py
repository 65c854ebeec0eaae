"""A shop's word for who its shopper is: a JWT (RFC 7519) made with one of the shop's keys, read strictly.

Refused with `forbidden` and `user.` + what is wrong: the visitor stays who they were.
"""

import warnings
from typing import Annotated, Any

import msgspec
from joserfc import jws, jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, OctKey, OKPKey
from msgspec import Meta, Struct

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.domain.ids import derived_id
from server.domain.profile import SignedOrder, SignedPerson
from server.domain.workspace import Shop
from server.identity.webhook_signatures import Secrets
from server.store.endings import Endings
from server.store.shop_keys import ShopKey, ShopKeys

LONGEST = 8192
"""Characters of a whole token."""
LARGEST = 4096
"""Bytes of what is kept of it: it travels in the customer's own token."""
LONGEST_LIFE = 3600
"""Seconds from `iat` to `exp`: a word for this page, not a pass for a week."""
SKEW = 60
"""Seconds by which two clocks may differ."""
ALGORITHMS: dict[str, type[OctKey] | type[ECKey] | type[OKPKey]] = {"HS256": OctKey, "ES256": ECKey, "EdDSA": OKPKey}
PLAIN = r"^[^\x00-\x1f\x7f]*$"
Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=PLAIN)]
Word = Annotated[str, Meta(max_length=200, pattern=PLAIN)]
Tiny = Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)]
Value = Word | int | float | bool
Instant = int | float


class ClaimedOrder(Struct, frozen=True):
    """An order in the shop's words; what else stands there is left out."""

    id: Tiny | int
    total: Value = ""
    currency: Annotated[str, Meta(max_length=8, pattern=PLAIN)] = ""
    status: Word = ""
    date: Annotated[str, Meta(max_length=40, pattern=PLAIN)] = ""


class ShopClaims(Struct, frozen=True):
    """The claims that are looked at; times are seconds since the epoch."""

    sub: Name
    aud: str | tuple[str, ...]
    exp: Instant
    iat: Instant
    name: Word = ""
    email: Annotated[str, Meta(max_length=254, pattern=PLAIN)] = ""
    locale: Annotated[str, Meta(max_length=35, pattern=PLAIN)] = ""
    orders: Annotated[tuple[Tiny | int | ClaimedOrder, ...], Meta(max_length=20)] = ()
    attributes: Annotated[dict[Tiny, Value], Meta(max_length=20)] = {}


class Signed(Struct, frozen=True):
    """Somebody a shop vouches for. `word` is the one name of this very token."""

    person: SignedPerson
    word: str


class Shoppers:
    """Reads them. Whatever goes wrong on the way refuses."""

    def __init__(self, keys: ShopKeys, endings: Endings, secrets: Secrets, clock: Clock) -> None:
        self._keys = keys
        self._endings = endings
        self._secrets = secrets
        self._clock = clock

    async def read(self, shop: Shop, token: str) -> Signed:
        """Whom this shop means. Refuses `forbidden`: `user.form`, `user.key`, `user.alg`, `user.signature`, `user.aud`,
        `user.expired`, `user.life`, `user.size`, `user.ended`, or `user.` and the claim."""
        key = await self._key(shop, _header(token))
        claims = _verified(token, key.algorithm, self._material(key))
        self._times(claims)
        if shop.key not in ((claims.aud,) if isinstance(claims.aud, str) else claims.aud):
            raise Refusal("forbidden", "user.aud")
        word = derived_id("jw", token.rpartition(".")[0])
        if await self._endings.ended((word, key.id)):
            raise Refusal("forbidden", "user.ended")
        return Signed(_person(claims, key.id), word)

    async def _key(self, shop: Shop, header: dict[str, Any]) -> ShopKey:
        for key in await self._keys.good(shop.id, self._clock.now()):
            if key.id == header.get("kid"):
                if header.get("alg") != key.algorithm:
                    raise Refusal("forbidden", "user.alg")
                return key
        raise Refusal("forbidden", "user.key")

    def _material(self, key: ShopKey) -> bytes:
        return self._secrets.of("shop", key.id, key.secret)[0] if key.secret else key.public.encode()

    def _times(self, claims: ShopClaims) -> None:
        # Each is said so that a number which is none refuses.
        now = self._clock.now() / 1000
        if not claims.exp > now - SKEW:
            raise Refusal("forbidden", "user.expired")
        if not (0 < claims.exp - claims.iat <= LONGEST_LIFE and claims.iat <= now + SKEW):
            raise Refusal("forbidden", "user.life")


def public_key(algorithm: str, pem: str) -> None:
    """Whether this is a public key of that kind. Refuses `bad_request`."""
    try:
        key = ALGORITHMS[algorithm].import_key(pem)
    except (JoseError, ValueError, TypeError, AttributeError):
        raise Refusal("bad_request", "publicKey") from None
    curve = getattr(key, "curve_name", "")
    if key.is_private or curve != {"ES256": "P-256", "EdDSA": "Ed25519"}.get(algorithm):
        raise Refusal("bad_request", "publicKey")


def _header(token: str) -> dict[str, Any]:
    if len(token) > LONGEST or not token.isascii() or token.count(".") != 2:
        raise Refusal("forbidden", "user.form")
    try:
        return dict(jws.extract_compact(token.encode()).headers())
    except (JoseError, ValueError, TypeError, RecursionError):
        raise Refusal("forbidden", "user.form") from None


def _verified(token: str, algorithm: str, material: bytes) -> ShopClaims:
    try:
        with warnings.catch_warnings():
            # RFC 9864 gave EdDSA a second name; shops' libraries write the first.
            warnings.simplefilter("ignore", SecurityWarning)
            read = jwt.decode(token, ALGORITHMS[algorithm].import_key(material), algorithms=[algorithm])
    except (JoseError, ValueError, TypeError, RecursionError):
        raise Refusal("forbidden", "user.signature") from None
    try:
        return msgspec.convert(read.claims, ShopClaims)
    except msgspec.ValidationError as error:
        raise Refusal("forbidden", f"user.{_place(error)}") from None


def _person(claims: ShopClaims, key: str) -> SignedPerson:
    person = SignedPerson(
        sub=claims.sub,
        key=key,
        name=claims.name.strip(),
        email=claims.email.strip(),
        locale=claims.locale,
        orders=tuple(_order(each) for each in claims.orders),
        attributes={name: written(value) for name, value in claims.attributes.items()},
    )
    if len(msgspec.json.encode(person)) > LARGEST:
        raise Refusal("forbidden", "user.size")
    return person


def _order(claimed: str | int | ClaimedOrder) -> SignedOrder:
    if not isinstance(claimed, ClaimedOrder):
        return SignedOrder(id=str(claimed))
    return SignedOrder(
        id=str(claimed.id),
        total=written(claimed.total),
        currency=claimed.currency,
        status=claimed.status,
        date=claimed.date,
    )


def written(value: str | float | bool) -> str:
    """A value as people read it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _place(error: msgspec.ValidationError) -> str:
    """Which claim it is about."""
    return next(
        (name for name in ShopClaims.__struct_fields__ if f"$.{name}" in str(error) or f"`{name}`" in str(error)),
        "form",
    )
