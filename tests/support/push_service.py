"""A push service as browsers use one: it takes what RFC 8030 asks for, proves who says it (RFC 8292), and opens it (RFC 8291)."""

import base64
import struct

import jwt
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Struct

from tests.support.web import Place

SECRET = b"sixteen bytes of"


def b64(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(text: str) -> bytes:
    """Back."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Pushed(Struct):
    """One push as it came: its headers in lower case, what is inside, and the claims of who sent it."""

    headers: dict[str, str]
    text: bytes
    claims: dict[str, object]


class Browser:
    """A subscription: only it can read what is sent to it."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.p256dh, self.auth = b64(self._point), b64(SECRET)

    def reads(self, place: Place, key: str) -> list[Pushed]:
        """All that came to this place, each proved to be from the sender with this public key."""
        origin = f"http://{place.address}:{place.port}"
        return [self._one(head, body, (key, origin)) for head, body in zip(place.heads, place.bodies, strict=True)]

    def _one(self, head: str, body: bytes, sender: tuple[str, str]) -> Pushed:
        first, *lines = head.strip().splitlines()
        assert first.startswith("POST "), first
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        assert headers["content-encoding"] == "aes128gcm"
        assert int(headers["ttl"]) >= 0
        assert headers["urgency"] in ("very-low", "low", "normal", "high")
        assert len(headers["topic"]) <= 32, "RFC 8030, 5.4"
        return Pushed(headers, self.opens(body), proved(headers["authorization"], *sender))

    def opens(self, body: bytes) -> bytes:
        """The text in it, padding and all judged."""
        salt, (size, length) = body[:16], struct.unpack("!LB", body[16:21])
        theirs, record = body[21 : 21 + length], body[21 + length :]
        assert len(record) <= size, "one record only"
        shared = self._private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        secret = _mac(_mac(SECRET, shared), b"WebPush: info\0" + self._point + theirs + b"\x01")
        root = _mac(salt, secret)
        key = _mac(root, b"Content-Encoding: aes128gcm\0\x01")[:16]
        nonce = _mac(root, b"Content-Encoding: nonce\0\x01")[:12]
        padded = AESGCM(key).decrypt(nonce, record, None)
        text, mark, rest = padded.rpartition(b"\x02")
        assert mark
        assert not rest.strip(b"\0"), "the last record ends with 2 and zeros"
        return text


def proved(header: str, key: str, origin: str) -> dict[str, object]:
    """The claims of a VAPID header, by this key, for this service, good for a day at most."""
    scheme, _, said = header.partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in said.split(","))
    assert parts["k"] == key, "the key the browser subscribed with"
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(parts["k"]))
    options = {"require": ["aud", "exp"], "verify_exp": False}  # the tests' clock is moved by hand
    claims: dict[str, object] = jwt.decode(parts["t"], public, ["ES256"], audience=origin, options=options)
    return claims


def _mac(key: bytes, text: bytes) -> bytes:
    mac = hmac.HMAC(key, hashes.SHA256())
    mac.update(text)
    return mac.finalize()
