"""What is guessed first is no password here; what a person or a machine makes up is."""

import secrets

import pytest

from server.domain.errors import Refusal
from server.identity.guessable import guessable
from server.identity.passwords import Passwords

FIRST = """
passwordpassword|password1234|Password2026!|P@ssw0rd12345|passw0rdpassw0rd|welcome12345|Welcome2026!!|letmein12345|iloveyou1234|
qwertyuiop12|qwertyuiopasdf|abcdefghijkl|123456789012|1234567890ab|111111111111|aaaaaaaaaaaa|abababababab|
asdfghjkl123|adminadmin123|administrator1|changeme1234|sunshine2025|Summer2026!!!|correcthorsebatterystaple|
zyxwvutsrqpo|098765432109|qwertzuiop12|............|motdepasse123
"""
GOOD = (
    "a-long-password-of-ones-own",
    "north-and-south",
    "another-long-one",
    "tiny boats at noon",
    "Katzenkönig im Mai",
    "小船在正午的海面上慢慢走远了",
    "7Kx-vQz0-pL3m",
)


@pytest.mark.parametrize("password", [each.strip() for each in FIRST.replace("\n", "").split("|")])
async def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert guessable(password)
    with pytest.raises(Refusal) as refused:
        await Passwords().hash(password)
    assert (refused.value.code, refused.value.detail) == ("bad_request", "password")


@pytest.mark.parametrize("password", GOOD)
def test_what_somebody_made_up_is_taken(password: str) -> None:
    assert not guessable(password)


def test_what_machines_make_up_is_taken() -> None:
    assert not any(guessable(secrets.token_urlsafe(12)) for _ in range(500))
