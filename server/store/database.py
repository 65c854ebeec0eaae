"""The connections: one writer and several readers on SQLite, one pool on PostgreSQL; durability set on every one of them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from msgspec import Struct
from sqlalchemy import Executable, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from server.store.pen import AsyncPen, Inkwell, Pen
from server.store.questions import Questions

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=2000",
    "PRAGMA cache_size=-8000",
)
"""Of every connection. Who writes keeps 8 MB of pages; what more there is, the system keeps for all."""

READER_PRAGMAS = ("PRAGMA query_only=ON", "PRAGMA cache_size=-1000")
"""Of those who only read, eight of them: with 8 MB each a server grew for hours until all were full."""

POSTGRES_SETTINGS = {
    "synchronous_commit": "on",
    "statement_timeout": "5000",
    "lock_timeout": "2000",
    "idle_in_transaction_session_timeout": "10000",
    "application_name": "tradewind",
}


class Database(Struct, frozen=True):
    """`writer` takes row locks, `reader` never does. On PostgreSQL they are one pool.

    `inkwell` and `questions` are SQLite's short ways to write and to read.
    """

    writer: AsyncEngine
    reader: AsyncEngine
    inkwell: Inkwell | None = None
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

    async def rows(self, query: Executable) -> Sequence[Any]:
        """The answer to a question that changes nothing. Raises what SQLAlchemy raises."""
        if self.questions is not None:
            return await self.questions.rows(query)
        async with self.reader.connect() as connection:
            return (await connection.execute(query)).all()

    async def close(self) -> None:
        """Give all connections back."""
        if self.questions is not None:
            self.questions.close()
        if self.inkwell is not None:
            self.inkwell.close()
        await self.writer.dispose()
        if self.reader is not self.writer:
            await self.reader.dispose()


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
    return Database(engine, engine)


def _sqlite(url: URL) -> Database:
    writer = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=5)
    reader = create_async_engine(url, pool_size=4, max_overflow=0, pool_timeout=5)
    _prepare(writer, "BEGIN IMMEDIATE", ())
    _prepare(reader, "BEGIN", READER_PRAGMAS)
    asked = Questions(url.set(drivername="sqlite"), (*SQLITE_PRAGMAS, *READER_PRAGMAS))
    return Database(writer, reader, Inkwell(str(url.database), SQLITE_PRAGMAS), asked)


def _prepare(engine: AsyncEngine, begin: str, more: tuple[str, ...]) -> None:
    """A deferred BEGIN that upgrades later fails with SQLITE_BUSY whatever the time-out, so writers begin immediately."""

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*SQLITE_PRAGMAS, *more):
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)
