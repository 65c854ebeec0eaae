"""Answers that were packed for the way, unpacked a bounded piece at a time: a bomb never opens whole."""

import zlib
from collections.abc import AsyncIterator

from server.outside.errors import Unreached

WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""What zlib is to expect, by content encoding (RFC 9110, 8.4.1)."""


async def bounded(chunks: AsyncIterator[bytes], encoding: str, most: int) -> bytes:
    """All of it. Raises Unreached: `too_large` beyond `most` bytes, packed or unpacked; `encoding` for what cannot be read."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return await _plain(chunks, most)
    if encoding not in WINDOWS:
        raise Unreached("encoding")
    unpack, held, came = zlib.decompressobj(WINDOWS[encoding]), bytearray(), 0
    async for chunk in chunks:
        came += len(chunk)
        try:
            held += unpack.decompress(chunk, most + 1 - len(held))
        except zlib.error:
            raise Unreached("encoding") from None
        if max(came, len(held)) > most:
            raise Unreached("too_large")
    if came and (not unpack.eof or unpack.unused_data):
        raise Unreached("encoding")
    return bytes(held)


async def _plain(chunks: AsyncIterator[bytes], most: int) -> bytes:
    held = bytearray()
    async for chunk in chunks:
        held += chunk
        if len(held) > most:
            raise Unreached("too_large")
    return bytes(held)
