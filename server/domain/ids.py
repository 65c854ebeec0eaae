"""Names of things: a readable prefix and 128 bits, either random or derived from what must be the same thing."""

import hashlib
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26


def new_id(prefix: str) -> str:
    """A random name such as `cu_3k9...`; 128 bits from the operating system (ASVS 5.0, 11.5.1)."""
    return f"{prefix}_{_spell(secrets.randbits(128))}"


def derived_id(prefix: str, *parts: str) -> str:
    """The one name of the thing these parts describe.

    Two requests that mean the same conversation or customer therefore meet in one row, whatever their order.
    """
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16, person=prefix.encode()[:16])
    return f"{prefix}_{_spell(int.from_bytes(digest.digest()))}"


def _spell(number: int) -> str:
    letters = []
    for _ in range(LENGTH):
        number, digit = divmod(number, 32)
        letters.append(ALPHABET[digit])
    return "".join(reversed(letters))
