"""A server of the run's own: one process with SQLite and its Redis in a folder that ends with it; its parts can be hurt."""

import asyncio
import os
import shutil
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil

from loadtest.asked import Refused
from loadtest.people.doors import Doors

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0

ONE_PLACE = {"ADDRESS_BURST": "1000000", "ADDRESS_REFILL": "100000"}
"""All people of a run come from one address."""


class Stage:
    """`engine` starts a translation engine beside it; without one the server's own stand-in translates."""

    def __init__(self, sockets: int, *, engine: bool) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tradewind-load-"))
        self.port, self.engine_port = _free_port(), _free_port() if engine else 0
        self.url = f"http://127.0.0.1:{self.port}"
        words = (
            {"LIBRETRANSLATE_URL": f"http://127.0.0.1:{self.engine_port}"} if engine else {"PSEUDO_TRANSLATION": "1"}
        )
        self._environment = {
            **os.environ,
            "PORT": str(self.port),
            "DATA_DIR": str(self.folder),
            "MAX_SOCKETS": str(sockets),
            "LOG_LEVEL": "WARNING",
            **ONE_PLACE,
            **words,
        }
        self._server: asyncio.subprocess.Process | None = None
        self._engine: asyncio.subprocess.Process | None = None

    @property
    def pids(self) -> tuple[int, ...]:
        """The server's process; its Redis is its child."""
        return (self._server.pid,) if self._server else ()

    async def start(self) -> "Stage":
        """Start and wait until it is ready. Refuses `unreachable` with the end of its log."""
        if self.engine_port and self._engine is None:
            self._engine = await self._begin("tests.support.libretranslate", str(self.engine_port))
        self._server = await self._begin("server", "up")
        doors = Doors(self.url, "", "")
        try:
            async with asyncio.timeout(PATIENCE):
                while self._server.returncode is None:
                    with suppress(Refused):
                        await doors.ready()
                        return self
                    await asyncio.sleep(0.1)
        except TimeoutError:
            pass
        finally:
            await doors.aclose()
        raise Refused("unreachable", f"the server did not start:\n{(self.folder / 'log').read_text()[-2000:]}")

    async def crash(self) -> None:
        """The server is killed without a word, and started again."""
        if self._server:
            self._server.kill()
            await self._server.wait()
        await self.start()

    def freeze_redis(self) -> None:
        """Redis takes connections and says nothing."""
        self._signal_redis(signal.SIGSTOP)

    def kill_redis(self) -> None:
        """Redis dies; its keeper starts another."""
        self._signal_redis(signal.SIGKILL)

    def engine(self, *, on: bool) -> None:
        """The translation engine takes what it is asked and answers nothing, or answers again."""
        if self._engine:
            self._engine.send_signal(signal.SIGCONT if on else signal.SIGSTOP)

    async def stop(self) -> None:
        """End it all, and remove its folder."""
        self.engine(on=True)
        for process in (self._server, self._engine):
            if process and process.returncode is None:
                process.send_signal(signal.SIGINT if process is self._server else signal.SIGKILL)
                with suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), 20)
                if process.returncode is None:
                    process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def _begin(self, module: str, *arguments: str) -> asyncio.subprocess.Process:
        with (self.folder / "log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", module, *arguments, cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )

    def _signal_redis(self, number: signal.Signals) -> None:
        for pid in self.pids:
            for child in psutil.Process(pid).children(recursive=True):
                with suppress(psutil.Error):
                    if "redis-server" in child.name():
                        child.send_signal(number)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
