"""The agents' ways in: what a password, a code, a ticket and a provider's word are judged by."""

from msgspec.structs import replace

from server.app.outgoing import outside_limits
from server.app.store import Store
from server.gateway.limits import Limits, Rate
from server.identity.arriving import Arrivals
from server.identity.doors import Doors
from server.identity.failures import Failures
from server.identity.logins import Logins, Proofs
from server.identity.passwords import Passwords
from server.identity.provider import Providers
from server.identity.second_factor import SecondFactor
from server.identity.shoppers import Shoppers
from server.identity.sign_on import Parts, SignOnDoor
from server.identity.tokens import Signer
from server.identity.webhook_signatures import Secrets
from server.outside.fetch import SafeFetch
from server.settings import Settings

PROVIDER_SECONDS = 5.0
PROVIDER_BYTES = 262_144
"""Key sets with certificates are long."""


class Entrance:
    """Made once a process."""

    def __init__(self, store: Store, settings: Settings, keys: tuple[bytes, ...], passwords: Passwords) -> None:
        clock = store.clock
        patience = Limits(Rate(5, 1 / 60), clock)
        arrivals = Arrivals(store.sign_ons, lambda deed: store.hand(deed).sign_ons, clock)
        proofs = Proofs(
            passwords=passwords,
            tickets=Signer(keys, "ticket", clock),
            browsers=Signer(keys, "browser", clock),
            factor=SecondFactor(store.factors, keys, clock, patience.take),
            arrivals=arrivals,
            failures=Failures(lambda deed: store.hand(deed).sign_ons, clock),
        )
        logins = Logins(store.desk, store.sessions, proofs, clock)
        self.doors = Doors(store.desk, logins, keys, store.shoppers.endings, clock)
        self.shoppers = Shoppers(store.shoppers.keys, store.shoppers.endings, Secrets(keys), clock)
        limits = replace(outside_limits(settings), total=PROVIDER_SECONDS, size=PROVIDER_BYTES)
        parts = Parts(
            sign_ons=store.sign_ons,
            desk=store.desk,
            providers=Providers(SafeFetch(limits), limits.allowed, clock),
            arrivals=arrivals,
            logins=logins,
            secrets=Secrets(keys),
            clock=clock,
            here=settings.public_url,
        )
        self.sign_on = SignOnDoor(parts)
