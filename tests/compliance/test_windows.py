"""Which parts of a text are heard by themselves."""

import pytest

from server.compliance.features import LEAST
from server.compliance.folds import read_folds
from server.compliance.views import View, Views
from server.compliance.windows import Windows, windows

VIEWS = Views(read_folds())
LETTER = "Your parcel left our house this morning. Please do write to me on Telegram, it is quicker there! Have a very nice day."


def heard(text: str) -> tuple[Windows, View]:
    plain = VIEWS.plain(text)
    tight = VIEWS.tight(plain)
    return windows(plain.text, tight), tight


def parts(text: str) -> list[str]:
    found, _ = heard(text)
    return [VIEWS.plain(text).text[slice(*found.place(n))].strip() for n in range(len(found.more))]


def test_a_message_is_one_part() -> None:
    assert parts("Hello there!") == ["hello there!"]
    assert parts("") == [""]


def test_sentences_and_clauses_are_heard_alone_and_with_the_next_one() -> None:
    first, second, third = (
        one.strip().lower() for one in ("Your parcel left our house this morning.", LETTER[41:97], LETTER[97:])
    )
    asks, why = "please do write to me on telegram,", "it is quicker there!"
    found = parts(LETTER)
    assert {first, second, third, f"{first} {second}", f"{second} {third}", asks, why, f"{why} {third}"} <= {*found}
    assert f"{first} {second} {third}" not in found


def test_the_smaller_a_part_is_the_more_it_must_say_so() -> None:
    found, _ = heard(LETTER)
    sure = dict(reversed(list(zip(parts(LETTER), found.more, strict=True))))
    message = LETTER.lower().partition("! ")[0] + "!"
    assert (
        0
        == sure[message]
        < sure["your parcel left our house this morning."]
        < sure["please do write to me on telegram,"]
    )
    assert found.message(3) == (0, 97)
    assert found.message(len(LETTER) - 1) == (97, len(LETTER))
    assert found.message(len(LETTER)) == (97, len(LETTER))


@pytest.mark.parametrize(
    "text",
    ["Ok. No. Yes. So it is. Go, go, go, go.", "a, b; c. d! e? f", "Visit www.example.com, please.", "。，、。" * 40],
)
def test_no_piece_is_too_short_to_be_heard(text: str) -> None:
    found, tight = heard(text)
    pieces = [end - start for start, end in zip(found.tight, found.tight[1:], strict=False)]
    assert len(pieces) == 1 or min(pieces) >= LEAST
    assert (found.tight[0], found.tight[-1], found.plain[-1]) == (0, len(tight.text), len(text))
    assert all(first < last for first, last in zip(found.first, found.last, strict=True))
