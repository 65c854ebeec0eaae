"""Who is really asking, behind the proxies the operator named; everybody else's word about it is not listened to."""

import re
from typing import Literal

from msgspec import Struct
from starlette.types import ASGIApp, Receive, Scope, Send

from server.domain.addresses import Network, asked_from

Header = Literal["x-forwarded-for", "forwarded"]
LONGEST = 4096
MOST = 64
_FOR = re.compile(r"(?:^|;)\s*for=\"?(\[[^\]\"]*\]|[^;\":]*)(?::\w+)?\"?", re.IGNORECASE)


class Proxies(Struct, frozen=True):
    """Who stands in front. One header is read, the one they write: the other may be anybody's."""

    trusted: tuple[Network, ...] = ()
    header: Header = "x-forwarded-for"


class Proxied:
    """Puts the asker's address into the scope."""

    def __init__(self, app: ASGIApp, proxies: Proxies) -> None:
        self._app = app
        self._trusted = proxies.trusted
        self._header = proxies.header.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        if client and self._trusted:
            scope["client"] = (asked_from(client[0], self._hops(scope), self._trusted), client[1])
        await self._app(scope, receive, send)

    def _hops(self, scope: Scope) -> list[str]:
        said = ", ".join(value.decode("latin-1") for name, value in scope["headers"] if name == self._header)
        words = said[-LONGEST:].split(",")[-MOST:] if said else []
        return [_forwarded(word) if self._header == b"forwarded" else _bare(word.strip()) for word in words]


def _forwarded(word: str) -> str:
    """The `for` of one element (RFC 7239, 4); `unknown` and hidden names are no address."""
    found = _FOR.search(word.strip())
    return _bare(found[1]) if found else ""


def _bare(word: str) -> str:
    """Without brackets and port, as some proxies write them."""
    if word.startswith("["):
        return word[1:].partition("]")[0]
    host, _, port = word.partition(":")
    return host if port.isdecimal() and "." in host else word
