"""Bring a database to the newest shape, say how far it is, and prove that shape and tables agree."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from server.store.database import Database

T = TypeVar("T")
FOLDER = Path(__file__).parents[2] / "migrations"
LOCK = 7_203_861_504


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


async def migrate(database: Database, *, pre: bool = False) -> None:
    """To the newest shape; `pre`: only as far as the code that runs now can live with.

    Two processes may try at once: on PostgreSQL the second waits, on SQLite it finds it done.
    """
    await _run(database, lambda connection: command.upgrade(_config(connection), _safe(connection) if pre else "head"))


def _safe(connection: Connection) -> str:
    """The last revision before the first missing one whose file name says `post`."""
    scripts = ScriptDirectory.from_config(_config())
    done = MigrationContext.configure(connection).get_current_revision()
    goal = done or "base"
    for script in reversed(list(scripts.iterate_revisions("head", done))):
        if "_post_" in Path(script.path).name:
            break
        goal = script.revision
    return goal


async def make_revision(database: Database, name: str, revision: str) -> None:
    """Write a migration from the difference between the tables and this database, which is brought up to date first."""
    await migrate(database)
    await _run(
        database,
        lambda c: command.revision(_config(c), message=name, rev_id=revision, autogenerate=True) and None,
    )


async def drift(database: Database) -> None:
    """Raise when the migrated database differs from the tables (`alembic check`)."""
    await _run(database, lambda connection: command.check(_config(connection)))


async def is_current(database: Database) -> bool:
    """Whether no migration is missing."""
    return await _run(database, _at_head)


def _at_head(connection: Connection) -> bool:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


async def _run(database: Database, work: Callable[[Connection], T]) -> T:
    async with database.writer.begin() as connection:
        if not database.embedded:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        return await connection.run_sync(work)
