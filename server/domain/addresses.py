"""Where somebody asks from, no closer than needed."""

from ipaddress import IPv6Address, ip_address, ip_network

SHORT = {4: 24, 6: 48}
"""Bits that are kept: enough for `another town`, too few for `this household`."""


def shortened(address: str) -> str:
    """The network an address is in, `192.0.2.0/24` or `2001:db8::/48`; empty for what is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    return str(ip_network((found, SHORT[found.version]), strict=False))
