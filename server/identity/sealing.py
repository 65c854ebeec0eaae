"""Secrets that lie in the database, shut: AES-256-GCM under a key that the database does not hold (ASVS 5.0, 11.3.3).

What is sealed is bound to where it belongs (`context`): moved to another row or another tenant it does not open. Each piece names
its key, so the server's keys can change while it runs: the first seals, all open.
"""

import base64
import binascii
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.domain.errors import Refusal

PREFIX = "s1."
KID, NONCE = 4, 12
"""Bytes: enough to tell the server's few keys apart, and what NIST SP 800-38D asks for."""


class Vault:
    """Seals with the first of the server's keys."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self._keys = {key_id(key): AESGCM(hashlib.sha256(b"tradewind:seal:" + key).digest()) for key in keys}
        self.newest = key_id(keys[0])

    def seal(self, secret: bytes, *context: str) -> str:
        """As it is stored; every time another text."""
        nonce = secrets.token_bytes(NONCE)
        shut = self._keys[self.newest].encrypt(nonce, secret, _bound(context))
        return PREFIX + base64.urlsafe_b64encode(self.newest + nonce + shut).rstrip(b"=").decode()

    def open(self, sealed: str, *context: str) -> bytes:
        """What was sealed for this place. Refuses `unavailable` for anything else, and when its key is not here."""
        try:
            packed = _packed(sealed)
            nonce, shut = packed[KID : KID + NONCE], packed[KID + NONCE :]
            return self._keys[packed[:KID]].decrypt(nonce, shut, _bound(context))
        except (KeyError, InvalidTag, ValueError, binascii.Error):
            raise Refusal("unavailable", "sealed") from None

    def key_of(self, sealed: str) -> bytes:
        """The name of the key that shut it."""
        return _packed(sealed)[:KID]


def is_sealed(text: str) -> bool:
    """Whether this was made here; nothing else that stands in those columns begins so."""
    return text.startswith(PREFIX)


def key_id(key: bytes) -> bytes:
    """By which name a piece calls its key."""
    return hashlib.sha256(b"tradewind:kid:" + key).digest()[:KID]


def _packed(sealed: str) -> bytes:
    said = sealed.removeprefix(PREFIX)
    return base64.b64decode(said + "=" * (-len(said) % 4), altchars=b"-_", validate=True)


def _bound(context: tuple[str, ...]) -> bytes:
    return "\x1f".join(("tradewind", *context)).encode()
