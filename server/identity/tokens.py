"""Signed words: customers' tokens, agents' tickets, links to files. HMAC-SHA256 over JSON, with a purpose and an end."""

import base64
import binascii
import hashlib
import hmac
from typing import TypeVar

import msgspec
from msgspec import Struct

from server.domain.clock import Clock
from server.domain.errors import Refusal

T = TypeVar("T", bound="Claims")
LONGEST = 8192


class Claims(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a token says. `until` is milliseconds since the epoch."""

    until: int


class Signer:
    """Makes and reads tokens of one purpose; a token of another purpose is no token. Keys: the first signs, all verify."""

    def __init__(self, keys: tuple[bytes, ...], purpose: str, clock: Clock) -> None:
        self._keys = tuple(hashlib.sha256(b"tradewind:" + purpose.encode() + b":" + key).digest() for key in keys)
        self._clock = clock

    def sign(self, claims: Claims) -> str:
        """The token."""
        body = _b64(msgspec.json.encode(claims))
        return f"{body}.{_b64(self._mac(self._keys[0], body))}"

    def read(self, token: str, type_: type[T], late: int = 0) -> T:
        """What a genuine token says. Refuses `unauthenticated` for any other, and for one whose time is over by `late` ms."""
        body, _, mac = token.partition(".")
        try:
            given = _unb64(mac) if len(token) <= LONGEST else b""
            if not any(hmac.compare_digest(self._mac(key, body), given) for key in self._keys):
                raise Refusal("unauthenticated", "token")
            claims = msgspec.json.decode(_unb64(body), type=type_)
        except (ValueError, binascii.Error, msgspec.MsgspecError) as error:
            raise Refusal("unauthenticated", "token") from error
        if claims.until + late <= self._clock.now():
            raise Refusal("unauthenticated", "expired")
        return claims

    @staticmethod
    def _mac(key: bytes, body: str) -> bytes:
        return hmac.digest(key, body.encode("utf-8", "replace"), "sha256")


def hashed(token: str) -> str:
    """How a random token is stored: SHA-256, so that a stolen table opens no door."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
