"""Where somebody asks from, no closer than needed, and behind which proxies."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

SHORT = {4: 24, 6: 48}
"""Bits that are kept: enough for `another town`, too few for `this household`."""


def shortened(address: str) -> str:
    """The network an address is in, `192.0.2.0/24` or `2001:db8::/48`; empty for what is no address."""
    found = _parsed(address)
    return str(ip_network((found, SHORT[found.version]), strict=False)) if found else ""


def household(address: str) -> str:
    """Whoever shares a limit with this address: itself, or the /64 that one IPv6 line is given. What is no address is itself."""
    found = _parsed(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, 64), strict=False))
    return str(found) if found else address


def asked_from(peer: str, hops: Sequence[str], trusted: Iterable[Network]) -> str:
    """The address a request comes from, by what the proxies on the way wrote down, the nearest last.

    Read from the right: each word was written by the machine before it. The first that is not a trusted proxy's is the one, and
    what stands left of it anybody may have made up. Where a word is no address, the machine that passed it on is the one.
    """
    networks = tuple(trusted)
    here = peer
    for hop in reversed(hops):
        if not _within(here, networks) or _parsed(hop) is None:
            return here
        here = str(_parsed(hop))
    return here


def _within(address: str, networks: tuple[Network, ...]) -> bool:
    found = _parsed(address)
    return found is not None and any(found in network for network in networks if network.version == found.version)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
