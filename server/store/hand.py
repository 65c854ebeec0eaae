"""SQLite's short way for a few plain writes: they are done on the spot, and only the commit with its fsync goes to a thread.

Through the asynchronous driver a transaction of two statements waited seven times for its turn, and whoever else writes waited
for all seven: on a busy loop an upload's row held up every message for seconds.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Protocol

from sqlalchemy import Connection, CursorResult, Dialect, Executable, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import StaticPool

from server.store.pen import begun, settled


class Writing(Protocol):
    """An open transaction of plain writes."""

    @property
    def dialect(self) -> Dialect:
        """Whose SQL it speaks."""
        ...

    async def execute(self, statement: Executable, parameters: Any = None, /) -> CursorResult[*tuple[Any, ...]]:
        """Do it. Raises what SQLAlchemy raises."""
        ...


class _OnTheSpot:
    """SQLAlchemy's own connection, where doing something takes no waiting."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.dialect = connection.dialect

    async def execute(self, statement: Executable, parameters: Any = None, /) -> CursorResult[*tuple[Any, ...]]:
        """See Writing."""
        return self._connection.execute(statement, parameters)


class Hand:
    """The one connection that writes so. Whoever uses it holds the writer's lock."""

    def __init__(self, url: URL, pragmas: Sequence[str]) -> None:
        self._engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
        self._syncing = ThreadPoolExecutor(1, "store-hand")

        @event.listens_for(self._engine, "connect")
        def _connected(connection: Any, _record: Any) -> None:
            connection.isolation_level = None
            for pragma in (*pragmas, "PRAGMA busy_timeout=0"):
                connection.execute(pragma)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Writing]:
        """Begin; commit, or roll back when anything fails. Raises what SQLAlchemy raises."""
        with self._engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            await begun(raw)
            try:
                yield _OnTheSpot(connection)
                await settled(asyncio.get_running_loop().run_in_executor(self._syncing, raw.execute, "COMMIT"))
            except BaseException:
                if raw.in_transaction:
                    raw.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Let go of the file."""
        self._syncing.shutdown()
        self._engine.dispose()
