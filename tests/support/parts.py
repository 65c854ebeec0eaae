"""Real PostgreSQL and Redis servers of a test's own: private folders, free ports, ended by their process."""

import asyncio
import glob
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from tests.support.running import free_port
from tests.support.shape import apart, migrated

RELAXED = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB")


class Postgres:
    """One cluster. `fsync` stays off unless durability itself is tested; synchronous_commit is the server's own wish."""

    def __init__(self, folder: Path | None = None, connections: int = 80) -> None:
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        if not found:
            pytest.skip("no PostgreSQL server binaries")
        self._bin = Path(found[-1])
        self.folder = folder or Path(tempfile.mkdtemp(prefix="pg-"))
        self._settings = (*RELAXED, f"max_connections={connections}")
        self._names = itertools.count()
        self._shape = ""
        self.port = free_port()
        self.url = f"postgresql://tradewind@127.0.0.1:{self.port}/postgres"

    def start(self) -> "Postgres":
        """Make the cluster and start it."""
        self._owned()
        self._run("initdb", "-D", str(self._data), "-U", "tradewind", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.again()
        return self

    def fresh(self) -> str:
        """The URL of one more database, empty."""
        return self._made(f"fresh_{next(self._names)}", "template1")

    def shaped(self) -> str:
        """The URL of one more database, migrated, without a row."""
        if not self._shape:
            self._shape = f"shape_{next(self._names)}"
            url = self._made(self._shape, "template1")
            apart(lambda: migrated(url))
        return self._made(f"fresh_{next(self._names)}", self._shape)

    def _made(self, name: str, like: str) -> str:
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "tradewind", "-T", like, name)
        return self.url.removesuffix("postgres") + name

    def again(self) -> None:
        """Start it, also after a stop."""
        settings = " ".join(f"-c {setting}" for setting in self._settings)
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} {settings}"
        self._run("pg_ctl", "-D", str(self._data), "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """End it; `immediate` is a crash."""
        self._run("pg_ctl", "-D", str(self._data), "-m", mode, "-w", "stop", check=False)

    def remove(self) -> None:
        """End it and forget its data."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _owned(self) -> None:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("nobody")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self.folder.chmod(0o755)

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        command = [str(self._bin / program), *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise RuntimeError(f"{program}: {done.stdout[-2000:]}{done.stderr[-2000:]}")


class RedisProcess:
    """A Redis on a port, as an operator would run it."""

    def __init__(self) -> None:
        binary = shutil.which("redis-server")
        if binary is None:
            pytest.skip("no redis-server on PATH")
        self._binary = binary
        self._folder = tempfile.mkdtemp(prefix="rd-")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> "RedisProcess":
        """Start and wait for PONG."""
        arguments = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self._folder)
        self.process = await asyncio.create_subprocess_exec(
            self._binary, *arguments, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        client = Redis.from_url(self.url)
        async with asyncio.timeout(20):
            while True:
                try:
                    await client.ping()
                    break
                except (RedisError, OSError):
                    await asyncio.sleep(0.05)
        await client.aclose()
        return self

    @property
    def pid(self) -> int:
        """Of the process that runs."""
        assert self.process
        return self.process.pid

    async def kill(self) -> None:
        """SIGKILL."""
        if self.process and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def remove(self) -> None:
        """End it and forget its data."""
        await self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)
