"""Databases to be copied: migrated once a process, for whatever is not about migrations; and passwords that cost little."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher

from server.identity.passwords import Passwords
from server.store.database import open_database
from server.store.migrate import migrate

FILE = "tradewind.db"


def quick_passwords() -> Passwords:
    """argon2id of the least cost; what it makes is checked at that cost by any server."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def apart(work: Callable[[], Coroutine[object, object, None]]) -> None:
    """Run to the end in a loop of its own, also while one runs here."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(work())).result()


async def migrated(url: str) -> None:
    """Bring an empty database to the newest shape and let go of it."""
    database = open_database(url)
    await migrate(database)
    await database.close()


@cache
def _shape() -> Path:
    path = Path(tempfile.mkdtemp(prefix="tw-shape-")) / FILE
    apart(lambda: migrated(f"sqlite:///{path}"))
    return path


def shaped(folder: Path, name: str = FILE) -> Path:
    """A migrated database without a row, in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(_shape(), folder / name))
