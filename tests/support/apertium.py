"""Apertium for real: Debian's APy with its dictionaries, as a process of its own that listens on loopback alone."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2

from tests.support.running import PLAIN, free_port

MODES = Path("/usr/share/apertium/modes")
PYTHON = "/usr/bin/python3"
LAUNCH = """
import ctypes, os, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
if os.getppid() != int(sys.argv[3]):
    sys.exit("nobody needs it any more")
from tornado.httpserver import HTTPServer
bind = HTTPServer.bind
HTTPServer.bind = lambda self, port, *more, **named: bind(self, port, address="127.0.0.1")
sys.argv = ["apertium-apy", "-p", sys.argv[1], "-j1", "-i1", sys.argv[2]]
from apertium_apy.apy import main
main()
"""
"""APy has no option for the address it listens at, and takes all of them. It ends when the tests do (prctl(2))."""


def installed() -> bool:
    """Whether this machine has it; `./dev test` installs it."""
    return shutil.which("apertium-apy") is not None and (MODES / "es-pt.mode").exists()


class Apy:
    """The process. `kill` is the real thing."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Runs it; returns when it says which pairs it has."""
        self._process = await asyncio.create_subprocess_exec(
            PYTHON, "-c", LAUNCH, str(self.port), str(MODES), str(os.getpid()),
            env={"PATH": os.defpath + ":/usr/bin:/bin", "LANG": "C.UTF-8"},
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        async with httpx2.AsyncClient(verify=PLAIN, trust_env=False) as client:
            async with asyncio.timeout(60):
                while not await self._answers(client):  # noqa: ASYNC110 - another program, which tells nobody
                    await asyncio.sleep(0.05)

    async def _answers(self, client: httpx2.AsyncClient) -> bool:
        assert self._process
        assert self._process.returncode is None, "it ended"
        try:
            return (await client.get(self.url + "/listPairs")).status_code == httpx2.codes.OK
        except httpx2.HTTPError:
            return False

    async def kill(self) -> None:
        """SIGKILL for it and the programs it started."""
        if self._process and self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            await self._process.wait()


@asynccontextmanager
async def apertium() -> AsyncIterator[Apy]:
    """A running one."""
    apy = Apy()
    await apy.start()
    try:
        yield apy
    finally:
        await apy.kill()
