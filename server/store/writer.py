"""The group-commit writer: many verbs, one transaction, one fsync; answers and announcements only after the commit."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from msgspec import Struct
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.store.chain import Sealer
from server.store.database import Database
from server.store.flush import flush
from server.store.load import load
from server.store.patience import Patience
from server.store.rulings import PURPOSE
from server.store.turn import Change, Outcome, Turn
from server.telemetry import metrics

T = TypeVar("T")
Announce = Callable[[Outcome], None]
log = structlog.get_logger()
FILLING, QUIET = 0.008, 2
"""Seconds a batch may grow; turns of the loop without news that end it (a frame is read in one, judged in the next)."""


class WriterOptions(Struct, frozen=True, kw_only=True):
    """`batch` verbs at most in a transaction; `waiting` at most in line; `seconds` a caller waits before `unavailable`.

    `keys` seal the log of verdicts.
    """

    batch: int = 64
    waiting: int = 2000
    seconds: float = 5.0
    keys: tuple[bytes, ...] = (b"",)


class _Ticket(Struct, eq=False):
    change: Change[Any]
    answer: "asyncio.Future[Any]"


class Writer:
    """Decides verbs in the order they came. `announce` is called after each commit, in commit order, and must not wait."""

    def __init__(
        self, database: Database, clock: Clock, announce: Announce, options: WriterOptions = WriterOptions()
    ) -> None:
        self._database = database
        self._clock = clock
        self._announce = announce
        self._options = options
        self._patience = Patience(options.seconds)
        self._sealer = Sealer(options.keys, PURPOSE)
        self._line: deque[_Ticket] = deque()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self.lock = asyncio.Lock()
        """Held while a transaction is open; on SQLite whoever else writes takes it too."""

    @property
    def waiting(self) -> int:
        """How many verbs stand in line."""
        return len(self._line)

    async def start(self) -> None:
        """Begin to write."""
        self._task = asyncio.create_task(self._run(), name="store-writer")

    async def stop(self) -> None:
        """Write what stands in line, then end."""
        if self._task is None:
            return
        self._stopping = True
        self._wake.set()
        await asyncio.gather(self._task, return_exceptions=True)

    async def commit(self, change: Change[T]) -> T:
        """Decide and store. The answer means durable. Refuses `busy`, `unavailable`, or whatever the verb refuses."""
        if len(self._line) >= self._options.waiting:
            raise Refusal("busy", after_ms=1000)
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._line.append(_Ticket(change, answer))
        self._patience.watch(answer)
        self._wake.set()
        return await answer

    async def _run(self) -> None:
        while not self._stopping:
            await self._wake.wait()
            self._wake.clear()
            while self._line:
                await self._fill()
                size = min(len(self._line), self._options.batch)
                batch = [self._line.popleft() for _ in range(size)]
                await self._write(batch)

    async def _fill(self) -> None:
        """Let come along who is on the way right now: pages, fsync and sends are shared. Nobody on the way, no waiting."""
        loop, quiet = asyncio.get_running_loop(), 0
        until = loop.time() + FILLING
        while quiet < QUIET and len(self._line) < self._options.batch and loop.time() < until:
            before = len(self._line)
            await asyncio.sleep(0)
            quiet = 0 if len(self._line) > before else quiet + 1

    async def _write(self, batch: list[_Ticket]) -> None:
        try:
            await self._transact(batch)
        except Exception as error:
            if len(batch) == 1 or _away(error):
                log.warning("store.failed", verbs=len(batch), error=type(error).__name__)
                for ticket in batch:
                    _refuse(ticket, Refusal("unavailable", "store", after_ms=1000))
                return
            log.info("store.replayed", verbs=len(batch), error=type(error).__name__)
            for ticket in batch:
                await self._alone(ticket)

    async def _alone(self, ticket: _Ticket) -> None:
        """A verb that the database refuses must not take its neighbours down; and a race lost once is won by looking again."""
        for last in (False, True):
            try:
                await self._transact([ticket])
                return
            except Exception as error:
                if last or _away(error):
                    log.warning("store.poisoned", error=type(error).__name__)
                    _refuse(ticket, Refusal("unavailable", "store", after_ms=1000))
                    return

    async def _transact(self, batch: list[_Ticket]) -> None:
        settled: list[tuple[_Ticket, Any]] = []
        deferred: list[_Ticket] = []
        async with self.lock, self._database.pen() as pen:
            world = await load(pen, (ticket.change.needs for ticket in batch), self._clock.now())
            for ticket in batch:
                if world.locked and not world.locked.isdisjoint(ticket.change.needs.rows):
                    deferred.append(ticket)
                    continue
                turn = Turn(world)
                try:
                    settled.append((ticket, ticket.change.decide(turn)))
                    turn.keep()
                except Exception as refusal:
                    settled.append((ticket, refusal))
            if not world.outcome.empty:
                await flush(pen, world.outcome, self._sealer)
        metrics.COMMITTED.inc(len(settled))
        if not world.outcome.empty:
            metrics.COMMITS.inc()
            self._announce(world.outcome)
        for ticket, result in settled:
            _settle(ticket, result)
        if deferred:
            await self._defer(deferred)

    async def _defer(self, tickets: list[_Ticket]) -> None:
        """Another node holds these rows: their verbs keep their place in line, and nobody else waits for them."""
        self._line.extendleft(reversed([ticket for ticket in tickets if not ticket.answer.done()]))
        self._wake.set()
        if len(self._line) == len(tickets):
            await asyncio.sleep(0.005)


def _settle(ticket: _Ticket, result: Any) -> None:
    if ticket.answer.done():
        return
    if isinstance(result, Exception):
        ticket.answer.set_exception(result)
    else:
        ticket.answer.set_result(result)


def _refuse(ticket: _Ticket, refusal: Refusal) -> None:
    _settle(ticket, refusal)


def _away(error: Exception) -> bool:
    """Whether the database itself is out of reach or locked, so that trying verbs one by one would only wait longer."""
    if isinstance(error, sqlite3.OperationalError):
        return error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    if isinstance(error, DBAPIError):
        return bool(error.connection_invalidated) or "locked" in str(error.orig)
    return isinstance(error, (OSError, TimeoutError, PoolTimeout))
