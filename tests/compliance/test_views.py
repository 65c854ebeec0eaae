"""What the views undo, and that every place leads back to where it was written."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from server.compliance.folds import read_folds
from server.compliance.views import Views

VIEWS = Views(read_folds())
ODD = st.text("Whа4４٤l1!@ \u200be\u0301ﬁ\ud800🅰한ㅎ\u1112\u1161", max_size=40)
WILD = st.text(st.characters(), max_size=60) | ODD


def test_plain() -> None:
    assert VIEWS.plain("Ｗhat\u200bs\u202eApp É ﬁ ٤４④ 🅰 \ud800").text == "whatsapp e fi 444 a \ufffd"


def test_decomposed_letters_are_one_sign() -> None:
    written = unicodedata.normalize("NFD", "카톡 バカ é")
    assert VIEWS.plain(written).text == "카톡 バカ e"


def test_tight_knows_lookalikes() -> None:
    words = ["WhatsApp", "wh4t5app", "W-h.a t s А p p", "whаtsарр"]
    assert len({VIEWS.tight(VIEWS.plain(word)).text for word in words}) == 1


def test_digits_reads_words_and_signs() -> None:
    view = VIEWS.digits(VIEWS.plain("one 二 ③ vier пять 6 yedi 8"))
    assert view is not None
    assert view.text.replace(" ", "") == "12345678"
    assert VIEWS.digits(VIEWS.plain("one or two")) is None


@given(WILD)
def test_every_sign_leads_back(raw: str) -> None:
    plain = VIEWS.plain(raw)
    assert len(plain.text) == len(plain.starts) == len(plain.ends)
    assert all(0 <= start < end <= len(raw) for start, end in zip(plain.starts, plain.ends, strict=True))
    assert list(plain.starts) == sorted(plain.starts)
    for view in (VIEWS.tight(plain), VIEWS.latin(plain), VIEWS.digits(plain)):
        if view is not None:
            assert len(view.text) == len(view.starts) == len(view.ends)
            assert all(0 <= a < b <= len(plain.text) for a, b in zip(view.starts, view.ends, strict=True))
