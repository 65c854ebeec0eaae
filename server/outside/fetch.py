"""`SafeFetch`: one request to an address a stranger chose (OWASP ASVS 5.0, 1.3.6; server-side request forgery).

It goes to the very address that was judged, knows no cookies, no proxies and no credentials of the machine, follows
few redirects and judges each, and ends by time and by size.
"""

import asyncio
import ssl
from collections.abc import Mapping

import httpx2
from msgspec import Struct
from msgspec.structs import replace

from server.outside.errors import Unreached
from server.outside.limits import Limits
from server.outside.resolving import Resolver, judged, system_resolver
from server.outside.target import Target, follow, target
from server.outside.unpacking import bounded

HARMLESS = frozenset({"accept", "accept-language", "content-type"})
"""The caller's headers that go along to another place; any other may be a credential."""
OURS = frozenset({"host", "user-agent", "accept-encoding", "connection", "content-length", "transfer-encoding"})
KEEP_METHOD = (307, 308)
REDIRECTS = (301, 302, 303, *KEEP_METHOD)
TRIED = 2
"""Addresses of one name that are tried."""


class Ask(Struct, frozen=True, kw_only=True):
    """What to ask. `redirects`: how many to follow, as far as the limits go; 0 makes a redirect an answer like any other."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = {}
    body: bytes = b""
    redirects: int = 0


class Answer(Struct, frozen=True, kw_only=True):
    """What came, unpacked. `url` is where it came from in the end; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class SafeFetch:
    """Asks, within limits. Every request has a connection of its own: nothing is kept that the next could inherit."""

    def __init__(
        self, limits: Limits = Limits(), resolver: Resolver = system_resolver, trust: ssl.SSLContext | None = None
    ) -> None:
        self._limits = limits
        self._resolver = resolver
        self._trust = trust
        self._made: httpx2.AsyncHTTPTransport | None = None

    @property
    def _transport(self) -> httpx2.AsyncHTTPTransport:
        """Made with the first request, for it reads the machine's certificates."""
        if self._made is None:
            none_kept = httpx2.Limits(max_connections=None, max_keepalive_connections=0)
            self._made = httpx2.AsyncHTTPTransport(
                verify=self._trust or True, trust_env=False, retries=0, limits=none_kept
            )
        return self._made

    async def aclose(self) -> None:
        """Let everything go."""
        if self._made:
            await self._made.aclose()

    async def __call__(self, ask: Ask) -> Answer:
        """The answer, whatever its status. Raises Unreached."""
        here = target(ask.url)
        try:
            async with asyncio.timeout(self._limits.total):
                return await self._walk(here, ask)
        except TimeoutError:
            raise Unreached("timeout") from None

    async def _walk(self, here: Target, ask: Ask) -> Answer:
        most = min(ask.redirects, self._limits.redirects)
        for step in range(most + 1):
            answer = await self._ask(here, ask)
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or location is None or not ask.redirects:
                return answer
            if step == most:
                break
            there = follow(here, location)
            ask = _along(ask, answer.status, same=there.origin == here.origin)
            here = there
        raise Unreached("redirects")

    async def _ask(self, here: Target, ask: Ask) -> Answer:
        addresses = await judged(here, self._resolver, self._limits)
        for last, address in enumerate(addresses[:TRIED], 1 - min(TRIED, len(addresses))):
            try:
                return await self._one(here, address, ask)
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                if last == 0:
                    slow = isinstance(error, httpx2.ConnectTimeout)
                    raise Unreached("timeout" if slow else "connect") from None
            except httpx2.TimeoutException:
                raise Unreached("timeout") from None
            except httpx2.HTTPError:
                raise Unreached("protocol") from None
        raise Unreached("connect")

    async def _one(self, here: Target, address: str, ask: Ask) -> Answer:
        """Speak with this address in the name of `here`: the certificate must be the name's."""
        place = replace(here, host=address)
        request = httpx2.Request(
            ask.method,
            place.url,
            headers=self._headers(here, ask),
            content=ask.body,
            extensions={"sni_hostname": here.host, "timeout": self._times()},
        )
        response = await self._transport.handle_async_request(request)
        try:
            encoding = response.headers.get("content-encoding", "")
            body = await bounded(response.aiter_raw(), encoding, self._limits.size)
        finally:
            await response.aclose()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(status=response.status_code, headers=headers, body=body, url=here.url)

    def _headers(self, here: Target, ask: Ask) -> dict[str, str]:
        chosen = {name: value for name, value in ask.headers.items() if name.lower() not in OURS}
        own = {"Host": here.authority, "User-Agent": self._limits.agent, "Accept-Encoding": "gzip"}
        return own | chosen

    def _times(self) -> dict[str, float]:
        limits = self._limits
        return {"connect": limits.connect, "read": limits.total, "write": limits.total, "pool": limits.total}


def _along(ask: Ask, status: int, *, same: bool) -> Ask:
    """The request as it goes on after a redirect (RFC 9110, 15.4): to another place without anything that could be secret."""
    if not same:
        ask = replace(ask, headers={name: value for name, value in ask.headers.items() if name.lower() in HARMLESS})
    if status in KEEP_METHOD or ask.method in ("GET", "HEAD"):
        return ask
    headers = {name: value for name, value in ask.headers.items() if name.lower() != "content-type"}
    return replace(ask, method="GET", body=b"", headers=headers)
