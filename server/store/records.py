"""Plain writes beside the verbs: sessions, files, memory, seeds. On SQLite they take their turn with the writer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from server.domain.errors import Refusal
from server.store.database import Database


class Records:
    """Short transactions by hand."""

    def __init__(self, database: Database, lock: asyncio.Lock) -> None:
        self._database = database
        self._lock = lock if database.embedded else nullcontext()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction. Refuses `unavailable` when the database is away or locked."""
        try:
            async with self._lock, self._database.writer.begin() as connection:
                yield connection
        except (DBAPIError, OSError) as error:
            raise Refusal("unavailable", "store", after_ms=1000) from error


def once(connection: AsyncConnection, table: Table, values: dict[str, Any] | None = None) -> Any:
    """Insert; what exists already stays as it is. Without `values` it is for rows that are given with it."""
    return _insert(connection, table, values).on_conflict_do_nothing()


def upsert(connection: AsyncConnection, table: Table, values: dict[str, Any], *keys: str) -> Any:
    """Insert, or where `keys` exist already overwrite the rest."""
    statement = _insert(connection, table, values)
    rest = {name: statement.excluded[name] for name in values if name not in keys}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=rest)


def _insert(connection: AsyncConnection, table: Table, values: dict[str, Any] | None) -> Any:
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return make(table) if values is None else make(table).values(values)
