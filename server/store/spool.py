"""Where bytes from outside wait to be judged: counted while they come, hashed, and gone when nobody wants them."""

import asyncio
import hashlib
import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from msgspec import Struct

from server.domain.errors import Refusal
from server.store.blobs import CHUNK


class SpoolOptions(Struct, frozen=True, kw_only=True):
    """Seconds: how long a sender may say nothing, how long an upload may take, when what a dead process left is removed."""

    silence: float = 30.0
    whole: float = 300.0
    left_over: float = 3600.0


class Spooled(Struct, frozen=True):
    """A file that has come whole. `size` is bytes."""

    path: Path
    sha256: str
    size: int


class Spool:
    """A folder of this process's machine; its files have random names and one reader."""

    def __init__(self, folder: Path, options: SpoolOptions = SpoolOptions()) -> None:
        self._folder = folder
        self._options = options

    @asynccontextmanager
    async def take(self, chunks: AsyncIterator[bytes], expected: int) -> AsyncIterator[Spooled]:
        """What came, for as long as the block lasts.

        Refuses `too_large` at the first byte too many, `bad_request` when some are missing, `unavailable` when the sender
        falls silent or dawdles.
        """
        with self.empty() as path:
            try:
                async with asyncio.timeout(self._options.whole):
                    sha256 = await self._fill(path, chunks, expected)
            except TimeoutError:
                raise Refusal("unavailable", "stalled", after_ms=1000) from None
            yield Spooled(path, sha256, expected)

    @contextmanager
    def empty(self) -> Iterator[Path]:
        """A new empty file, for as long as the block lasts."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder)
        os.close(handle)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)

    def sweep(self) -> int:
        """Remove what dead processes left; answers how many files."""
        before = time.time() - self._options.left_over
        old = [path for path in self._folder.glob("*") if _age(path) < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    async def _fill(self, path: Path, chunks: AsyncIterator[bytes], expected: int) -> str:
        digest, held, size = hashlib.sha256(), bytearray(), 0
        with path.open("wb") as file:
            while (chunk := await self._next(chunks)) is not None:
                size += len(chunk)
                if size > expected:
                    raise Refusal("too_large", "file")
                digest.update(chunk)
                held += chunk
                if len(held) >= CHUNK:
                    await asyncio.to_thread(file.write, bytes(held))
                    held.clear()
            file.write(held)
        if size < expected:
            raise Refusal("bad_request", "size")
        return digest.hexdigest()

    async def _next(self, chunks: AsyncIterator[bytes]) -> bytes | None:
        async with asyncio.timeout(self._options.silence):
            return await anext(chunks, None)


def spooled(path: Path) -> Spooled:
    """A file that was made here."""
    with path.open("rb") as file:
        return Spooled(path, hashlib.file_digest(file, "sha256").hexdigest(), file.tell())


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
