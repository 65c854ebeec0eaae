"""Numbers and addresses are what they are, however they are written; what chance writes is nothing."""

import random
import string
from base64 import b64encode
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.compliance import Compliance, Scene
from server.compliance.decoded import decoded
from server.domain.verdict import Action
from tests.compliance.cells import MARKET, TEXTS, rows
from tests.compliance.house import judge

SCENE = Scene(channel="amazon", market="DE", language="en")


def _signs(signs: str) -> Callable[[str], str]:
    return lambda text: text.translate({ord("0") + n: sign for n, sign in enumerate(signs.split())})


NUMBER = {
    "wide": _signs("０ １ ２ ３ ４ ５ ６ ７ ８ ９"),
    "Arabic": _signs("٠ ١ ٢ ٣ ٤ ٥ ٦ ٧ ٨ ٩"),
    "Persian": _signs("۰ ۱ ۲ ۳ ۴ ۵ ۶ ۷ ۸ ۹"),
    "bold": _signs("𝟎 𝟏 𝟐 𝟑 𝟒 𝟓 𝟔 𝟕 𝟖 𝟗"),
    "circled": _signs("⓪ ① ② ③ ④ ⑤ ⑥ ⑦ ⑧ ⑨"),
    "keycaps": _signs("0️⃣ 1️⃣ 2️⃣ 3️⃣ 4️⃣ 5️⃣ 6️⃣ 7️⃣ 8️⃣ 9️⃣"),
    "Chinese": _signs("零 一 二 三 四 五 六 七 八 九"),
    "words": lambda text: " ".join(
        {str(n): word for n, word in enumerate("zero one two three four five six seven eight nine".split())}.get(s, s)  # noqa: SIM905
        for s in text
    ),
    "unseen": "\u200b".join,
    "spaces": " ".join,
    "dots": ".".join,
    "strokes": "-".join,
}
ADDRESS = {
    "unseen": "\u200b".join,
    "upper": str.upper,
    "words": lambda text: text.replace("@", " at ").replace(".", " dot "),
    "brackets": lambda text: text.replace("@", " (at) ").replace(".", " (dot) "),
    "base64": lambda text: b64encode(text.encode()).decode(),
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal apart": lambda text: text.encode().hex(" "),
    "escaped": lambda text: text.replace("@", "%40"),
    "entities": lambda text: text.replace("@", "&#64;").replace(".", "&#46;"),
    "from its end": lambda text: text[::-1],
}
NAMES = st.from_regex(r"\A[a-z]{3,8}[.]?[a-z]{2,8}\Z")
MOBILES = st.one_of(st.from_regex(r"\A13[0-9]{9}\Z"), st.from_regex(r"\A017[0-9]{9}\Z"))
CARDS = ["4242424242424242", "5555555555554444", "378282246310005", "6011111111111117"]


@settings(deadline=None)
@given(MOBILES, st.sampled_from(sorted(NUMBER)))
def test_a_mobile_number_is_one_in_any_writing(number: str, disguise: str) -> None:
    assert judge(f"Please call {NUMBER[disguise](number)} now", SCENE).action == Action.block


@pytest.mark.parametrize("number", CARDS)
@pytest.mark.parametrize("disguise", sorted(NUMBER))
def test_a_card_is_one_in_any_writing(number: str, disguise: str) -> None:
    assert judge(f"pay {NUMBER[disguise](number)} now", Scene(direction="inbound")).action == Action.mask


@settings(deadline=None)
@given(NAMES, NAMES, st.sampled_from(["com", "net", "org"]), st.sampled_from(sorted(ADDRESS)))
def test_an_address_is_one_in_any_writing(name: str, house: str, end: str, disguise: str) -> None:
    written = ADDRESS[disguise](f"{name}@{house.replace('.', '')}.{end}")
    verdict = judge(f"It is {written} , thanks", SCENE)
    assert verdict.action == Action.block
    assert all(f.end > 6 and f.start < 6 + len(written) for f in verdict.findings)


def test_without_rules_nothing_is_heard() -> None:
    assert Compliance(()).judge(ADDRESS["base64"]("lena@example.org"), SCENE).action == Action.allow


def test_what_chance_writes_says_nothing(judge: Compliance) -> None:
    dice = random.Random(4)
    kinds = [
        string.ascii_letters + string.digits,
        "0123456789abcdef",
        string.digits,
        string.ascii_uppercase + string.digits,
    ]
    codes = ["".join(dice.choices(dice.choice(kinds), k=dice.randint(12, 40))) for _ in range(4000)]
    alarms = [
        code for code in codes if list(decoded(code)) and judge.judge(f"code {code}", SCENE).action > Action.allow
    ]
    assert alarms == []


def test_ordinary_lines_hold_nothing_encoded() -> None:
    lines = [
        line
        for language in MARKET
        for line in (TEXTS / f"clean_{language}.txt").read_text(encoding="utf-8").splitlines()
    ]
    lines += [text for *_, text in rows(TEXTS / "innocent.tsv")]
    assert [line for line in lines if list(decoded(line))] == []
