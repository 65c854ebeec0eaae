"""What a transaction of the writer reads and writes with; the statements are the same on both databases.

On PostgreSQL it is SQLAlchemy's connection. On SQLite every statement is a function call: it is compiled once, runs at once on
the event loop, in memory, and only the commit with its fsync goes to a thread. A hop to a thread and back for each
statement cost more than all of them together.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from itertools import chain
from typing import Any, Protocol

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from server.store.heads import Memory
from server.store.statements import Shelf

MOST = 6
"""Two to its power: rows of a statement at most."""
PATIENCE = 2.0
"""Seconds to wait while somebody else, a doctor or a release, writes to the same file."""


class Pen(Protocol):
    """One open transaction. `memory` holds rows that need not be read, where the database lets us know that they are current."""

    embedded: bool
    memory: Memory | None

    async def read(self, query: Executable, **given: Any) -> Sequence[Any]:
        """The rows, with a column an attribute; `given` are the values of its parameters, a list for an expanding one."""
        ...

    async def write(self, change: Executable, rows: list[dict[str, Any]], *, together: bool = False) -> None:
        """Do it once for each row of values; `together`: an insert of many rows a statement, where that is less work."""
        ...


class AsyncPen:
    """SQLAlchemy's."""

    embedded = False
    memory: Memory | None = None

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def read(self, query: Executable, **given: Any) -> Sequence[Any]:
        """See Pen."""
        return (await self._connection.execute(query, given)).all()

    async def write(self, change: Executable, rows: list[dict[str, Any]], *, together: bool = False) -> None:
        """See Pen."""
        await self._connection.execute(change, rows)


class SqlitePen:
    """Straight to SQLite."""

    embedded = True

    def __init__(self, connection: sqlite3.Connection, shelf: Shelf, memory: Memory) -> None:
        self._connection = connection
        self._shelf = shelf
        self.memory: Memory | None = memory

    async def read(self, query: Executable, **given: Any) -> Sequence[Any]:
        """See Pen."""
        asking = self._shelf.query(query)
        ask = self._connection.execute
        return asking.rows(chain.from_iterable(ask(*one).fetchall() for one in asking.filled(given)))

    async def write(self, change: Executable, rows: list[dict[str, Any]], *, together: bool = False) -> None:
        """See Pen. A full-text table writes out what it has at the end of each statement that fills it."""
        change_ = self._shelf.change(change, tuple(rows[0]))
        values = list(map(change_.values, rows))
        if not together:
            self._connection.executemany(change_.text, values)
            return
        marks = f", ({', '.join('?' * len(change_.places))})"
        while values:
            size = 1 << min(len(values).bit_length() - 1, MOST)  # few lengths: few texts are ever prepared
            some, values = values[:size], values[size:]
            self._connection.execute(change_.text + marks * (size - 1), list(chain.from_iterable(some)))


class Inkwell:
    """The one connection that writes to an SQLite file by this short way. Whoever uses it holds the writer's lock."""

    def __init__(self, path: str, pragmas: Iterable[str]) -> None:
        self._path = path
        self._pragmas = pragmas
        self._shelf = Shelf()
        self._memory = Memory()
        self._connection: sqlite3.Connection | None = None
        self._syncing = ThreadPoolExecutor(1, "store-sync")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Pen]:
        """Begin; commit, or roll back when anything fails. What `sqlite3` raises goes through."""
        connection = self.open()
        await begun(connection)
        try:
            self._memory.begun(connection.execute("PRAGMA data_version").fetchone()[0])
            yield SqlitePen(connection, self._shelf, self._memory)
            commit = asyncio.get_running_loop().run_in_executor(self._syncing, connection.execute, "COMMIT")
            await settled(commit)
            self._memory.settle()
        except BaseException:
            self._memory.forget()
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def open(self) -> sqlite3.Connection:
        """The connection, durable like every other one."""
        if self._connection is None:
            self._connection = sqlite3.connect(self._path, 0, isolation_level=None, check_same_thread=False)
            for pragma in self._pragmas:
                self._connection.execute(pragma)
            self._connection.execute("PRAGMA busy_timeout=0")
        return self._connection

    def close(self) -> None:
        """Let go of the file."""
        self._syncing.shutdown()
        if self._connection is not None:
            self._connection.close()
            self._connection = None


async def begun(connection: sqlite3.Connection) -> None:
    """Begin to write as soon as nobody else does. Raises what `sqlite3` raises."""
    until = asyncio.get_running_loop().time() + PATIENCE
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or asyncio.get_running_loop().time() > until:
                raise
        await asyncio.sleep(0.005)


async def settled(commit: "asyncio.Future[Any]") -> None:
    """Wait for it whatever happens to us: nobody may touch the connection before the thread is done with it."""
    try:
        await asyncio.shield(commit)
    except asyncio.CancelledError:
        await asyncio.wait([commit])
        raise
