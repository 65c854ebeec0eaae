"""Starting and stopping: what must be up before the door opens, what keeps going, and in which order it ends."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from starlette.applications import Starlette

from server.app import pages
from server.app.desk_rules import SECONDS
from server.app.house import House
from server.app.keys import seal_what_lies_open
from server.conversations.erasing import finish, keep_for_a_time
from server.conversations.expecting import expectations
from server.conversations.forgetting import forget_attendance
from server.conversations.housekeeping import sweep
from server.conversations.idling import rest_idle
from server.conversations.shifts import end_shifts
from server.domain.errors import Refusal
from server.fanout import audiences
from server.live.bus import Bus
from server.telemetry import metrics
from server.worker.beats import Beat, Beats

log = structlog.get_logger()
BRIDGE_SECONDS = 5.0
LETTER_SECONDS = 2.0
LOGIN_SECONDS = 3.0
"""A login that ended closes its sockets within 5 s, also where no news of it comes."""
CALM_SECONDS = 5.0


class Running:
    """A house that runs."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.ready = False
        self._tasks: list[asyncio.Task[Any]] = []
        self._looked = 0.0
        self.beats = Beats(self._beats(), house.clock)

    def _beats(self) -> tuple[Beat, ...]:
        house = self.house
        found: list[Beat] = [
            Beat("gauges", 5.0, self._gauge),
            Beat("pairs", 60.0, self._pairs),
            Beat("files", 60.0, house.store.intake.sweep),
            Beat("spent", 2.0, house.words.workshop.spending.tell),
            Beat("packs", SECONDS, house.words.rulebooks.look),
            Beat("pages", pages.SECONDS, pages.give_back),
        ]
        if house.role in ("all", "web"):
            found += [
                Beat("lists", 0.4, self._flush),
                Beat("bridge-tokens", 3.0, house.close_ended_bridges),
                Beat("logins", LOGIN_SECONDS, house.login_seats.look),
                Beat("customers-left", LOGIN_SECONDS, house.customer_seats.look),
                Beat("logins-seen", 60.0, self._seen),
                Beat("watching", 1.0, self._watching),
                Beat("relay", 1.0, self._relay),
                Beat("positions", 10.0, self._positions),
                Beat("places", 3.0, self._places),
            ]
        if house.role in ("all", "worker"):
            found += [
                Beat("sweep", 1.0, lambda: sweep(house.room)),
                Beat("idle", 15.0, lambda: rest_idle(house.room)),
                Beat("shifts", 15.0, lambda: end_shifts(house.room)),
                Beat("past", 3600.0, lambda: forget_attendance(house.room)),
                Beat("erasures", 15.0, lambda: finish(house.store.taking)),
                Beat("retention", 600.0, lambda: keep_for_a_time(house.store.taking)),
                Beat("logins-past", 3600.0, lambda: house.store.sessions.forget(house.clock.now())),
                Beat("customers-past", 3600.0, lambda: house.store.shoppers.endings.forget(house.clock.now())),
                Beat("findable", 1.0, house.store.past.walk),
                Beat("bridges", BRIDGE_SECONDS, house.courier.again),
                Beat("bridges-forgetting", BRIDGE_SECONDS, house.courier.forgettings),
                Beat("bridges-past", 3600.0, house.courier.forget),
                Beat("tickets", 2.0, house.clerk.walk),
                Beat("webhooks", 0.5, house.outgoing.herald.walk),
                Beat("pushes", 1.0, house.outgoing.ringer.walk),
                Beat("webhooks-past", 3600.0, house.outgoing.herald.forget),
            ]
            if house.postman:
                found.append(Beat("letters", LETTER_SECONDS, house.postman.walk))
            found.append(Beat("links-past", 3600.0, lambda: house.store.link_letters.forget(house.clock.now())))
        return tuple(found)

    async def start(self) -> None:
        """Everything that must be up; Redis may be away, the database may not."""
        house = self.house
        if house.redis:
            try:
                await house.redis.start()
                self._keep(house.redis.supervise(), "redis")
            except Refusal as refusal:
                log.error("redis.not_started", detail=refusal.detail)
        await house.store.writer.start()
        await seal_what_lies_open(house.store)
        await house.words.rulebooks.look()  # nobody is judged before the desk's own rules are in force
        for workspace in await house.store.desk.workspaces():
            agents = await house.store.desk.agents(workspace.id)
            here = {agent.id for agent in agents if agent.availability != "offline" or agent.load}
            house.presence.policy_changed(workspace.id, workspace.policy.grace_seconds)
            house.presence.expect(workspace.id, here)
        if isinstance(house.bus, Bus):
            house.bus.subscribe(audiences.LOGINS)
            house.bus.subscribe(audiences.RULES)
            self._keep(house.bus.run(), "bus")
        self._keep(house.router.run(), "router")
        self._keep(house.presence.run(), "presence")
        self._keep(self.beats.run(), "beats")
        self._keep(house.words.get_ready(), "words")
        self.ready = True

    async def stop(self) -> None:
        """Finish what was promised, then let go."""
        self.ready = False
        house = self.house
        await house.interpreter.stop()
        await house.clerk.settled()
        await house.router.aclose()
        await house.store.writer.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await house.words.close()
        with suppress(Refusal):
            await house.words.workshop.spending.tell()
        await house.outgoing.herald.aclose()
        await house.outgoing.ringer.aclose()
        await house.live.aclose()
        house.passwords.close()
        await house.store.intake.stop()
        await house.store.database.close()
        if house.redis:
            await house.redis.stop()

    def _keep(self, work: Coroutine[Any, Any, Any], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(_report)
        self._tasks.append(task)

    async def _flush(self) -> None:
        self.house.publisher.flush_lists()

    async def _relay(self) -> None:
        """Each second while the bus is lost, else now and then: the net under fan-out."""
        house = self.house
        now = house.clock.monotonic()
        alone = not isinstance(house.bus, Bus)
        if (house.bus.healthy or alone) and now - self._looked < CALM_SECONDS:
            return
        self._looked = now
        behind = await house.relay.followed(house.following.followed())
        if behind:
            metrics.RELAYED.inc(behind)
        await house.relay.lists(house.clock.now())

    async def _positions(self) -> None:
        await self.house.following.announce_positions()

    async def _pairs(self) -> None:
        self.house.router.pairs_changed(await self.house.words.pairs())

    async def _places(self) -> None:
        await expectations(self.house.room, self.house.following.followed())

    async def _seen(self) -> None:
        """Whose console is open is not idle."""
        await self.house.store.sessions.seen(self.house.login_seats.logins, self.house.clock.now())

    async def _watching(self) -> None:
        """Whose console is looked at needs no notice; written down for all of them at once."""
        house = self.house
        await house.store.pushes.watch(house.outgoing.watching.take(), house.clock.now())

    async def _gauge(self) -> None:
        house = self.house
        stats = house.engine.stats()
        metrics.SOCKETS.set(stats.sessions)
        metrics.TASKS.set(len(asyncio.all_tasks()))
        metrics.QUEUED_BYTES.set(stats.queued_bytes)
        metrics.WAITING.set(house.store.writer.waiting)
        metrics.REDIS_UP.set(await self._answers())

    async def _answers(self) -> bool:
        try:
            await self.house.live.ping()
        except Refusal:
            return False
        return True

    async def health(self) -> dict[str, object]:
        """What the readiness page says. Redis away is `degraded`, not `not ready`."""
        try:
            await self.house.store.desk.workspaces()
            database = True
        except Refusal:
            database = False
        since = self.beats.succeeded.get("sweep")
        free = shutil.disk_usage(self.house.settings.data_dir).free
        return {
            "ok": self.ready and database,
            "role": self.house.role,
            "database": database,
            "redis": await self._answers(),
            "push": self.house.bus.healthy,
            "worker": None if since is None else round(self.house.clock.monotonic() - since, 1),
            "diskFreeBytes": free,
            "sockets": self.house.engine.stats().sessions,
        }

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        """Starlette's frame around it."""
        await self.start()
        try:
            yield
        finally:
            await self.stop()


def _report(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and task.exception():
        log.error("task.ended", task=task.get_name(), exc_info=task.exception())
