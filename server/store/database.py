"""The connections: three that write in turn and several that read on SQLite, one pool on PostgreSQL; all of them durable."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from msgspec import Struct
from sqlalchemy import Executable, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from server.domain.errors import Refusal
from server.store.hand import Hand, Writing
from server.store.pen import AsyncPen, Inkwell, Pen
from server.store.questions import Questions

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=2000",
    "PRAGMA cache_size=-1000",
)
"""Of every connection. With 8 MB of pages each a server grew for hours until all were full; what more is, the system keeps."""

READS, WRITES = ("PRAGMA query_only=ON",), ("PRAGMA cache_size=-8000",)
"""Besides: of those that only read, and of the one that writes messages."""

PATIENCE, PAUSE = 30.0, 0.5
"""Seconds for which a database is waited for that was started beside this process, or restarts; and between two tries."""
_STARTING = "57P03"
"""`cannot_connect_now` (PostgreSQL's appendix A, error codes)."""

POSTGRES_SETTINGS = {
    "synchronous_commit": "on",
    "statement_timeout": "5000",
    "lock_timeout": "2000",
    "idle_in_transaction_session_timeout": "10000",
    "application_name": "tradewind",
}


class Database(Struct, frozen=True):
    """`writer` is PostgreSQL's pool, or SQLite's one connection that may take its time.

    `inkwell`, `hand` and `questions` are SQLite's short ways to write and to read.
    """

    writer: AsyncEngine
    inkwell: Inkwell | None = None
    hand: Hand | None = None
    questions: Questions | None = None

    @property
    def embedded(self) -> bool:
        """Whether this is SQLite, where one process is the only writer."""
        return self.writer.dialect.name == "sqlite"

    @asynccontextmanager
    async def pen(self) -> AsyncIterator[Pen]:
        """A transaction of the writer, which holds its lock meanwhile."""
        if self.inkwell is not None:
            async with self.inkwell.transaction() as pen:
                yield pen
        else:
            async with self.writer.begin() as connection:
                yield AsyncPen(connection)

    @asynccontextmanager
    async def writing(self, *, brief: bool) -> AsyncIterator[Writing]:
        """A transaction of plain writes; `brief`: a few rows by an index. Raises what SQLAlchemy raises."""
        if brief and self.hand is not None:
            async with self.hand.transaction() as hand:
                yield hand
        else:
            async with self.writer.begin() as connection:
                yield connection

    async def rows(
        self, query: Executable, given: dict[str, Any] | None = None, *, brief: bool = False
    ) -> Sequence[Any]:
        """The answer to a question that changes nothing; `brief`: a few rows by an index. Raises what SQLAlchemy raises.

        `given` are the values of a question that is made once and asked often.
        """
        if self.questions is not None:
            return await self.questions.rows(query, given, brief=brief)
        async with self.writer.connect() as connection:
            return (await connection.execute(query, given)).all()

    async def reached(self, patience: float = PATIENCE) -> None:
        """Returns once PostgreSQL answers. Refuses `unavailable` after `patience` seconds, at once where waiting is no use."""
        if self.embedded:
            return
        until = time.monotonic() + patience
        while True:
            try:
                async with self.writer.connect():
                    return
            except (OSError, DBAPIError) as error:
                if not _may_come(error) or time.monotonic() >= until:
                    cause = error.orig if isinstance(error, DBAPIError) else error
                    place = self.writer.url.render_as_string(hide_password=True)
                    raise Refusal("unavailable", f"the database {place} does not answer: {cause}") from error
            await asyncio.sleep(PAUSE)

    async def close(self) -> None:
        """Give all connections back."""
        if self.questions is not None:
            self.questions.close()
        if self.inkwell is not None:
            self.inkwell.close()
        if self.hand is not None:
            self.hand.close()
        await self.writer.dispose()


def _may_come(error: OSError | DBAPIError) -> bool:
    """Whether nobody listens yet, or who listens is still starting; TimeoutError is an OSError."""
    return isinstance(error, OSError) or getattr(error.orig, "sqlstate", None) == _STARTING


def open_database(url: str) -> Database:
    """Open `sqlite:///path` or `postgresql://...`; the async driver is chosen here."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed.set(drivername="sqlite+aiosqlite"))
    engine = create_async_engine(
        parsed.set(drivername="postgresql+asyncpg"),
        pool_size=12,
        max_overflow=8,
        pool_timeout=5,
        pool_pre_ping=True,
        connect_args={"server_settings": POSTGRES_SETTINGS, "timeout": 5},
    )
    return Database(engine)


def _sqlite(url: URL) -> Database:
    writer = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=5)
    _prepare(writer)
    hand = Hand(url.set(drivername="sqlite"), SQLITE_PRAGMAS)
    asked = Questions(url.set(drivername="sqlite"), (*SQLITE_PRAGMAS, *READS))
    return Database(writer, Inkwell(str(url.database), (*SQLITE_PRAGMAS, *WRITES)), hand, asked)


def _prepare(engine: AsyncEngine) -> None:
    """A deferred BEGIN that upgrades later fails with SQLITE_BUSY whatever the time-out, so writers begin immediately."""

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
