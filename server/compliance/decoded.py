"""What is written so that a machine must read it first: base64, hexadecimal, escapes of the web, an address from its end."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from html import unescape
from itertools import islice
from urllib.parse import unquote

_MOST = 5
_BASE64 = re.compile(r"[A-Za-z0-9+/_-](?<![A-Za-z0-9+/_-]{2})[A-Za-z0-9+/_-]{11,399}={0,2}(?![A-Za-z0-9+/_=-])")
_HEX = re.compile(
    r"[0-9A-Fa-f](?<![0-9A-Za-z]{2})(?:(?<=0)x[0-9A-Fa-f])?[0-9A-Fa-f](?:[ :]?[0-9A-Fa-f]{2}){7,120}(?![0-9A-Za-z])"
)
"""Both look for a first sign and then behind it: a class at the start of a pattern is searched for much faster."""
_TOKEN = re.compile(r"\S{1,300}")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}|&#\w{1,8};|&(?:commat|period|num|plus);")
_BACKWARDS = re.compile(
    r"(?<![A-Za-z0-9.])(?:[A-Za-z]{2,6}\.[A-Za-z0-9.-]{1,60}@[A-Za-z0-9._+-]{2,60}|moc\.[A-Za-z0-9-]{3,60})(?![A-Za-z0-9])"
)


def decoded(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, what it says) for the first few places that say something when they are decoded."""
    escaped = _TOKEN if "%" in text or "&" in text else None
    turned = _BACKWARDS if "@" in text or "moc." in text.lower() else None
    readings = ((_BASE64, _from_base64), (_HEX, _from_hex), (escaped, _unescaped), (turned, _reversed))
    for pattern, reading in readings:
        said = ((found, reading(found[0])) for found in (pattern.finditer(text) if pattern else ()))
        yield from islice(((found.start(), found.end(), what) for found, what in said if what), _MOST)


def _from_base64(written: str) -> str:
    if written.isdigit() or written.islower() or written.isupper() or (written.isalpha() and written[1:].islower()):
        return ""
    plain = written.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return _printable(b64decode(plain + "=" * (-len(plain) % 4)))
    except binascii.Error:
        return ""


def _from_hex(written: str) -> str:
    return _printable(bytes.fromhex(re.sub("^0x|[ :]", "", written)))


def _printable(said: bytes) -> str:
    """Bytes that are a text, as one; chance makes few."""
    try:
        text = said.decode()
    except UnicodeDecodeError:
        return ""
    return text if text.isprintable() else ""


def _unescaped(written: str) -> str:
    return unescape(unquote(written)) if _ESCAPE.search(written) else ""


def _reversed(written: str) -> str:
    return written[::-1]
