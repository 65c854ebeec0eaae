"""The program that opens strangers' pictures: started alone, without secrets, and walled in before the first one.

It reads jobs from its standard input and answers on its standard output, and can do nothing else: no new file or socket
(RLIMIT_NOFILE), no child process, little memory and time, nobody's account when it was started by root, and on Linux no
network at all where the kernel allows that to be said. Its end is its parent's concern.

  job     !BI    kind (index in KINDS), length; then the picture
  answer  !BII   0 and two lengths, then the picture and its preview; else 1 (no such picture) or 2 (too large), 0, 0

Out comes a new picture: pixels, turned as the camera was held, in sRGB. Exif, places, comments, thumbnails of the camera,
colour profiles and whatever hung on to the file stay behind.
"""

import ctypes
import io
import os
import resource
import signal
import struct
import sys
from typing import Any, BinaryIO

from PIL import (
    Image,
    ImageCms,
    ImageOps,
    ImageSequence,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

LOADED = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
"""Pillow loads these when it needs them, which is too late here."""

KINDS = ("PNG", "JPEG", "GIF", "WEBP")
JOB, ANSWER = struct.Struct("!BI"), struct.Struct("!BII")
LARGEST_PIXELS = 65_000_000
MOVING_PIXELS, MOVING_FRAMES = 32_000_000, 100
"""An animation with more of them all in all keeps its first frame alone."""
LONGEST_SIDE, PREVIEW_SIDE = 4096, 320
NOBODY = 65_534
QUALITY = {"JPEG": 88, "WEBP": 85}


class TooLarge(Exception):
    """More pixels than anybody needs."""


def clean(content: bytes, kind: str) -> tuple[bytes, bytes]:
    """The picture made anew in its own format, and a preview as WebP. Raises TooLarge, or whatever Pillow does."""
    image: Image.Image = Image.open(io.BytesIO(content), formats=[kind])
    if image.width * image.height > LARGEST_PIXELS:
        raise TooLarge
    frames, durations = [], []
    if kind in ("GIF", "WEBP") and _moves_a_little(image):
        for frame in ImageSequence.Iterator(image):
            durations.append(max(20, int(frame.info.get("duration", 100))))
            frames.append(_bare(frame.convert("RGBA")))
    if len(frames) < 2:
        image.seek(0)
        frames = [_still(image)]
    whole = io.BytesIO()
    how: dict[str, Any] = {"quality": QUALITY[kind]} if kind in QUALITY else {}
    if len(frames) > 1:
        how |= {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": 0}
    frames[0].save(whole, kind, **how)
    small = io.BytesIO()
    frames[0].thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    frames[0].save(small, "WEBP", quality=75)
    return whole.getvalue(), small.getvalue()


def _moves_a_little(image: Image.Image) -> bool:
    frames = getattr(image, "n_frames", 1)
    return 1 < frames <= MOVING_FRAMES and frames * image.width * image.height <= MOVING_PIXELS


def _still(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode.startswith("I;16"):
        image = image.point(lambda level: level * (1 / 256)).convert("L")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return _bare(_in_srgb(_turned(image), profile).convert(mode))


def _turned(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # damaged Exif says nothing, and the picture is there all the same
        return image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as they were meant: a seller and a buyer look at the same red."""
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _bare(image: Image.Image) -> Image.Image:
    image.info.clear()
    return image


def confine(memory: int, seconds: int) -> None:
    """No way back from here. `memory` is bytes of address space; `seconds` of processor for all jobs together."""
    library = ctypes.CDLL(None, use_errno=True)
    root = os.geteuid() == 0
    if sys.platform == "linux":
        new_user, new_network = 0x10000000, 0x40000000
        library.unshare(new_network if root else new_user | new_network)
    if root:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    if sys.platform == "linux":
        die_with_parent, no_new_privileges = 1, 38
        library.prctl(die_with_parent, signal.SIGKILL)
        library.prctl(no_new_privileges, 1, 0, 0, 0)
    os.closerange(3, 1024)
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(kind, (most, most))


def answer_to(content: bytes, kind: str) -> bytes:
    """What is written back for a job."""
    try:
        whole, small = clean(content, kind)
    except (TooLarge, MemoryError):
        return ANSWER.pack(2, 0, 0)
    except Exception:  # whatever a stranger's picture does to the decoder: it is no picture
        return ANSWER.pack(1, 0, 0)
    return ANSWER.pack(0, len(whole), len(small)) + whole + small


def warm() -> None:
    """Take every way once while files can still be opened: Pillow loads parts of itself on the way."""
    exif = Image.Exif()
    exif[0x0112] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    still: dict[str, Any] = {"exif": exif.tobytes(), "icc_profile": profile}
    moving: dict[str, Any] = {"save_all": True, "append_images": [Image.new("RGB", (8, 8), "blue")]}
    for kind, more in (*((kind, still) for kind in KINDS), ("GIF", moving), ("WEBP", moving)):
        sample = io.BytesIO()
        Image.new("RGB", (8, 8), "red").save(sample, kind, **more)
        answer_to(sample.getvalue(), kind)


def allow(seconds: int) -> None:
    """The next job's processor time, from now: what was before does not count against it. Beyond it the kernel ends this."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (min(most, int(used.ru_utime + used.ru_stime) + 1 + seconds), most))


def serve(jobs: BinaryIO, answers: BinaryIO, seconds: int) -> None:
    """Until the parent closes the pipe."""
    while head := jobs.read(JOB.size):
        index, length = JOB.unpack(head)
        allow(seconds)
        answers.write(answer_to(jobs.read(length), KINDS[index]))
        answers.flush()


if __name__ == "__main__":
    Image.MAX_IMAGE_PIXELS = None  # counted above, before anything is decoded
    warm()
    memory, seconds, jobs = map(int, sys.argv[1:4])
    confine(memory, seconds * (jobs + 1))
    serve(sys.stdin.buffer, sys.stdout.buffer, seconds)
