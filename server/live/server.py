"""A real Redis of our own, on a private unix socket, for the machine that has no `REDIS_URL`."""

import asyncio
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from server.domain.errors import Refusal
from server.live import tether
from server.live.binary import Binary, find

SOCKET_LIMIT = 107
"""Bytes a unix socket's path may have on Linux (unix(7))."""

Changed = Callable[[bool], None]


class ServerOptions(Struct, frozen=True, kw_only=True):
    """Where the data lives and how patient we are, in seconds. `binary` overrides the search."""

    data_dir: Path
    binary: Path | None = None
    start_seconds: float = 10.0
    stop_seconds: float = 5.0
    longest_pause: float = 5.0


class RedisServer:
    """Starts, watches and stops one Redis. Its data is a convenience: nothing lives only there."""

    def __init__(self, options: ServerOptions) -> None:
        self._options = options
        self._folder = Path(tempfile.mkdtemp(prefix="tw-"))
        self._process: asyncio.subprocess.Process | None = None
        self._listeners: list[Changed] = []
        self._stopping = asyncio.Event()

    @property
    def socket(self) -> Path:
        """The private socket."""
        return self._folder / "s"

    @property
    def url(self) -> str:
        """What a client is given."""
        return f"unix://{self.socket}"

    @property
    def pid(self) -> int:
        """The process that runs now, 0 when none does."""
        return self._process.pid if self._process and self._process.returncode is None else 0

    def listen(self, changed: Changed) -> None:
        """Be told `False` when the server dies and `True` when it is back."""
        self._listeners.append(changed)

    async def start(self) -> None:
        """Start and wait until it answers. Data it cannot read is set aside: nothing lives only there.

        Refuses with the reason when it cannot start.
        """
        if len(os.fsencode(self.socket)) > SOCKET_LIMIT:
            raise Refusal("unavailable", f"the socket's path is too long: {self.socket}")
        binary = await find(self._options.binary)
        data = self._data(binary)
        if await self._answers(binary):
            return
        aside = data.with_name(f"{data.name}.unreadable")
        shutil.rmtree(aside, ignore_errors=True)
        data.rename(aside)
        if not await self._answers(binary):
            raise Refusal("unavailable", f"{binary.path} did not start: see {data}/log")

    async def supervise(self) -> None:
        """Start it again whenever it dies, with growing pauses. Runs until cancelled or stopped."""
        pause = 0.05
        while self._process is not None and not self._stopping.is_set():
            await self._process.wait()
            if self._stopping.is_set():
                return
            self._tell(False)
            await asyncio.sleep(pause)
            if self._stopping.is_set():
                return
            pause = min(pause * 2, self._options.longest_pause)
            with suppress(Refusal):
                await self.start()
                self._tell(True)
                pause = 0.05

    async def stop(self) -> None:
        """End the process and remove its socket."""
        self._stopping.set()
        await self._end()
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _spawn(self, binary: Binary) -> asyncio.subprocess.Process:
        data = self._data(binary)
        data.mkdir(parents=True, exist_ok=True)
        lock = await self._lock(data)
        try:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", tether.__file__, str(os.getpid())),
                *(str(binary.path), *_arguments(self.socket, data)),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                pass_fds=(lock,),
            )
        finally:
            os.close(lock)

    async def _lock(self, data: Path) -> int:
        """One server a folder.

        The child keeps the lock open, so that it lasts exactly as long as the child.
        """
        lock = os.open(data / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        for _ in range(int(self._options.start_seconds / 0.1)):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                await asyncio.sleep(0.1)
            else:
                return lock
        os.close(lock)
        raise Refusal("unavailable", f"another server uses {data}")

    async def _answers(self, binary: Binary) -> bool:
        """Whether it started; False when it ended by itself."""
        self._process = await self._spawn(binary)
        try:
            async with asyncio.timeout(self._options.start_seconds):
                while not await _pong(self.socket):
                    if not self.pid:
                        return False
                    await asyncio.sleep(0.01)
        except TimeoutError as error:
            await self._end()
            raise Refusal("unavailable", f"{binary.path} does not answer: see {self._data(binary)}/log") from error
        return True

    async def _end(self) -> None:
        if not self.pid or self._process is None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), self._options.stop_seconds)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    def _data(self, binary: Binary) -> Path:
        return self._options.data_dir.absolute() / f"redis-{binary.major}"

    def _tell(self, up: bool) -> None:
        for listener in self._listeners:
            listener(up)


def _arguments(socket: Path, data: Path) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(data),
        "logfile": str(data / "log"),
        "loglevel": "warning",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
    }
    spelled = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [*spelled, "--save", ""]


async def _pong(socket: Path) -> bool:
    try:
        reader, writer = await asyncio.open_unix_connection(socket)
    except OSError:
        return False
    try:
        writer.write(b"PING\r\n")
        return (await reader.readline()).startswith(b"+PONG")
    except OSError:
        return False
    finally:
        writer.close()
