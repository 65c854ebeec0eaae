"""Other machines are told what happened: at least once, signed, in order within a conversation, each at its own pace.

The truth is the row. A worker claims it, tells, and writes down how it went; a dead worker's claim runs out. An event waits
for the ones before it in its conversation until they arrived or were given up.
"""

import asyncio
import random
from functools import partial

import structlog
from msgspec import Struct

from server.domain.clock import Clock
from server.identity.webhook_signatures import Secrets, signed
from server.outside.errors import Unreached
from server.outside.fetch import Ask, SafeFetch
from server.store.reads import Reads
from server.store.webhook_events import Attempt, WebhookEvent, WebhookEvents
from server.store.webhooks import Webhook, Webhooks
from server.telemetry import metrics
from server.worker.webhook_payloads import payload_of

log = structlog.get_logger()
RETRIES = (5, 60, 300, 1800, 3600, 7200, 14400, 28800, 30000)
"""Seconds after each failed try, announced in docs/webhooks.md: the tenth and last try is made after a day."""
DAY_MS = 86_400_000
GONE = 410
SHOWN = 300
"""Characters of an answer that are kept for whoever looks why it failed."""


class HeraldOptions(Struct, frozen=True, kw_only=True):
    """`claim`: seconds, longer than any try takes. `jitter`: the share of each pause that chance adds. `at_once`: tries of one
    webhook. `days`: of nothing but failure, then it is switched off. `kept`: days an event and its tries can be looked at.
    """

    retries: tuple[int, ...] = RETRIES
    jitter: float = 0.2
    claim: float = 60.0
    at_once: int = 4
    days: float = 5.0
    kept: int = 30
    batch: int = 100


class Outbox(Struct, frozen=True):
    """The store's part: whom to tell, what, and where it is read."""

    webhooks: Webhooks
    events: WebhookEvents
    reads: Reads


class Telling(Struct, frozen=True):
    """How they are told."""

    fetch: SafeFetch
    secrets: Secrets
    options: HeraldOptions = HeraldOptions()


class Herald:
    """One worker's part. Each webhook has a task of its own while something is due, so that a slow one delays nobody."""

    def __init__(self, outbox: Outbox, telling: Telling, clock: Clock, rng: random.Random) -> None:
        self._webhooks = outbox.webhooks
        self._events = outbox.events
        self._reads = outbox.reads
        self._fetch = telling.fetch
        self._secrets = telling.secrets
        self._options = telling.options
        self._clock = clock
        self._rng = rng
        self._at_work: dict[str, asyncio.Task[None]] = {}

    async def walk(self) -> None:
        """Begin what is due. Waits for nobody."""
        for webhook in await self._webhooks.with_work(self._clock.now()):
            if webhook.id not in self._at_work:
                task = asyncio.create_task(self._serve(webhook), name=f"webhook-{webhook.id}")
                self._at_work[webhook.id] = task
                task.add_done_callback(partial(self._ended, webhook.id))

    def _ended(self, id: str, _task: asyncio.Task[None]) -> None:
        self._at_work.pop(id, None)

    async def settled(self) -> None:
        """Wait until nobody is at work."""
        await asyncio.gather(*self._at_work.values(), return_exceptions=True)

    async def aclose(self) -> None:
        """Let everything go; what was not told is told by whoever comes next."""
        for task in self._at_work.values():
            task.cancel()
        await self.settled()
        await self._fetch.aclose()

    async def forget(self) -> None:
        """What is too old to look at is removed."""
        before = self._clock.now() - self._options.kept * DAY_MS
        for _ in range(self._options.batch):
            if not await self._events.forget(before, self._options.batch):
                return

    async def _serve(self, webhook: Webhook) -> None:
        gate = asyncio.Semaphore(self._options.at_once)

        async def one(event: WebhookEvent) -> None:
            async with gate:
                await self._tell(webhook, event)

        try:
            while due := await self._events.due(webhook.id, self._clock.now(), self._options.batch):
                await asyncio.gather(*(one(event) for event in due))
                webhook = await self._webhooks.one(webhook.workspace_id, webhook.id)
                if not webhook.active:
                    return
        except Exception as error:
            log.warning("webhook.interrupted", webhook=webhook.id, error=type(error).__name__)

    async def _tell(self, webhook: Webhook, event: WebhookEvent) -> None:
        now = self._clock.now()
        if not await self._events.claim(event, now + int(self._options.claim * 1000)):
            return
        body = await payload_of(self._reads, event)
        if body is None:
            await self._events.settle(event, Attempt(at=now, why="erased"), "dead", 0)
            return
        attempt = await self._try(webhook, event, body)
        good = 200 <= attempt.status < 300
        metrics.WEBHOOKS.labels("accepted" if good else attempt.why or "refused").inc()
        if good:
            await self._events.settle(event, attempt, "done", 0)
            if webhook.failing_since:
                await self._webhooks.got_through(webhook.id)
            return
        await self._put_off(event, attempt)
        await self._consider(webhook, attempt)

    async def _try(self, webhook: Webhook, event: WebhookEvent, body: bytes) -> Attempt:
        clock, now = self._clock, self._clock.now()
        headers = signed(self.secrets(webhook, now), event.id, now // 1000, body)
        ask = Ask(url=webhook.url, method="POST", headers=headers | {"content-type": "application/json"}, body=body)
        began = clock.monotonic()
        try:
            answer = await self._fetch(ask)
        except Unreached as unreached:
            return Attempt(at=now, why=unreached.why, ms=int((clock.monotonic() - began) * 1000))
        shown = answer.body[: SHOWN * 4].decode("utf-8", "replace").replace("\0", "")[:SHOWN]
        return Attempt(at=now, status=answer.status, ms=int((clock.monotonic() - began) * 1000), answer=shown)

    def secrets(self, webhook: Webhook, now: int) -> tuple[bytes, ...]:
        """What signs for it: its secret, and the former one while both are good."""
        present = self._secrets.of("out", webhook.id, webhook.generation)
        return present + (self._secrets.of("out", webhook.id, webhook.former) if webhook.former_until > now else ())

    async def _put_off(self, event: WebhookEvent, attempt: Attempt) -> None:
        if event.attempts >= len(self._options.retries):
            await self._events.settle(event, attempt, "dead", 0)
            log.warning("webhook.given_up", webhook=event.webhook_id, event_id=event.id)
            return
        pause = self._options.retries[event.attempts] * (1 + self._rng.random() * self._options.jitter)
        await self._events.settle(event, attempt, "waiting", self._clock.now() + int(pause * 1000))

    async def _consider(self, webhook: Webhook, attempt: Attempt) -> None:
        """Whether it is to be told anything more (410 says no at once)."""
        await self._webhooks.failed(webhook.id, attempt.at)
        since = webhook.failing_since or attempt.at
        why = "gone" if attempt.status == GONE else "failing"
        long = attempt.at - since >= self._options.days * DAY_MS
        if (why == "gone" or long) and await self._webhooks.disable(webhook.id, why):
            log.warning("webhook.disabled", webhook=webhook.id, workspace=webhook.workspace_id, why=why)
