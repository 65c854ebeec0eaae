"""Card, account and code numbers are covered, and nothing else is."""

import pytest

from server.compliance import Compliance, Scene
from server.compliance.cards import is_card, luhn
from server.compliance.masks import cover

COVERED = "•••• •••• •••• 4242"


@pytest.mark.parametrize(
    "written",
    [
        "4242424242424242",
        "4242 4242 4242 4242",
        "4242-4242-4242-4242",
        "4242.4242.4242.4242",
        "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2",
        "４２４２ ４２４２ ４２４２ ４２４２",
        "٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢",
        "四二四二四二四二四二四二四二四二",
        "4242\u200b4242\u200b4242\u200b4242",
        "four two four two 4242 4242 4242",
        "④②④② 4242 4242 4242",
        "4️⃣2️⃣4️⃣2️⃣ 4242 4242 4242",
    ],
)
@pytest.mark.parametrize("direction", ["inbound", "outbound"])
def test_a_card_is_covered_however_it_is_written(judge: Compliance, written: str, direction: str) -> None:
    verdict = judge.judge(f"pay: {written}!", Scene(direction=direction))
    assert verdict.text == f"pay: {COVERED}!"
    assert verdict.action.name == "mask"


@pytest.mark.parametrize(
    "innocent",
    [
        "Order 4111111111111111 has shipped",
        "Ihre Bestellnummer: 4111111111111111",
        "订单号 4111111111111111 已发货",
        "tracking 9400111899223197428490",
        "IMEI 490154203237518",
        "sizes 40 41 42 43 44 45 46 47",
        "4242 4242 4242 4241 is mistyped",
        "1234 5678 9012 3456 is no card",
    ],
)
def test_other_long_numbers_stay(judge: Compliance, innocent: str) -> None:
    assert judge.judge(innocent, Scene()).text == innocent


def test_a_known_number_stays(judge: Compliance) -> None:
    text = "It is 4111-1111-1111-1111."
    assert judge.judge(text, Scene()).text != text
    assert judge.judge(text, Scene(known=("4111111111111111",))).text == text


def test_an_account_keeps_its_country_and_tail(judge: Compliance) -> None:
    assert judge.judge("DE89 3704 0044 0532 0130 00 danke", Scene()).text == "DE•• •••• 3000 danke"
    assert judge.judge("DE88 3704 0044 0532 0130 00", Scene()).action.name == "allow"


@pytest.mark.parametrize("text", ["CVV 123", "cvc: 1234", "security code is 987", "安全码：123"])
def test_a_card_code_is_covered(judge: Compliance, text: str) -> None:
    assert "•••" in judge.judge(text, Scene(direction="inbound", author="customer")).text


def test_the_same_digits_without_the_word_stay(judge: Compliance) -> None:
    assert judge.judge("Room 123", Scene()).action.name == "allow"


@pytest.mark.parametrize("number", ["378282246310005", "5555555555554444", "6011111111111117", "3530111333300000"])
def test_schemes(number: str) -> None:
    assert is_card(number)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert not luhn(wrong)
    assert not is_card(wrong)


def test_overlapping_places_leave_nothing() -> None:
    assert cover("abcdefgh", [(1, 5, "<x>"), (3, 7, "<y>")]) == "a<x>•••h"
