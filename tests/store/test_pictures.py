"""Pictures made anew, in a real program of its own: what stays behind, what is too much, and what cannot be done there."""

import asyncio
import io
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
from PIL import Image

from server.domain.errors import Refusal
from server.store.pictures import WORKER, PictureOptions, Pictures
from tests.support.pictures import SECRET, bomb, moving, photograph, picture

KINDS = ("JPEG", "PNG", "GIF", "WEBP")


class Studio:
    """Puts a picture in and looks at what comes out."""

    def __init__(self, folder: Path, pictures: Pictures) -> None:
        self.pictures = pictures
        self._source, self._whole, self._small = (folder / name for name in ("source", "whole", "small"))

    async def clean(self, content: bytes, kind: str) -> tuple[bytes, Image.Image, Image.Image]:
        self._source.write_bytes(content)
        await self.pictures.clean(self._source, f"image/{kind.lower()}", self._whole, self._small)
        whole = self._whole.read_bytes()
        return whole, Image.open(io.BytesIO(whole)), Image.open(io.BytesIO(self._small.read_bytes()))

    async def refuses(self, content: bytes, kind: str = "PNG") -> str:
        with pytest.raises(Refusal) as refusal:
            await self.clean(content, kind)
        return refusal.value.code


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    pictures = Pictures()
    yield Studio(tmp_path, pictures)
    await pictures.stop()


async def test_places_comments_profiles_and_what_hangs_on_stay_behind(studio: Studio) -> None:
    for kind in KINDS:
        content = photograph(kind)
        assert SECRET in content
        whole, image, small = await studio.clean(content, kind)
        assert SECRET not in whole
        assert b"<script>" not in whole
        assert (image.format, small.format) == (kind, "WEBP")
        assert not {"exif", "icc_profile", "comment", "xmp", "Comment"} & set(image.info), kind
        assert image.size == ((40, 20) if kind == "GIF" else (20, 40)), "turned as the camera was held"


async def test_colours_and_shapes_survive(studio: Studio) -> None:
    for mode in ("RGB", "L", "CMYK"):
        out = io.BytesIO()
        Image.new("RGB", (64, 64), (128, 128, 128)).convert(mode).save(out, "JPEG")
        _, image, small = await studio.clean(out.getvalue(), "JPEG")
        assert abs(image.convert("L").getpixel((30, 30)) - 128) < 8, mode  # type: ignore[operator]
        assert small.size == (64, 64)
    for mode in ("RGBA", "LA", "P", "1", "I;16"):
        out = io.BytesIO()
        Image.new(mode, (64, 64)).save(out, "PNG")
        _, image, _ = await studio.clean(out.getvalue(), "PNG")
        assert image.mode == ("RGBA" if mode in ("RGBA", "LA") else "RGB"), mode
    _, image, small = await studio.clean(picture("JPEG", (5000, 500)), "JPEG")
    assert (image.size, small.size) == ((4096, 410), (320, 32))


async def test_what_moves_a_little_goes_on_moving_and_what_moves_too_much_stands_still(studio: Studio) -> None:
    for kind in ("GIF", "WEBP"):
        _, few, _ = await studio.clean(moving(kind, 5), kind)
        assert getattr(few, "n_frames", 1) == 5
        _, many, _ = await studio.clean(moving(kind, 101), kind)
        assert getattr(many, "n_frames", 1) == 1


async def test_bombs_and_damage_are_refused_and_the_program_goes_on(studio: Studio) -> None:
    assert await studio.refuses(bomb(10_000, 6_600, rows=1)) == "too_large"
    first = studio.pictures.process
    for damaged in (picture()[:60], b"\x89PNG\r\n\x1a\n" + os.urandom(200), b"", picture("JPEG"), picture("BMP")):
        assert await studio.refuses(damaged) == "unsupported"
    await studio.clean(picture(), "PNG")
    assert studio.pictures.process is first


async def test_memory_and_time_end_a_picture_and_not_the_desk(tmp_path: Path) -> None:
    tight = Pictures(PictureOptions(memory=150 << 20))
    slow = Pictures(PictureOptions(seconds=0.3, program=(sys.executable, "-c", "import time; time.sleep(60)")))
    dead = Pictures(PictureOptions(program=(sys.executable, "-c", "import os; os.read(0, 9); os._exit(3)")))
    long = Pictures(PictureOptions(largest=50))
    for pictures, code in ((tight, "too_large"), (slow, "too_large"), (dead, "unsupported"), (long, "too_large")):
        studio = Studio(tmp_path, pictures)
        content = bomb(6000, 6000) if pictures is tight else picture()
        assert await studio.refuses(content) == code
        if pictures is not tight:
            assert pictures.process is None, "half an answer may be in the pipe: nobody reads on"
        await pictures.stop()


async def test_a_program_is_replaced_when_it_died_and_after_its_jobs(tmp_path: Path) -> None:
    pictures = Pictures(PictureOptions(jobs=2))
    studio = Studio(tmp_path, pictures)
    await studio.clean(picture(), "PNG")
    assert pictures.process is not None
    first = pictures.process
    first.kill()
    await first.wait()
    for _ in range(2):
        await studio.clean(picture(), "PNG")
    assert pictures.process is None, "two jobs are its life"
    await pictures.stop()


async def test_who_comes_when_many_wait_is_told_so(tmp_path: Path) -> None:
    held = Pictures(
        PictureOptions(waiting=1, seconds=60, program=(sys.executable, "-c", "import time; time.sleep(60)"))
    )
    studio = Studio(tmp_path, held)
    first = asyncio.create_task(studio.clean(picture(), "PNG"))
    while held.process is None:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    assert await studio.refuses(picture()) == "busy"
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert held.process is None, "whoever goes away takes the half-done job along"
    absent = Studio(tmp_path, Pictures(PictureOptions(program=("/nowhere/at/all",))))
    assert await absent.refuses(picture()) == "unavailable"


@pytest.mark.parametrize("allowed", [1, 9])
def test_a_picture_that_takes_too_much_of_the_processor_ends_its_program(allowed: int) -> None:
    """One second is not enough for one and a half of work, many are."""
    work = """
import runpy, sys, time
deeds = runpy.run_path(sys.argv[1])
deeds["confine"](1 << 30, 100)
for work in (0.2, 1.5):
    deeds["allow"](int(sys.argv[2]) - 1)
    until = time.process_time() + work
    while time.process_time() < until:
        pass
"""
    ended = subprocess.run([sys.executable, "-I", "-c", work, str(WORKER), str(allowed)], check=False)
    assert ended.returncode == (-signal.SIGXCPU if allowed == 1 else 0)


DEEDS = """
import mmap, os, runpy, socket, sys
deeds = runpy.run_path(sys.argv[1])
if sys.argv[2] == "confined":
    deeds["confine"](1 << 30, 5)
def tries(name, deed):
    try:
        deed()
    except (OSError, MemoryError):
        os.write(1, f"{name} ".encode())
tries("socket", lambda: socket.socket().close())
tries("read", lambda: open("/etc/hostname").close())
tries("write", lambda: open(sys.argv[3], "w").close())
tries("fork", lambda: os.fork() or os._exit(0))
tries("memory", lambda: mmap.mmap(-1, 2 << 30).close())
"""


def test_inside_there_is_no_socket_file_child_or_much_memory(tmp_path: Path) -> None:
    """And a program that was not walled in can do all of it: the walls are what this sees."""
    deeds = tmp_path / "deeds.py"
    deeds.write_text(textwrap.dedent(DEEDS))
    refused = {}
    for how in ("confined", "free"):
        command = [sys.executable, "-I", str(deeds), str(WORKER), how, str(tmp_path / "made")]
        refused[how] = set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert refused == {"confined": {"socket", "read", "write", "fork", "memory"}, "free": set()}


async def test_the_program_knows_no_secret_and_is_nobody(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "do-not-tell")
    await studio.clean(picture(), "PNG")
    assert studio.pictures.process is not None
    about = psutil.Process(studio.pictures.process.pid)
    assert "do-not-tell" not in str(about.environ())
    assert about.uids().real != 0
    assert about.cwd() == "/"
