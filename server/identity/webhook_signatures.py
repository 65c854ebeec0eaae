"""Signatures in the Standard Webhooks form (github.com/standard-webhooks, version 1): made for what we send, read from bridges.

`v1,` + base64(HMAC-SHA256(secret, id "." timestamp "." body)); several stand beside each other, parted by spaces, and one that
fits is enough. Secrets are written `whsec_` + base64 of 24 to 64 bytes.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Iterable, Mapping

from server.domain.errors import Refusal
from server.identity.sealing import Vault, is_sealed

PREFIX = "whsec_"
TOLERANCE_S = 300
"""How far a timestamp may be from now, either way."""


SECRET_BYTES = 32


class Secrets:
    """The secrets of named things: no table holds one that can be read, and a stolen copy of it signs nothing.

    The last part of a name may be a secret itself, sealed for the rest of the name (`fresh`); every other name is made into one
    with the server's own keys.
    """

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self._keys = keys
        self.vault = Vault(keys)

    def fresh(self, *name: str) -> str:
        """A new secret for this name, sealed: what goes into its row, and comes back as the last part of its name."""
        return self.vault.seal(secrets.token_bytes(SECRET_BYTES), *name)

    def resealed(self, *name: str) -> str:
        """The last part of the name as the newest key seals it; what former keys made from it is kept, sealed, in its place."""
        *place, kept = name
        if is_sealed(kept) and self.vault.key_of(kept) == self.vault.newest:
            return kept
        return self.vault.seal(self.of(*name)[-1], *place)

    def of(self, *name: str) -> tuple[bytes, ...]:
        """Those that are good, the one to use first: the sealed one, or one for each of the server's keys while they change."""
        if is_sealed(name[-1]):
            return (self.vault.open(name[-1], *name[:-1]),)
        said = "\x1f".join(("tradewind", "webhook", *name)).encode()
        return tuple(hmac.digest(key, said, "sha256") for key in self._keys)


def written(secret: bytes) -> str:
    """As people copy it."""
    return PREFIX + base64.b64encode(secret).decode()


def read_secret(text: str) -> bytes:
    """From `whsec_...`. Raises ValueError."""
    return base64.b64decode(text.removeprefix(PREFIX), validate=True)


def signature(secrets: Iterable[bytes], id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`."""
    said = f"{id}.{timestamp}.".encode() + body
    return " ".join("v1," + base64.b64encode(hmac.digest(secret, said, "sha256")).decode() for secret in secrets)


def signed(secrets: Iterable[bytes], id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers."""
    return {
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secrets, id, timestamp, body),
    }


def verify(secrets: Iterable[bytes], headers: Mapping[str, str], body: bytes, now: int) -> None:
    """Read the three headers of a request. `now` is seconds. Refuses `unauthenticated`, whatever is wrong."""
    id, stamp, given = (headers.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature"))
    if not (id and stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):
        raise Refusal("unauthenticated", "webhook-timestamp" if id else "webhook-id")
    if abs(now - int(stamp)) > TOLERANCE_S:
        raise Refusal("unauthenticated", "webhook-timestamp")
    right = [_mac(each) for each in signature(secrets, id, int(stamp), body).split()]
    shown = [_mac(each) for each in given.split(" ")[:10]]
    if not any(hmac.compare_digest(a, b) for a in right for b in shown if b):
        raise Refusal("unauthenticated", "webhook-signature")


def _mac(text: str) -> bytes:
    version, _, mac = text.partition(",")
    try:
        return base64.b64decode(mac, validate=True) if version == "v1" else b""
    except (binascii.Error, ValueError):
        return b""
