"""One-time codes by the clock: TOTP (RFC 6238) over HOTP (RFC 4226): SHA-1, six digits, steps of 30 s, as phones do it."""

import base64
import hmac
from urllib.parse import quote, urlencode

STEP = 30
DRIFT = 1
"""Steps a phone's clock may be off, either way."""


def code_at(secret: bytes, step: int, digits: int = 6) -> str:
    """The code of one step."""
    mac = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    at = mac[-1] & 15
    number = int.from_bytes(mac[at : at + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def step_of(secret: bytes, code: str, seconds: int) -> int | None:
    """The step this code belongs to, among those near `seconds` (since the epoch); all are compared, whichever fits."""
    now = seconds // STEP
    near = range(now - DRIFT, now + DRIFT + 1)
    fits = [step for step in near if hmac.compare_digest(code_at(secret, step).encode(), code.encode())]
    return fits[0] if fits else None


def written(secret: bytes) -> str:
    """As people type it into a phone: base32."""
    return base64.b32encode(secret).decode().rstrip("=")


def uri(secret: bytes, issuer: str, account: str) -> str:
    """As a phone reads it from a picture (Key URI format)."""
    label = quote(f"{issuer}:{account}", safe="")
    return f"otpauth://totp/{label}?" + urlencode({"secret": written(secret), "issuer": issuer}, quote_via=quote)
