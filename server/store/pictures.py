"""Pictures made anew by a program of their own, which may fail, dawdle or be taken over and hurts nobody."""

import asyncio
import os
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

import structlog
from msgspec import Struct

from server.domain.errors import Refusal
from server.store.blobs import CHUNK

log = structlog.get_logger()
WORKER = Path(__file__).with_name("picture_worker.py")
KINDS = ("image/png", "image/jpeg", "image/gif", "image/webp")
JOB, ANSWER = struct.Struct("!BI"), struct.Struct("!BII")


class PictureOptions(Struct, frozen=True, kw_only=True):
    """What the program may use: bytes; `processor` and `seconds`, a picture. It lives for `jobs`; `waiting` may stand in line."""

    memory: int = 1 << 30
    processor: int = 12
    seconds: float = 15.0
    jobs: int = 100
    waiting: int = 8
    largest: int = 32 << 20
    program: tuple[str, ...] = (sys.executable, "-I", str(WORKER))


class Pictures:
    """One program, started when it is first needed; one picture at a time."""

    def __init__(self, options: PictureOptions = PictureOptions()) -> None:
        self._options = options
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._done = 0
        self.process: Process | None = None

    async def clean(self, source: Path, mime: str, whole: Path, small: Path) -> None:
        """Make the picture anew into `whole`, and a preview into `small`.

        Refuses `unsupported` what is no such picture, `too_large` what has too many pixels or takes too long, `busy` when
        many are waiting.
        """
        if self._waiting >= self._options.waiting:
            raise Refusal("busy", "pictures", after_ms=3000)
        self._waiting += 1
        try:
            async with self._turn:
                await self._try(source, mime, (whole, small))
        finally:
            self._waiting -= 1

    async def stop(self) -> None:
        """End the program; the next picture starts another."""
        process, self.process = self.process, None
        if process and process.returncode is None:
            process.kill()
        if process:
            await process.wait()

    async def _try(self, source: Path, mime: str, targets: tuple[Path, Path]) -> None:
        whole = False
        try:
            async with asyncio.timeout(self._options.seconds):
                process = await self._started()
                await _ask(process, source, mime)
                await self._answer(process, targets)
            whole = True
        except Refusal:
            whole = True
            raise
        except TimeoutError:
            log.warning("picture.too_slow")
            raise Refusal("too_large", "file") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            log.warning("picture.program_died")
            raise Refusal("unsupported", "file") from None
        except OSError as error:
            log.error("picture.not_started", error=type(error).__name__)
            raise Refusal("unavailable", "pictures", after_ms=5000) from None
        finally:  # a job that was cut short leaves half an answer in the pipe
            self._done += 1
            if not whole or self._done >= self._options.jobs:
                await self.stop()

    async def _started(self) -> Process:
        if self.process is None or self.process.returncode is not None:
            limits = [str(n) for n in (self._options.memory, self._options.processor, self._options.jobs)]
            environment = {"PATH": os.defpath}
            self.process = await asyncio.create_subprocess_exec(
                *self._options.program, *limits, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment, cwd="/"
            )
            self._done = 0
        return self.process

    async def _answer(self, process: Process, targets: tuple[Path, Path]) -> None:
        assert process.stdout is not None
        result, *lengths = ANSWER.unpack(await process.stdout.readexactly(ANSWER.size))
        if result:
            raise Refusal("too_large" if result == 2 else "unsupported", "file")
        if sum(lengths) > self._options.largest:
            await self.stop()
            raise Refusal("too_large", "file")
        for target, length in zip(targets, lengths, strict=True):
            await _copy(process.stdout, target, length)


async def _ask(process: Process, source: Path, mime: str) -> None:
    assert process.stdin is not None
    with source.open("rb") as file:
        process.stdin.write(JOB.pack(KINDS.index(mime), os.fstat(file.fileno()).st_size))
        while chunk := file.read(CHUNK):
            process.stdin.write(chunk)
            await process.stdin.drain()


async def _copy(source: asyncio.StreamReader, target: Path, length: int) -> None:
    with target.open("wb") as file:
        while length:
            chunk = await source.read(min(CHUNK, length))
            if not chunk:
                raise asyncio.IncompleteReadError(b"", length)
            file.write(chunk)
            length -= len(chunk)
