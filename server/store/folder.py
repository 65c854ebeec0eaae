"""Files in a local folder."""

import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from server.domain.errors import Refusal
from server.store.blobs import CHUNK, Opened, Span


class Folder:
    """The default store: `<last two letters of the id>/<key>` below one folder, readable by the server alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, key: str, source: Path) -> None:
        """Durable when it returns, and never seen half."""
        try:
            await asyncio.to_thread(self._put, self._path(key), source)
        except OSError as error:
            raise _away(error) from error

    async def open(self, key: str, span: Span | None = None) -> Opened:
        """Refuses `not_found`."""
        path = self._path(key)
        try:
            size = path.stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            raise Refusal("not_found", "fileId") from None
        except OSError as error:
            raise _away(error) from error
        return Opened(size, _read(path, span or (0, size)))

    async def forget(self, prefix: str) -> None:
        """Remove a folder with all that is in it."""
        path = self._path(prefix)
        try:
            await asyncio.to_thread(shutil.rmtree, path)
        except FileNotFoundError:
            return
        except NotADirectoryError:  # as files lay before they had previews
            path.unlink(missing_ok=True)
        except OSError as error:
            raise _away(error) from error

    async def check(self) -> None:
        """Whether files can be made here."""
        probe = self._folder / f".check-{secrets.token_hex(4)}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe.write_bytes(b"tradewind")
            probe.unlink()
        except OSError as error:
            raise _away(error) from error

    def _path(self, key: str) -> Path:
        return self._folder / key.partition("/")[0][-2:] / key

    def _put(self, target: Path, source: Path) -> None:
        missing = [folder for folder in target.parents if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=0o700, exist_ok=True)
        part = target.with_name(f".{secrets.token_hex(6)}")
        try:
            shutil.copyfile(source, part)
            part.chmod(0o600)
            _sync(part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        for folder in {target.parent, *(folder.parent for folder in missing)}:
            _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


async def _read(path: Path, span: Span) -> AsyncIterator[bytes]:
    first, end = span
    with path.open("rb") as file:
        file.seek(first)
        while first < end and (chunk := await asyncio.to_thread(file.read, min(CHUNK, end - first))):
            first += len(chunk)
            yield chunk


def _away(error: OSError) -> Refusal:
    return Refusal("unavailable", f"files: {error.strerror}", after_ms=2000)
