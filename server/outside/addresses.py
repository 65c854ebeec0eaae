"""Which internet addresses are the public's: the special-purpose registries of IANA (RFC 6890), and what hides in others.

An IPv6 address may carry an IPv4 one that some machine on the way unpacks; then the inner one is judged.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

CLOSED_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private (RFC 1918)
            "100.64.0.0/10",  # carrier-grade NAT (RFC 6598); 100.100.100.200 is a cloud's metadata
            "127.0.0.0/8",  # loopback
            "168.63.129.16/32",  # a cloud's own host, of public form
            "169.254.0.0/16",  # link-local; 169.254.169.254 is most clouds' metadata
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)
OPEN_6 = IPv6Network("2000::/3")
"""All of IPv6 that is given out; loopback, link-local, unique local, site-local and multicast lie outside."""
CLOSED_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
            "2001:db8::/32",  # documentation
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",  # documentation (RFC 9637)
        ),
    )
)
CARRIERS = (
    (IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64 (RFC 6052)
    (IPv6Network("2002::/16"), 80),  # 6to4 (RFC 3056)
)
"""Networks whose addresses carry an IPv4 address, and how far from the right end. Local NAT64, Teredo, IPv4-compatible
and translated forms are closed outside and in: nobody public lives there."""
ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})


def public(address: Address, allowed: Iterable[Network] = ()) -> bool:
    """Whether a stranger may send us there. `allowed` are networks the operator opened on purpose."""
    address = inner(address)
    if any(address in network for network in allowed if network.version == address.version):
        return True
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in CLOSED_4)
    if int(address) >> 32 & 0xFFFF_FFFF in ISATAP and not public(IPv4Address(int(address) & 0xFFFF_FFFF), allowed):
        return False
    return address.is_global and address in OPEN_6 and not any(address in network for network in CLOSED_6)


def inner(address: Address) -> Address:
    """The IPv4 address an IPv6 one carries, else itself."""
    if isinstance(address, IPv6Address):
        for network, shift in CARRIERS:
            if address in network:
                return IPv4Address(int(address) >> shift & 0xFFFF_FFFF)
    return address


def parsed(text: str) -> Address | None:
    """An address in its usual spelling: four plain decimals, or IPv6 without a zone. None for all else."""
    try:
        return None if "%" in text else ip_address(text)
    except ValueError:
        return None


def networks(text: str) -> tuple[Network, ...]:
    """What an operator wrote: `10.1.0.0/16, fd00::/8`. Raises ValueError."""
    return tuple(ip_network(word) for word in text.replace(",", " ").split())
