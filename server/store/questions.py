"""SQLite's readers: a question is one hop to a thread and back, with connections that cannot write.

Through the asynchronous driver it was seven: connect, begin, cursor, execute, fetch, close, roll back. Each woke a thread, and on
a busy machine each waited for its turn.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Executable, create_engine, event
from sqlalchemy.engine import URL, Row

AT_ONCE = 4


class Questions:
    """Answers queries, each on its own; `pragmas` are said on every connection."""

    def __init__(self, url: URL, pragmas: Sequence[str]) -> None:
        self._engine = create_engine(url, pool_size=AT_ONCE, max_overflow=0, isolation_level="AUTOCOMMIT")
        self._threads = ThreadPoolExecutor(AT_ONCE, "store-read")

        @event.listens_for(self._engine, "connect")
        def _connected(connection: Any, _record: Any) -> None:
            for pragma in pragmas:
                connection.execute(pragma)

    async def rows(self, query: Executable) -> Sequence[Row[Any]]:
        """All rows. Raises what SQLAlchemy raises."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._rows, query)

    def _rows(self, query: Executable) -> Sequence[Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(query).all()

    def close(self) -> None:
        """Let go of the file."""
        self._threads.shutdown()
        self._engine.dispose()
