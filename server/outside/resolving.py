"""From a name to the addresses that may be asked: resolved once, judged all, so that nothing can change in between."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

from server.outside.addresses import inner, parsed, public
from server.outside.errors import Unreached
from server.outside.limits import Limits
from server.outside.target import Target

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""A host and a port -> all its addresses, the preferred first. Raises OSError."""


async def system_resolver(host: str, port: int) -> list[str]:
    """The machine's own."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


async def judged(target: Target, resolver: Resolver, limits: Limits) -> list[str]:
    """Where to connect. One address that is not the public's condemns the name: whoever owns it may choose among them.

    Raises Unreached: resolve, address, port.
    """
    if parsed(target.host) is not None:
        found = [target.host]
    else:
        try:
            found = await resolver(target.host, target.port)
        except (OSError, UnicodeError):
            raise Unreached("resolve") from None
    addresses = [parsed(each) for each in found]
    if not addresses:
        raise Unreached("resolve")
    for address in addresses:
        if address is None or not public(address, limits.allowed):
            raise Unreached("address")
        opened = any(inner(address) in n for n in limits.allowed if n.version == inner(address).version)
        if target.port not in limits.ports and not opened:
            raise Unreached("port")
    return [str(address) for address in addresses]
