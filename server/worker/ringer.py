"""Agents who look at no console are told by their browsers what asks for them: an offer, a customer's word in what they have.

At most once each: it is noted before it is told, and taken back only when the push service said to come later. What is told
is who and in which queue; customers' words only where the agent wants them.
"""

import asyncio
from functools import partial
from hashlib import sha256

import msgspec
import structlog
from msgspec import Struct

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.identity.push import encrypted, read_address, vapid
from server.identity.sealing import Vault
from server.outside.errors import Unreached
from server.outside.fetch import Answer, Ask, SafeFetch
from server.outside.target import target
from server.store.pushes import Call, Pushes, Seat
from server.telemetry import metrics

log = structlog.get_logger()
BATCH = 200
GONE = (404, 410)
STRANGE = (401, 403)
"""The browser listens to another key than ours by now."""
LATER = 429
ON_THE_WAY = ("connect", "timeout", "resolve", "protocol")
"""What may be otherwise in a while; any other reason is the address's own."""
MESSAGE_S = 3600
PAUSE_MS, LONGEST_MS = 15_000, 3_600_000
WORDS = 300
"""Characters of a customer's words in a notice."""


class Notice(Struct, frozen=True, omit_defaults=True):
    """What the service worker is handed; `lang` is the language to say it in."""

    kind: str
    id: str
    lang: str
    name: str = ""
    queue: str = ""
    market: str = ""
    text: str = ""
    until: int = 0


class Bell(Struct, frozen=True):
    """How they are told. `contact` is whom a push service may write to: `https://...` or `mailto:...`."""

    fetch: SafeFetch
    vault: Vault
    contact: str = ""


class Ringer:
    """One worker's part. Each browser has a task of its own while something is due."""

    def __init__(self, pushes: Pushes, bell: Bell, clock: Clock) -> None:
        self._pushes = pushes
        self._bell = bell
        self._clock = clock
        self._at_work: dict[str, asyncio.Task[None]] = {}

    async def walk(self) -> None:
        """Begin what is due. Waits for nobody."""
        calls: dict[str, list[Call]] = {}
        for call in await self._pushes.due(self._clock.now(), BATCH):
            calls.setdefault(call.seat.id, []).append(call)
        for id, some in calls.items():
            if id not in self._at_work:
                task = asyncio.create_task(self._serve(some), name=f"push-{id}")
                self._at_work[id] = task
                task.add_done_callback(partial(self._ended, id))

    def _ended(self, id: str, _task: asyncio.Task[None]) -> None:
        self._at_work.pop(id, None)

    async def settled(self) -> None:
        """Wait until nobody is at work."""
        await asyncio.gather(*self._at_work.values(), return_exceptions=True)

    async def aclose(self) -> None:
        """Let everything go."""
        for task in self._at_work.values():
            task.cancel()
        await self.settled()
        await self._bell.fetch.aclose()

    async def _serve(self, calls: list[Call]) -> None:
        try:
            for call in calls:
                if await self._pushes.claim(call) and not await self._ring(call):
                    return
        except Exception as error:
            log.warning("push.interrupted", seat=calls[0].seat.id, error=type(error).__name__)

    async def _ring(self, call: Call) -> bool:
        """Whether the next may follow."""
        seat = call.seat
        try:
            answer = await self._told(call)
        except Unreached as unreached:
            metrics.PUSHES.labels(unreached.why).inc()
            if unreached.why in ON_THE_WAY:
                await self._later(call, None)
            else:
                log.warning("push.refused", seat=seat.id, why=unreached.why)
                await self._pushes.drop(seat.id)
            return False
        status = answer.status
        good = 200 <= status < 300
        metrics.PUSHES.labels("accepted" if good else "gone" if status in GONE else "refused").inc()
        if status in (*GONE, *STRANGE):
            await self._pushes.drop(seat.id)
        elif status == LATER or status >= 500:
            await self._later(call, answer)
        elif good and seat.failures:
            await self._pushes.rest(seat, 0)
        elif not good:
            log.warning("push.refused", seat=seat.id, status=status)
        return good

    async def _told(self, call: Call) -> Answer:
        seat, now = call.seat, self._clock.now()
        key = await self._pushes.key(seat.workspace_id)
        if key is None:
            raise Refusal("not_found", "key")
        address = read_address(self._bell.vault.open(seat.address, "seat", seat.id))
        private = self._bell.vault.open(key.private, "push", seat.workspace_id)
        there = target(address.endpoint)
        offer = call.status == "offered"
        lasts = max(1, (call.expires_at - now) // 1000) if offer else MESSAGE_S
        headers = {
            "authorization": vapid(private, f"{there.scheme}://{there.authority}", self._bell.contact, now // 1000),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(lasts),
            "urgency": "high" if offer else "normal",
            "topic": sha256(call.conversation_id.encode()).hexdigest()[:32],
        }
        body = encrypted(msgspec.json.encode(_notice(call)), address)
        return await self._bell.fetch(Ask(url=address.endpoint, method="POST", headers=headers, body=body))

    async def _later(self, call: Call, answer: Answer | None) -> None:
        await self._pushes.unclaim(call)
        await self._pushes.rest(call.seat, self._clock.now() + _pause(call.seat, answer))


def _pause(seat: Seat, answer: Answer | None) -> int:
    """As long as the push service says, else twice as long each time; an hour at most."""
    said = answer.headers.get("retry-after", "") if answer else ""
    asked = int(said) * 1000 if said.isascii() and said.isdecimal() and len(said) < 10 else 0
    return min(LONGEST_MS, asked or PAUSE_MS * 2 ** min(seat.failures, 10))


def _notice(call: Call) -> Notice:
    offer = call.status == "offered"
    return Notice(
        kind="offer" if offer else "message",
        id=call.conversation_id,
        lang=call.seat.language,
        name=call.name,
        queue=call.queue,
        market=call.market,
        text=call.text[:WORDS] if call.seat.words else "",
        until=call.expires_at if offer else 0,
    )
