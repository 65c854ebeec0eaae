"""Servers under measurement: started on a free port, counted by the operating system, ended by their own id."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).parents[1]
_TICKS = os.sysconf("SC_CLK_TCK")


class Process(Struct, frozen=True):
    """A server: CPU and memory are of this process alone (proc(5)), its children and the driver do not count."""

    pid: int
    port: int

    def cpu(self) -> float:
        """User and system seconds so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> int:
        """Bytes that are this process's own (PSS)."""
        lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    command: list[str], port: int, more: Mapping[str, str] | None = None, *, page: str = ""
) -> Iterator[Process]:
    """A server process from when it accepts (or `page` is there) to its end; raises with its words when it does not come up."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **(more or {})}
    with tempfile.TemporaryFile() as words:
        child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=words, stderr=words)
        try:
            until = time.monotonic() + 180
            while not _answers(port, page):
                if child.poll() is not None or time.monotonic() > until:
                    words.seek(0)
                    raise RuntimeError(f"{' '.join(command)} did not start:\n{words.read()[-2000:].decode()}")
                time.sleep(0.05)
            yield Process(child.pid, port)
        finally:
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _answers(port: int, page: str) -> bool:
    try:
        if not page:
            with socket.create_connection(("127.0.0.1", port), 1):
                return True
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def python(module: str, *arguments: str) -> list[str]:
    """The command of a Python module with this interpreter."""
    return [sys.executable, "-m", module, *arguments]


def _redis_server() -> str:
    """A Redis that knows sharded channels (7 or newer); a folder of Python programs may offer an older one first."""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        program = shutil.which("redis-server", path=folder)
        if program and not re.search(
            r" v=[0-6]\.", subprocess.run([program, "-v"], capture_output=True, text=True).stdout
        ):
            return program
    raise RuntimeError("no Redis 7: apt-get install redis-server")


@contextmanager
def redis() -> Iterator[int]:
    """A Redis of its own that keeps nothing; answers its port."""
    port = free_port()
    command = [_redis_server(), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with serving(command, port):
        yield port
