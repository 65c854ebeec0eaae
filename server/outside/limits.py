"""How far a fetch may go."""

from msgspec import Struct

from server.outside.addresses import Network


class Limits(Struct, frozen=True, kw_only=True):
    """Seconds and bytes. `allowed`: private networks the operator opened on purpose, where any port may be asked.

    `size` bounds the answer before and after it is unpacked.
    """

    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})
    allowed: tuple[Network, ...] = ()
    connect: float = 5.0
    total: float = 15.0
    size: int = 2_000_000
    redirects: int = 3
    agent: str = "Tradewind/1"
