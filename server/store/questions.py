"""SQLite's readers: a question is a function call, or one hop to a thread and back, with connections that cannot write.

Through the asynchronous driver it was seven hops: connect, begin, cursor, execute, fetch, close, roll back. Each woke a thread,
and on a busy machine each waited for its turn. SQLAlchemy's own connection cost three times what the question did: it writes
the SQL here, once for each shape of a question, and SQLite is asked directly.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.exc import OperationalError

from server.store.statements import Built, Shapes, Shelf

AT_ONCE = 4
WAITS = 2.0
"""Seconds that a thread waits while somebody has the whole file to themselves; whoever asks on the spot asks a thread instead."""


class Questions:
    """Answers queries, each on its own; `pragmas` are said on every connection."""

    def __init__(self, path: str, pragmas: Sequence[str]) -> None:
        self._path = path
        self._pragmas = pragmas
        self._shapes = Shapes()
        self._shelf = Shelf()
        self._threads = ThreadPoolExecutor(AT_ONCE, "store-read")
        self._each = threading.local()
        self._open: list[sqlite3.Connection] = []

    async def rows(self, query: Executable, given: dict[str, Any] | None = None, *, brief: bool) -> Sequence[Any]:
        """All rows, with a column an attribute. Raises what SQLAlchemy raises. With `given` the question is made once.

        A `brief` question finds a few rows by an index: it is answered on the spot, for a thread's turn comes later than that.
        """
        built = self._shapes.of(query) if given is None else Built(self._shelf.query(query), given)
        if brief:
            try:
                return _answer(self._connection(), built)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise OperationalError(built.asked.parts[0], None, error) from error
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._rows, built)

    def _rows(self, built: Built) -> Sequence[Any]:
        try:
            return _answer(self._connection(WAITS), built)
        except sqlite3.Error as error:
            raise OperationalError(built.asked.parts[0], None, error) from error

    def _connection(self, waits: float = 0.0) -> sqlite3.Connection:
        """The thread's own."""
        found: sqlite3.Connection | None = getattr(self._each, "connection", None)
        if found is None:
            found = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
            for pragma in self._pragmas:
                found.execute(pragma)
            found.execute(f"PRAGMA busy_timeout={waits * 1000:.0f}")
            self._each.connection = found
            self._open.append(found)
        return found

    def close(self) -> None:
        """Let go of the file."""
        self._threads.shutdown()
        for connection in self._open:
            connection.close()


def _answer(connection: sqlite3.Connection, built: Built) -> Sequence[Any]:
    ask = connection.execute
    return built.asked.rows(chain.from_iterable(ask(*one).fetchall() for one in built.asked.filled(built.given)))
