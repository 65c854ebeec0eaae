"""How patient the doors are, and whose word about addresses they take."""

from server.api.edge import Throttles
from server.api.proxies import Proxies
from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.gateway.limits import Limits, Rate
from server.outside.addresses import networks
from server.settings import Settings


def throttles(settings: Settings, clock: Clock) -> Throttles:
    """A place guesses ten times at one account, an address thirty times at all; an account is tried sixty times from anywhere."""
    return Throttles(
        guess=Limits(Rate(10, 0.2), clock).take,
        account=Limits(Rate(60, 1 / 20), clock).take,
        address=Limits(Rate(settings.address_burst / 10, settings.address_refill / 2), clock).take,
        newcomer=Limits(Rate(settings.address_burst, settings.address_refill), clock).take,
    )


def proxies(settings: Settings) -> Proxies:
    """Refuses `unavailable`, naming the setting that makes no sense."""
    try:
        return Proxies(networks(settings.trusted_proxies), settings.proxy_header)
    except ValueError:
        raise Refusal("unavailable", "TRUSTED_PROXIES is not `10.0.0.0/8, fd00::/8`") from None
