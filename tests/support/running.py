"""The real server as a process of its own, on a free port and a folder of its own."""

import asyncio
import os
import shutil
import signal
import socket
import ssl
import tempfile
import time
from pathlib import Path

import httpx2

from tests.support.nursery import Child, born

DEFAULTS = {
    "RATE_BURST": "1000000",
    "RATE_REFILL": "100000",
    "ADDRESS_BURST": "1000000",
    "WORKSPACE_BURST": "100000000",
    "PSEUDO_TRANSLATION": "1",
    "DRAIN_SECONDS": "0.1",
    "LOG_LEVEL": "INFO",
}


PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For HTTP clients, which never use it here; the default would read every root certificate of the machine each time."""


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def run(*arguments: str, **environment: str) -> tuple[int, str]:
    """`python -m server ...` to its end: its exit code and all it said."""
    with tempfile.NamedTemporaryFile() as said:
        process = await born("server", arguments, {**os.environ, **environment}, Path(said.name))
        code = await asyncio.wait_for(process.wait(), 90)
        return code, said.read().decode()


class Server:
    """`python -m server <command>`. Logs go to a file beside the data. `module` may be a mutant of the server."""

    def __init__(
        self, folder: Path, command: tuple[str, ...] = ("up",), *, module: str = "server", **environment: str
    ) -> None:
        self.folder = folder
        self.database = folder / "data" / "tradewind.db"
        self._module = module
        self.port = int(environment.get("PORT", 0)) or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"server-{self.port}.log"
        self._command = command
        self._environment = {
            **os.environ,
            **DEFAULTS,
            "PORT": str(self.port),
            "DATA_DIR": str(folder / "data"),
            **environment,
        }
        self.process: Child | None = None

    def given(self, seeded: Path) -> "Server":
        """Begin with a copy of a database that a release has made, instead of with none."""
        self.database.parent.mkdir(parents=True)
        shutil.copy(seeded, self.database)
        return self

    async def start(self, *, wait: bool = True) -> "Server":
        """Start and wait until it is ready."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process = await born(self._module, self._command, self._environment, self.log)
        if wait:
            await self.ready()
        return self

    async def ready(self, seconds: float = 90) -> None:
        """Wait for the readiness page. Raises with the log's end when the process dies first."""
        until = time.monotonic() + seconds
        async with httpx2.AsyncClient(trust_env=False, verify=PLAIN) as client:
            while time.monotonic() < until:
                if self.process and self.process.returncode is not None:
                    break
                try:
                    if (await client.get(f"{self.url}/health/ready", timeout=2)).status_code == 200:
                        return
                except httpx2.HTTPError:
                    pass
                await asyncio.sleep(0.05)
        raise RuntimeError(f"the server did not start:\n{self.tail()}")

    def tail(self, size: int = 4000) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-size:] if self.log.exists() else ""

    async def kill(self) -> None:
        """SIGKILL: no goodbye."""
        await self._signal(signal.SIGKILL)

    async def dies(self, seconds: float = 10) -> None:
        """Wait until it has ended by itself."""
        assert self.process is not None
        await asyncio.wait_for(self.process.wait(), seconds)

    async def stop(self) -> int:
        """SIGTERM and wait; answers the exit code."""
        await self._signal(signal.SIGTERM)
        assert self.process is not None
        return self.process.returncode or 0

    async def _signal(self, number: signal.Signals) -> None:
        if self.process and self.process.returncode is None:
            self.process.send_signal(number)
            try:
                await asyncio.wait_for(self.process.wait(), 20)
            except TimeoutError:
                self.process.kill()
                await self.process.wait()
