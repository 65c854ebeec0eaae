"""Signatures as the Standard Webhooks specification has them: its own vector, and everything that is not one."""

import pytest

from server.domain.errors import Refusal
from server.identity.webhook_signatures import TOLERANCE_S, Secrets, read_secret, signature, signed, verify, written

SECRET = read_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")  # the specification's own, not a secret
ID, STAMP, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, b'{"test": 2432232314}'
RIGHT = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_specifications_own_vector() -> None:
    assert signature([SECRET], ID, STAMP, BODY) == RIGHT
    assert read_secret(written(SECRET)) == SECRET


@pytest.mark.parametrize("late", [0, TOLERANCE_S, -TOLERANCE_S])
def test_what_is_right_is_taken(late: int) -> None:
    verify([b"other", SECRET], signed([SECRET], ID, STAMP, BODY), BODY, STAMP + late)
    verify([SECRET], signed([b"other", SECRET], ID, STAMP, BODY), BODY, STAMP + late)


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-id": ""},
        {"webhook-id": "msg_other"},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": str(STAMP + 1)},
        {"webhook-timestamp": "now"},
        {"webhook-timestamp": "-1"},
        {"webhook-timestamp": "١٦١٤٢٦٥٣٣٠"},
        {"webhook-timestamp": "9" * 40},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": RIGHT.replace("v1", "v1a")},
        {"webhook-signature": RIGHT.removeprefix("v1,")},
        {"webhook-signature": RIGHT[:-6] + "AAAAA="},
        {"webhook-signature": "v1,\xff\xfe"},
        {"webhook-signature": " ".join(["v1,AAAA"] * 10 + [RIGHT])},
    ],
)
def test_what_is_wrong_is_not(change: dict[str, str]) -> None:
    headers = signed([SECRET], ID, STAMP, BODY) | change
    with pytest.raises(Refusal) as refused:
        verify([SECRET], headers, BODY, STAMP)
    assert refused.value.code == "unauthenticated"


def test_another_body_key_or_time_is_not_taken() -> None:
    headers = signed([SECRET], ID, STAMP, BODY)
    for secrets, body, now in (
        ([SECRET], BODY + b" ", STAMP),
        ([b"other"], BODY, STAMP),
        ([], BODY, STAMP),
        ([b""], BODY, STAMP),
        ([SECRET], BODY, STAMP + TOLERANCE_S + 1),
        ([SECRET], BODY, STAMP - TOLERANCE_S - 1),
    ):
        with pytest.raises(Refusal):
            verify(secrets, headers, body, now)


def test_every_name_and_key_makes_another_secret() -> None:
    made = [Secrets((key,)).of(*name)[0] for key in (b"a", b"b") for name in (("x",), ("y",), ("x", "y"), ("xy",))]
    assert len(set(made)) == 8
    assert Secrets((b"new", b"old")).of("x") == (*Secrets((b"new",)).of("x"), *Secrets((b"old",)).of("x"))
