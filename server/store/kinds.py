"""What a file is, by its bytes; what its name says is only ever made to agree (ASVS 5.0, 5.2.2)."""

import codecs
import re
from pathlib import Path

import filetype

SUFFIXES: dict[str, tuple[str, ...]] = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "video/mp4": (".mp4", ".m4v"),
    "video/webm": (".webm",),
    "audio/mpeg": (".mp3",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/mp4": (".m4a",),
    "audio/x-wav": (".wav",),
    "text/plain": (".txt", ".csv", ".log"),
}
"""Everything that is accepted, and how its names may end; the first is given to a name that ends otherwise.

HEIC is not among them: browsers show it badly, and its places and cameras could not be taken out. Phones hand out JPEG
when a page asks for pictures.
"""

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
LONGEST = 120
_HEAD = 8192
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def kind_of(path: Path, name: str) -> str | None:
    """What the bytes of this file are. None: not accepted.

    Text is whatever is nothing but text, to the last byte, and is called so: its magic would be an accident.
    """
    if name.lower().endswith(SUFFIXES["text/plain"]) and _is_text(path):
        return "text/plain"
    with path.open("rb") as file:
        guess = filetype.guess(file.read(_HEAD))
    kind = guess and str(guess.mime)
    return kind if kind in SUFFIXES and kind != "text/plain" else None


def named(name: str, kind: str) -> str:
    """The name, ending as its kind does, so that no desktop takes it for something else: `bill.pdf.exe` -> `bill.pdf.exe.pdf`."""
    ends = SUFFIXES[kind]
    return name if name.lower().endswith(ends) else name[: LONGEST - len(ends[0])] + ends[0]


def _is_text(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while True:
            part = file.read(65_536)
            try:
                if _CONTROL.search(decoder.decode(part, final=not part)):
                    return False
            except UnicodeDecodeError:
                return False
            if not part:
                return True
