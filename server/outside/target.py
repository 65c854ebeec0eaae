"""An address on the web that somebody wrote down, read strictly: what two readers could read in two ways is refused."""

import re
from urllib.parse import SplitResult, urljoin, urlsplit

from msgspec import Struct

from server.outside.addresses import parsed
from server.outside.errors import Unreached

LONGEST = 2000
PORTS = {"http": 80, "https": 443}
CLEAN = re.compile(r"[!-~]+")
LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""A name whose last label is one of these is an IPv4 address in an odd spelling (octal, hex, one integer) to some readers
(WHATWG URL, "ends in a number")."""


class Target(Struct, frozen=True):
    """`host` is a lower-case ASCII name or an IP address without brackets; `path` begins with / and holds the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address, whole."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """What makes two targets the same place."""
        return self.scheme, self.host, self.port


def target(url: str) -> Target:
    """Read an address. Raises Unreached: url, scheme, userinfo, host, port."""
    if len(url) > LONGEST or not CLEAN.fullmatch(url) or "\\" in url:
        raise Unreached("url")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Unreached("url") from None
    if parts.scheme not in PORTS or not url.lower().startswith(f"{parts.scheme}://"):
        raise Unreached("scheme")
    if "@" in parts.netloc:
        raise Unreached("userinfo")
    if port == 0 or parts.netloc.endswith(":"):
        raise Unreached("port")
    return Target(parts.scheme, _host(host), port or PORTS[parts.scheme], _path(parts))


def follow(here: Target, location: str) -> Target:
    """Where a redirect leads. Raises Unreached as `target`, and `downgrade` from https to http."""
    try:
        there = target(urljoin(here.url, location))
    except ValueError:
        raise Unreached("url") from None
    if here.scheme == "https" and there.scheme != "https":
        raise Unreached("downgrade")
    return there


def _host(host: str) -> str:
    address = parsed(host)
    if address is not None:
        return str(address)
    labels = host.removesuffix(".").split(".")
    if len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels) or NUMBER.fullmatch(labels[-1]):
        raise Unreached("host")
    return ".".join(labels)


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
