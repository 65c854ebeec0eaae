"""Web push: what only one browser can read (RFC 8291, by RFC 8188), and who says so (VAPID, RFC 8292)."""

import base64
import binascii
import os

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey
from msgspec import Struct

from server.domain.errors import Refusal

CURVE = ec.SECP256R1()
POINT, AUTH, SALT = 65, 16, 16
"""Bytes: an uncompressed point of the curve, and both secrets."""
RECORD = 4096
LONGEST = RECORD - 86 - 17
"""Bytes of text in the one record that a push service must take (RFC 8291, 4)."""
TOKEN_S = 12 * 3600
"""A token is good for at most a day (RFC 8292, 2)."""


class Address(Struct, frozen=True):
    """Where one browser listens: the push service's address for it, its public key and its secret, both base64url."""

    endpoint: str
    p256dh: str
    auth: str


def read_address(sealed: bytes) -> Address:
    """As it was stored."""
    return msgspec.json.decode(sealed, type=Address)


def checked(address: Address) -> Address:
    """Refuses `bad_request` for keys that are none."""
    try:
        if len(decoded(address.p256dh)) != POINT or len(decoded(address.auth)) != AUTH:
            raise ValueError
        _point(decoded(address.p256dh))
    except (ValueError, binascii.Error):
        raise Refusal("bad_request", "keys") from None
    return address


def new_pair() -> tuple[bytes, str]:
    """A private key as it is sealed (PKCS 8), and the public one as a browser takes it."""
    private = ec.generate_private_key(CURVE)
    shut = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return shut, encoded(_bytes(private.public_key()))


def encrypted(text: bytes, to: Address, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes = b"") -> bytes:
    """The body of a push. `own` and `salt` are made anew for each; they can be given to compare with the RFC's example.

    Raises ValueError for a text that is too long.
    """
    if len(text) > LONGEST:
        raise ValueError("too long for one record")
    own, salt = own or ec.generate_private_key(CURVE), salt or os.urandom(SALT)
    theirs, ours = decoded(to.p256dh), _bytes(own.public_key())
    shared = own.exchange(ec.ECDH(), _point(theirs))
    secret = _derived(shared, decoded(to.auth), b"WebPush: info\0" + theirs + ours, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return head + AESGCM(key).encrypt(nonce, text + b"\x02", None)


def vapid(private: bytes, audience: str, subject: str, now: int) -> str:
    """The Authorization header for a push service (`audience`: its origin). `subject` is whom it may write to; `now` seconds."""
    key = ECKey.import_key(private)
    claims = {"aud": audience, "exp": now + TOKEN_S} | ({"sub": subject} if subject else {})
    token = jwt.encode({"alg": "ES256", "typ": "JWT"}, claims, key)
    public = key.private_key
    assert isinstance(public, ec.EllipticCurvePrivateKey)
    return f"vapid t={token}, k={encoded(_bytes(public.public_key()))}"


def encoded(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Base64url, with padding or without. Raises ValueError."""
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)


def _point(raw: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw)


def _bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
