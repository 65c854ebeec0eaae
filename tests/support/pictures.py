"""Pictures as phones, shops and attackers send them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

SECRET = b"47.3769N-8.5417E"
"""What must not come out again, wherever it was hidden."""


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **how: Any) -> bytes:
    """A red picture."""
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **how)
    return out.getvalue()


def photograph(kind: str = "JPEG") -> bytes:
    """As a phone makes it: turned, with its place, a comment and a colour profile; something hangs on behind."""
    exif = Image.Exif()
    exif[0x0112] = 6  # held sideways
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[29] = SECRET.decode()  # GPS date
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    how: dict[str, Any] = {"exif": exif.tobytes(), "icc_profile": profile}
    if kind == "GIF":
        how = {"comment": SECRET}
    if kind == "JPEG":
        how["comment"] = SECRET
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", SECRET.decode())
        notes.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        how["pnginfo"] = notes
    if kind == "WEBP":
        how["xmp"] = SECRET
    return picture(kind, **how) + b"<script>alert(1)</script>" + SECRET


def moving(kind: str, frames: int, size: tuple[int, int] = (30, 30)) -> bytes:
    """An animation whose frames all differ."""
    out = io.BytesIO()
    first, *rest = [Image.new("RGB", size, (index * 53 % 256, index * 7 % 256, 90)) for index in range(frames)]
    first.save(out, kind, save_all=True, append_images=rest, duration=50, loop=0)
    return out.getvalue()


def bomb(width: int, height: int, rows: int | None = None) -> bytes:
    """A PNG that says it has this many pixels, all black, in few bytes; made row by row. `rows`: how many there really are."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))

    pack, row = zlib.compressobj(9), b"\0" * (1 + width * 4)
    data = b"".join(pack.compress(row) for _ in range(height if rows is None else rows)) + pack.flush()
    head = struct.pack("!IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
