"""SQLite's readers: a brief question is a function call, any other one hop to a thread and back; none of them can write.

Through the asynchronous driver it was seven hops: connect, begin, cursor, execute, fetch, close, roll back. Each woke a thread,
and on a busy machine each waited for its turn. SQLAlchemy's own connection costs three times what a brief question does: it
only writes the SQL there, once for each shape of a question, and SQLite is asked directly.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any

from sqlalchemy import Executable, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from server.store.statements import Built, Shapes, Shelf

AT_ONCE = 4


class Questions:
    """Answers queries, each on its own; `pragmas` are said on every connection."""

    def __init__(self, url: URL, pragmas: Sequence[str]) -> None:
        self._path = str(url.database)
        self._pragmas = pragmas
        self._shapes = Shapes()
        self._shelf = Shelf()
        self._here: sqlite3.Connection | None = None
        self._engine = create_engine(url, pool_size=AT_ONCE, max_overflow=0, isolation_level="AUTOCOMMIT")
        self._threads = ThreadPoolExecutor(AT_ONCE, "store-read")

        @event.listens_for(self._engine, "connect")
        def _connected(connection: Any, _record: Any) -> None:
            for pragma in pragmas:
                connection.execute(pragma)

    async def rows(self, query: Executable, given: dict[str, Any] | None = None, *, brief: bool) -> Sequence[Any]:
        """All rows, with a column an attribute. Raises what SQLAlchemy raises. With `given` the question is made once.

        A `brief` question finds a few rows by an index: it is answered on the spot, for a thread's turn comes later than that.
        """
        if brief:
            built = self._shapes.of(query) if given is None else Built(self._shelf.query(query), given)
            try:
                return _answer(self._on_the_spot(), built)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise OperationalError(built.asked.parts[0], None, error) from error
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._rows, query, given)

    def _rows(self, query: Executable, given: dict[str, Any] | None) -> Sequence[Any]:
        with self._engine.connect() as connection:
            return connection.execute(query, given).all()

    def _on_the_spot(self) -> sqlite3.Connection:
        """The loop's own connection, which waits for nobody."""
        if self._here is None:
            self._here = sqlite3.connect(self._path, 0, isolation_level=None, check_same_thread=False)
            for pragma in (*self._pragmas, "PRAGMA busy_timeout=0"):
                self._here.execute(pragma)
        return self._here

    def close(self) -> None:
        """Let go of the file."""
        self._threads.shutdown()
        self._engine.dispose()
        if self._here is not None:
            self._here.close()


def _answer(connection: sqlite3.Connection, built: Built) -> Sequence[Any]:
    ask = connection.execute
    return built.asked.rows(chain.from_iterable(ask(*one).fetchall() for one in built.asked.filled(built.given)))
