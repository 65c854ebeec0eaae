"""What tells other machines: webhooks with their outbox and the only way out."""

import random

from server.api.edge import WebhookDesk
from server.app.store import Store
from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.identity.webhook_signatures import Secrets
from server.outside.addresses import networks
from server.outside.fetch import SafeFetch
from server.outside.limits import Limits
from server.settings import Settings
from server.worker.herald import RETRIES, Herald, Outbox, Telling

ANSWER_BYTES = 65_536
"""Nobody needs a long answer from a webhook."""


class Outgoing:
    """Made once a process; a web node shows and changes, a worker tells."""

    def __init__(self, store: Store, settings: Settings, keys: tuple[bytes, ...], clock: Clock) -> None:
        secrets = Secrets(keys)
        fetch = SafeFetch(outside_limits(settings))
        outbox = Outbox(store.webhooks, store.webhook_events, store.reads)
        self.desk = WebhookDesk(store.webhooks, store.webhook_events, secrets, RETRIES)
        self.herald = Herald(outbox, Telling(fetch, secrets), clock, random.Random())


def outside_limits(settings: Settings) -> Limits:
    """How far webhooks may go. Refuses `unavailable`, naming the setting that makes no sense."""
    try:
        return Limits(allowed=networks(settings.outside_networks), size=ANSWER_BYTES)
    except ValueError:
        raise Refusal("unavailable", "OUTSIDE_NETWORKS is not `10.1.0.0/16, fd00:7::/64`") from None
