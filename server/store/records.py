"""Plain writes beside the verbs: sessions, files, memory, seeds. On SQLite they take their turn with the writer."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from server.domain.errors import Refusal
from server.store.database import Database
from server.store.hand import Writing


class Records:
    """Short transactions by hand."""

    def __init__(self, database: Database, lock: asyncio.Lock) -> None:
        self._database = database
        self._lock = lock if database.embedded else nullcontext()

    @asynccontextmanager
    async def write(self, *, brief: bool = False) -> AsyncIterator[Writing]:
        """A transaction. Refuses `unavailable` when the database is away or locked.

        `brief`: a few rows by an index, so that it is done before anybody could be sent to do it.
        """
        try:
            async with self._lock, self._database.writing(brief=brief) as writing:
                yield writing
        except (DBAPIError, sqlite3.Error, OSError) as error:
            raise Refusal("unavailable", "store", after_ms=1000) from error


def once(connection: Writing, table: Table, values: dict[str, Any] | None = None) -> Any:
    """Insert; what exists already stays as it is. Without `values` it is for rows that are given with it."""
    return _insert(connection, table, values).on_conflict_do_nothing()


def upsert(connection: Writing, table: Table, values: dict[str, Any], *keys: str) -> Any:
    """Insert, or where `keys` exist already overwrite the rest."""
    statement = _insert(connection, table, values)
    rest = {name: statement.excluded[name] for name in values if name not in keys}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=rest)


def _insert(connection: Writing, table: Table, values: dict[str, Any] | None) -> Any:
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return make(table) if values is None else make(table).values(values)
