"""How a file comes in: spooled, known by its bytes, made anew when it is a picture, kept, and only then said to be there."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from msgspec import Struct
from msgspec.structs import replace

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.store.blobs import Blobs, key_of
from server.store.files import File, Files
from server.store.kinds import PICTURES, kind_of, named
from server.store.pictures import Pictures
from server.store.spool import Spool, Spooled, spooled

log = structlog.get_logger()
AT_ONCE = 32
"""Uploads a process takes at the same time; each may fill the spool with its 20 MB."""


class Parts(Struct, frozen=True, kw_only=True):
    """What the intake is made of."""

    files: Files
    blobs: Blobs
    spool: Spool
    pictures: Pictures
    clock: Clock


class Intake:
    """One of these a process; several may take the same file at once, and one of them wins."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._coming: set[str] = set()

    async def receive(self, file: File, chunks: AsyncIterator[bytes]) -> File:
        """The stored file. What is stored already stays as it is, whatever comes.

        Refuses `unsupported` what is not accepted or no such picture, `too_large`, `bad_request` when bytes are missing,
        `busy` while the same file is on its way or many are.
        """
        if file.stored_at:
            return file
        with self._place(file.id):
            async with self._parts.spool.take(chunks, file.size) as came:
                kind = await asyncio.to_thread(kind_of, came.path, file.name)
                if kind is None:
                    raise Refusal("unsupported", "file")
                known = replace(file, mime=kind, name=named(file.name, kind))
                if kind in PICTURES:
                    return await self._picture(known, came)
                return await self._keep(known, came, None)

    async def sweep(self) -> int:
        """Remove, some at a time, what was announced and never came, came and was never sent, or lost its conversation."""
        parts = self._parts
        parts.spool.sweep()
        ids = await parts.files.give_up(parts.clock.now())
        for id in ids:
            try:
                await parts.blobs.forget(id)
                await parts.files.forget(id)
            except Refusal as refusal:  # it is found again the next time round; the others need not wait for it
                log.warning("file.not_removed", file=id, detail=refusal.detail)
        return len(ids)

    async def stop(self) -> None:
        """End what was started for it."""
        await self._parts.pictures.stop()

    async def _picture(self, file: File, came: Spooled) -> File:
        spool = self._parts.spool
        with spool.empty() as whole, spool.empty() as small:
            await self._parts.pictures.clean(came.path, file.mime, whole, small)
            made = await asyncio.to_thread(spooled, whole)
            return await self._keep(file, made, small)

    async def _keep(self, file: File, made: Spooled, small: Path | None) -> File:
        parts = self._parts
        if small:
            await parts.blobs.put(key_of(file.id, made.sha256, "small"), small)
        await parts.blobs.put(key_of(file.id, made.sha256), made.path)
        kept = replace(file, sha256=made.sha256, size=made.size, stored_at=parts.clock.now())
        if await parts.files.complete(kept):
            return kept
        sooner = await parts.files.find(file.id)
        if sooner.sha256 != kept.sha256:
            await parts.blobs.forget(f"{file.id}/{kept.sha256}")
        return sooner

    @contextmanager
    def _place(self, id: str) -> Iterator[None]:
        if id in self._coming or len(self._coming) >= AT_ONCE:
            raise Refusal("busy", "file", after_ms=1000)
        self._coming.add(id)
        try:
            yield
        finally:
            self._coming.remove(id)
