"""An OpenID provider as it describes itself (OpenID Connect Discovery 1.0), asked by the only way out, remembered for a while."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet
from msgspec import Struct

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.outside.addresses import Network, parsed
from server.outside.errors import Unreached
from server.outside.fetch import Ask, SafeFetch

T = TypeVar("T")
Place = tuple[str, ...]
"""What is remembered, of which issuer: no tenant's provider has a say in another's."""
WELL_KNOWN = "/.well-known/openid-configuration"
KEPT_S = 3600.0
FAILED_S = 5.0
SPARE_S = 2.0
"""How soon a stranger's token under an unknown key may make us ask for the keys again."""
MOST = 1000
ASYMMETRIC = frozenset({"RSA", "EC", "OKP"})
AGAIN_MS = 5000


class Facts(Struct, frozen=True):
    """What is used of a provider's own description."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    response_types_supported: tuple[str, ...] = ("code",)
    code_challenge_methods_supported: tuple[str, ...] = ("S256",)
    authorization_response_iss_parameter_supported: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        """All that somebody will be sent to, or asked."""
        needed = (self.authorization_endpoint, self.token_endpoint, self.jwks_uri)
        return *needed, *filter(None, (self.userinfo_endpoint, self.end_session_endpoint))


class _KeyRows(Struct):
    keys: list[dict[str, Any]] = []


class _Kept(Struct):
    until: float
    value: Any
    looked: float


class Providers:
    """Every refusal is `unavailable`; its detail names what was wrong, as in `provider.timeout`."""

    def __init__(self, fetch: SafeFetch, private: Iterable[Network], clock: Clock) -> None:
        self._fetch = fetch
        self._private = tuple(private)
        self._clock = clock
        self._kept: OrderedDict[Place, _Kept] = OrderedDict()
        self._locks: dict[Place, asyncio.Lock] = {}

    async def facts(self, issuer: str) -> Facts:
        """The provider's description, at most an hour old."""
        found: Facts = await self._known(("facts", issuer), lambda: self.look(issuer))
        return found

    async def keys(self, facts: Facts, kid: str | None, *, sparing: bool = False) -> KeySet:
        """Its keys. One that is not among them makes us look again, for providers change keys; `sparing`: not all the time."""
        place = ("keys", facts.issuer, facts.jwks_uri)
        found: KeySet = await self._known(place, lambda: self.look_at_keys(facts))
        if kid is None or _holds(found, kid):
            return found
        async with self._lock(place):
            kept, now = self._kept.get(place), self._clock.monotonic()
            known = kept.value if kept and isinstance(kept.value, KeySet) else found
            if _holds(known, kid) or (kept and sparing and now < kept.looked + SPARE_S):
                return known
            found = await self.look_at_keys(facts)
            self._kept[place] = _Kept(now + KEPT_S, found, now)
        return found

    async def look(self, issuer: str) -> Facts:
        """Ask now. The description must be this issuer's own, and name nothing that would be asked in clear."""
        if not self.safe(issuer) or urlsplit(issuer).query or urlsplit(issuer).fragment:
            raise _away("address")
        facts = _read(await self.get(issuer.rstrip("/") + WELL_KNOWN), Facts, "document")
        if facts.issuer != issuer:
            raise _away("issuer")
        if not all(map(self.safe, facts.addresses)):
            raise _away("endpoints")
        if "code" not in facts.response_types_supported:
            raise _away("flow")
        return facts

    async def look_at_keys(self, facts: Facts) -> KeySet:
        """Ask for the public keys that sign; what is no such key is passed over."""
        rows = _read(await self.get(facts.jwks_uri), _KeyRows, "keys").keys
        found = []
        for row in rows[:100]:
            try:
                if row.get("kty") in ASYMMETRIC and row.get("use", "sig") == "sig":
                    found.append(JWKRegistry.import_key(row))
            except (JoseError, ValueError, TypeError):
                continue
        if not found:
            raise _away("keys")
        return KeySet(found)

    async def get(self, url: str, token: str = "") -> bytes:
        """One answer."""
        headers = {"accept": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
        status, body = await self.ask(Ask(url=url, headers=headers))
        if status != 200:
            raise _away("status")
        return body

    async def ask(self, ask: Ask) -> tuple[int, bytes]:
        """Status and body of whatever it answers."""
        try:
            answer = await self._fetch(ask)
        except Unreached as error:
            raise _away(error.why) from None
        return answer.status, answer.body

    def safe(self, url: str) -> bool:
        """HTTPS; or plain HTTP to an address, written as numbers, of a network the operator opened on purpose."""
        try:
            parts = urlsplit(url)
            address = parsed(parts.hostname or "")
        except ValueError:
            return False
        if parts.scheme != "http":
            return parts.scheme == "https" and bool(parts.hostname)
        return address is not None and any(address in each for each in self._private if each.version == address.version)

    async def _known(self, place: Place, look: Callable[[], Awaitable[Any]]) -> Any:
        async with self._lock(place):
            kept = self._kept.get(place)
            if kept is None or self._clock.monotonic() >= kept.until:
                kept = await self._looked(look)
                self._kept[place] = kept
                if len(self._kept) > MOST:
                    self._locks.pop(self._kept.popitem(last=False)[0], None)
        if isinstance(kept.value, Refusal):
            raise Refusal(kept.value.code, kept.value.detail, after_ms=AGAIN_MS)
        return kept.value

    async def _looked(self, look: Callable[[], Awaitable[Any]]) -> _Kept:
        """A failure is remembered, too, for a moment: who waits behind it need not find out again."""
        try:
            value, seconds = await look(), KEPT_S
        except Refusal as refusal:
            value, seconds = refusal, FAILED_S
        now = self._clock.monotonic()
        return _Kept(now + seconds, value, now)

    def _lock(self, place: Place) -> asyncio.Lock:
        return self._locks.setdefault(place, asyncio.Lock())


def _holds(keys: KeySet, kid: str) -> bool:
    return any(key.kid == kid for key in keys)


def _read(body: bytes, type_: type[T], what: str) -> T:
    try:
        return msgspec.json.decode(body, type=type_)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise _away(what) from None


def _away(why: str) -> Refusal:
    return Refusal("unavailable", f"provider.{why}", after_ms=AGAIN_MS)
