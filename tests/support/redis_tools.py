"""The embedded Redis of a running server, to be killed, frozen or emptied behind its back."""

import asyncio
import os
import re
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from tests.support.running import Server

TITLE = re.compile(r"redis-server.*unixsocket:(\S+)")
"""How Redis names its own process once it listens on a socket alone."""


def redis_of(server: Server) -> psutil.Process:
    """The Redis that this server started and that is alive now."""
    assert server.process is not None
    for child in psutil.Process(server.process.pid).children(recursive=True):
        if TITLE.search(" ".join(child.cmdline())):
            return child
    raise LookupError("no Redis runs under this server")


async def next_redis(server: Server, former: int, seconds: float = 20) -> psutil.Process:
    """The Redis that follows the one with this process id."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                found = redis_of(server)
                if found.pid != former:
                    return found
            except (LookupError, psutil.Error):
                pass
            await asyncio.sleep(0.02)


def kill(server: Server) -> int:
    """SIGKILL; answers the process id it had."""
    pid = redis_of(server).pid
    os.kill(pid, signal.SIGKILL)
    return pid


@asynccontextmanager
async def frozen(server: Server) -> AsyncIterator[None]:
    """SIGSTOP: it takes connections and says nothing."""
    pid = redis_of(server).pid
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def say(server: Server, *words: str) -> bytes:
    """One command (RESP), and the beginning of the answer."""
    path = TITLE.search(" ".join(redis_of(server).cmdline()))
    assert path
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(5)
        line.connect(str(Path(path[1])))
        parts = [f"${len(word)}\r\n{word}\r\n" for word in words]
        line.sendall(f"*{len(words)}\r\n{''.join(parts)}".encode())
        return line.recv(65_536)


def flush(server: Server) -> None:
    """Everything in it is gone."""
    assert say(server, "FLUSHALL").startswith(b"+OK")
