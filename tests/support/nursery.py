"""Where the tests' servers are born: a process that has read the server's code once forks one whenever it is asked.

A start costs what the server does, not what Python needs to read it. What is born is a process like any other:
it has its own environment, arguments, log and end, and can be killed, frozen and traced.

Wire: a connection asks with one line of JSON `[module, arguments, environment, log]`; it is told the process id in a
line, and its exit code in another when it has ended (negative: the signal).
"""

import asyncio
import atexit
import contextlib
import gc
import json
import os
import random
import runpy
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = "TESTS_NURSERY"
"""The name under which its address is handed on."""


class Child:
    """A process born in the nursery; as much of `asyncio.subprocess.Process` as tests need."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._writer = writer
        self._ended = asyncio.create_task(self._end(reader))

    async def _end(self, reader: asyncio.StreamReader) -> int:
        said = await reader.readline()
        self.returncode = int(said or -signal.SIGKILL)
        self._writer.close()
        return self.returncode

    async def wait(self) -> int:
        """Its exit code, when it has ended."""
        return await asyncio.shield(self._ended)

    def send_signal(self, number: int) -> None:
        """Nothing, when it has ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)


def opened() -> None:
    """One nursery for this process and all that it starts; it ends when the pipe to us does."""
    folder = tempfile.mkdtemp(prefix="tw-nursery-")
    os.environ[SHARED] = f"{folder}/s"
    command = [sys.executable, "-m", "tests.support.nursery", os.environ[SHARED]]
    alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    running = subprocess.Popen(command, cwd=ROOT, env=alone, stdin=subprocess.PIPE, process_group=0)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(running.communicate)


def ready() -> None:
    """Open it and wait: whoever starts after it finds compiled what it had to read."""
    opened()
    until = time.monotonic() + 180
    while not Path(os.environ[SHARED]).exists() and time.monotonic() < until:
        time.sleep(0.05)


def _address() -> str:
    """Of the nursery that is open, else of one that is opened for this process."""
    if SHARED not in os.environ:
        opened()
    return os.environ[SHARED]


async def _connected(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    while True:
        try:
            return await asyncio.open_unix_connection(address)
        except OSError:
            await asyncio.sleep(0.02)


async def born(module: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> Child:
    """`python -m module *arguments` from the root of the repository."""
    async with asyncio.timeout(180):
        reader, writer = await _connected(_address())
        writer.write(json.dumps([module, list(arguments), dict(environment), str(log)]).encode() + b"\n")
        return Child(int(await reader.readline()), reader, writer)


class Nursery:
    """The other side."""

    def __init__(self, address: str) -> None:
        self.looking = selectors.DefaultSelector()
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(address)
        self.door.listen(64)
        self.looking.register(self.door, selectors.EVENT_READ)
        self.looking.register(0, selectors.EVENT_READ)
        self.children: dict[int, tuple[int, socket.socket]] = {}

    def run(self) -> tuple[str, list[str]] | None:
        """Serve; answers twice: in every child what it shall be, and nothing when those who ask are gone."""
        while True:
            for key, _ in self.looking.select():
                if key.fd == 0:
                    self._close()
                    return None
                if key.fileobj is self.door:
                    child = self._bear(self.door.accept()[0])
                    if child is not None:
                        return child
                else:
                    self._bury(key.fd)

    def _bear(self, asker: socket.socket) -> tuple[str, list[str]] | None:
        with asker.makefile("rb") as asked:
            line = asked.readline()
        if not line:
            return None
        module, arguments, environment, log = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(environment, log)
            return module, arguments
        handle = os.pidfd_open(pid)
        self.children[handle] = (pid, asker)
        self.looking.register(handle, selectors.EVENT_READ)
        asker.sendall(b"%d\n" % pid)
        return None

    def _bury(self, handle: int) -> None:
        pid, asker = self.children.pop(handle)
        self.looking.unregister(handle)
        os.close(handle)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        with contextlib.suppress(OSError):
            asker.sendall(b"%d\n" % code)
        asker.close()

    def _close(self) -> None:
        for pid, _ in self.children.values():
            os.kill(pid, signal.SIGKILL)


def _become(environment: dict[str, str], log: str) -> None:
    """Let go of everything that is the nursery's."""
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.closerange(3, 4096)
    os.environ.clear()
    os.environ.update(environment)
    random.seed()


def main(address: str) -> None:
    import server.__main__  # noqa: F401
    from server.app.words import read_once

    read_once()  # as the code itself, for all
    assert threading.active_count() == 1, "who forks must be alone"
    gc.collect()
    gc.freeze()
    wanted = Nursery(address).run()
    if wanted:
        module, arguments = wanted
        sys.argv = [module, *arguments]
        del sys.modules["server.__main__"]  # it is run, as `python -m` does, not imported
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1])
