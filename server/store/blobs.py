"""The bytes of files, in a folder; names are ids, so that no name from outside ever touches the disk."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

from server.domain.errors import Refusal


class Blobs:
    """Write once, read often."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, id: str) -> Path:
        """Where a file's bytes lie."""
        return self._folder / id[-2:] / id

    async def put(self, id: str, chunks: AsyncIterator[bytes], expected: int) -> tuple[str, bytes]:
        """Store durably; answers the SHA-256 and the first 8 KB. Refuses more bytes than expected, and fewer."""
        target = self.path(id)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(f".{os.urandom(6).hex()}")
        digest, head, size = hashlib.sha256(), b"", 0
        try:
            with part.open("wb") as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > expected:
                        raise Refusal("too_large", "file")
                    digest.update(chunk)
                    head += chunk[: max(0, 8192 - len(head))]
                    await asyncio.to_thread(file.write, chunk)
                if size < expected:
                    raise Refusal("bad_request", "size")
                file.flush()
                await asyncio.to_thread(os.fsync, file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        return digest.hexdigest(), head

    def forget(self, id: str) -> None:
        """Remove a file's bytes."""
        self.path(id).unlink(missing_ok=True)
