"""`kill -9` does not test durability, the kernel keeps what was written; so the settings and the syscalls are looked at."""

import asyncio
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from server.store.database import open_database
from tests.faults.conftest import Begin
from tests.support.people import Shopper
from tests.support.running import Server

pytestmark = pytest.mark.faults
FULL = 2
WORDS = 12


@pytest.mark.parametrize("brief", [True, False])
async def test_every_connection_that_writes_plainly_syncs_fully(tmp_path: Path, brief: bool) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'durable.db'}")
    try:
        async with database.writing(brief=brief) as writing:
            asked = ("journal_mode", "synchronous", "foreign_keys")
            assert [(await writing.execute(text(f"PRAGMA {name}"))).scalar() for name in asked] == ["wal", FULL, 1]
    finally:
        await database.close()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace counts the syscalls and is not on this machine")
@pytest.mark.parametrize("mutant", ["", "unsynced"])
async def test_every_commit_is_synced(begin: Begin, tmp_path: Path, mutant: str) -> None:
    server = await begin(mutant)
    shopper = await Shopper.arrives(server.url)
    await shopper.says("Hello, where is my parcel?")
    tracer = await _trace(server, tmp_path / "counts")
    for number in range(WORDS):
        await shopper.says(f"I am still waiting, this is my question number {number}")
    tracer.terminate()
    await tracer.communicate()
    await shopper.wire.close()
    # % time, seconds, usecs/call, calls, [errors], syscall
    rows = [line.split() for line in (tmp_path / "counts").read_text().splitlines()]
    synced = sum(int(row[3]) for row in rows if row and row[-1] in ("fdatasync", "fsync"))
    assert (synced < WORDS) if mutant else (synced >= WORDS)


async def _trace(server: Server, counts: Path) -> asyncio.subprocess.Process:
    """Count the syncs of all threads of the server, not of its Redis, from now on."""
    assert server.process
    trace = ("strace", "-f", "-c", "-e", "trace=fdatasync,fsync", "-p", str(server.process.pid), "-o", str(counts))
    tracer = await asyncio.create_subprocess_exec(*trace, stderr=asyncio.subprocess.PIPE)
    assert tracer.stderr
    first = await asyncio.wait_for(tracer.stderr.readline(), 20)
    if b"attached" not in first:
        pytest.skip(f"this machine does not allow tracing: {first.decode().strip()}")
    return tracer
