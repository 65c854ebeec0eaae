"""Where the bytes of files lie: one contract, kept by a folder and by a bucket.

A key is `<file id>/<SHA-256>/<full or small>`: no name from outside ever touches a disk, and two uploads of one file
that bring different bytes cannot overwrite each other.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal, Protocol

from msgspec import Struct

CHUNK = 256 * 1024
Span = tuple[int, int]
"""First byte and the one after the last, as the caller wants them; both within the file."""


class Opened(Struct, frozen=True):
    """Bytes on their way out. `size` is the whole file's, whatever part was asked for."""

    size: int
    chunks: AsyncIterator[bytes]


class Blobs(Protocol):
    """Write once, read often. Every method refuses `unavailable` when the store is away."""

    async def put(self, key: str, source: Path) -> None:
        """Keep a copy of `source` durably. The same key means the same bytes: putting it again changes nothing."""

    async def open(self, key: str, span: Span | None = None) -> Opened:
        """A file's bytes, or a part of them. Refuses `not_found`."""

    async def forget(self, prefix: str) -> None:
        """Remove all keys below this one; none is no fault."""

    async def check(self) -> None:
        """Write, read and remove something small."""


def key_of(id: str, sha256: str, size: Literal["full", "small"] = "full") -> str:
    """A file's key."""
    return f"{id}/{sha256}/{size}"
