"""What tells other machines: webhooks with their outbox, notices to agents' browsers, and the only way out."""

import random
from email.utils import parseaddr

from msgspec.structs import replace

from server.api.edge import WebhookDesk
from server.app.store import Store
from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.identity.webhook_signatures import Secrets
from server.outside.addresses import networks
from server.outside.fetch import SafeFetch
from server.outside.limits import Limits
from server.presence.watching import Watching
from server.settings import Settings
from server.worker.herald import RETRIES, Herald, Outbox, Telling
from server.worker.ringer import Bell, Ringer

ANSWER_BYTES = 65_536
"""Nobody needs a long answer from a webhook."""
PUSH_SECONDS, PUSH_BYTES = 8.0, 16_384


class Outgoing:
    """Made once a process; a web node shows and changes, a worker tells."""

    def __init__(self, store: Store, settings: Settings, keys: tuple[bytes, ...], clock: Clock) -> None:
        secrets = Secrets(keys)
        fetch = SafeFetch(outside_limits(settings))
        outbox = Outbox(store.webhooks, store.webhook_events, store.reads)
        self.desk = WebhookDesk(store.webhooks, store.webhook_events, secrets, RETRIES)
        self.watching = Watching()
        self.ringer = Ringer(store.pushes, _bell(store, settings), clock)
        self.herald = Herald(outbox, Telling(fetch, secrets), clock, random.Random())


def _bell(store: Store, settings: Settings) -> Bell:
    public = settings.public_url if settings.public_url.startswith("https://") else ""
    contact = public or (f"mailto:{parseaddr(settings.mail_from)[1]}" if settings.mail_from else "")
    limits = replace(outside_limits(settings), total=PUSH_SECONDS, size=PUSH_BYTES)
    return Bell(SafeFetch(limits), store.vault, contact)


def outside_limits(settings: Settings) -> Limits:
    """How far webhooks may go. Refuses `unavailable`, naming the setting that makes no sense."""
    try:
        return Limits(allowed=networks(settings.outside_networks), size=ANSWER_BYTES)
    except ValueError:
        raise Refusal("unavailable", "OUTSIDE_NETWORKS is not `10.1.0.0/16, fd00:7::/64`") from None
