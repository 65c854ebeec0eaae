"""Check digits are computed: the right number is its carrier's, one digit changed is nobody's."""

from collections.abc import Callable

import pytest

from server.translation.entities import find
from server.translation.parcels import SHAPES, carriers_of, is_called, mod37, s10, ups

# Numbers that carriers and standards print in their guides.
PRINTED = [
    ("RB123456785GB", "Royal Mail"),
    ("1Z5R89390357567127", "UPS"),
    ("1Z879E930346834440", "UPS"),
    ("1Z410E7W0392751591", "UPS"),
    ("986578788855", "FedEx"),
    ("477179081230", "FedEx"),
    ("0414 4176 0228 964", "FedEx"),
    ("9611020987654312345672", "FedEx"),
    ("0307 1790 0005 2348 3741", "USPS"),
    ("9400 1112 0108 0805 4830 16", "USPS"),
    ("420 22153 9101026837331000039521", "USPS"),
    ("3318810025", "DHL"),
    ("73891051146", "DHL"),
    ("JJD0099999999", "DHL"),
    ("008182709980000020033350276C", "DPD"),
    ("GM2951173225174494", "DHL"),
    ("YT2412345678901234", "YunExpress"),
    ("UG123456789YP", "Yanwen"),
    ("SF1234567890123", "SF Express"),
    ("LP00123456789012", "Cainiao"),
    ("TBA123456789012", "Amazon"),
]


@pytest.mark.parametrize(("number", "carrier"), PRINTED)
def test_a_printed_number_is_its_carriers(number: str, carrier: str) -> None:
    assert carrier in carriers_of(number, called=True)


@pytest.mark.parametrize(
    "number",
    [
        "RB123456784GB",
        "1Z5R89390357567128",
        "1Z1111111111111111",
        "9400111201080805483017",
        "008182709980000020033350276A",
    ],
)
def test_a_wrong_check_digit_is_nobodys(number: str) -> None:
    assert carriers_of(number) == ()


@pytest.mark.parametrize(("number", "check"), [("RB123456785GB", s10), ("1Z5R89390357567127", ups)])
def test_a_slip_of_one_digit_is_noticed(number: str, check: Callable[[str], bool]) -> None:
    """Nearly always: S10 writes 5 for two rests, UPS doubles 0 and 5 to the same."""
    places = [place for place in range(2, 10) if number[place].isdigit()]
    slips = [number[:at] + digit + number[at + 1 :] for at in places for digit in "0123456789" if digit != number[at]]
    assert sum(map(check, slips)) <= 0.12 * len(slips)


def test_dpd_letters_are_checked() -> None:
    good = [
        letter for letter in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" if mod37("008182709980000020033350276" + letter)
    ]
    assert good == ["C"]


def test_digits_alone_need_a_word_beside_them() -> None:
    assert carriers_of("986578788855") == ()
    assert carriers_of("986578788855", called=True) != ()
    assert carriers_of("١٢٣٤٥٦٧٨٩٠١٢", called=True) == ()
    assert {shape.carrier for shape in SHAPES} >= {"UPU", "UPS", "FedEx", "DHL", "USPS", "GLS", "DPD", "Yanwen"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my tracking number is 986578788855", "tracking"),
        ("运单号：986578788855", "tracking"),
        ("order 986578788855", "digits"),
        ("where is RB123456785GB", "tracking"),
        ("where is RB123456784GB", "code"),
        ("it is 1Z 5R8 939 03 5756 712 7 thanks", "tracking"),
        ("USPS 9400 1112 0108 0805 4830 16 please", "tracking"),
    ],
)
def test_a_text_tells_what_its_numbers_are(text: str, kind: str) -> None:
    named = {entity.kind for entity in find(text)} - {"carrier"}
    assert named == {kind}


def test_the_word_may_stand_a_little_before() -> None:
    text = "Sendungsnummer lautet: 3318810025"
    assert is_called(text, text.index("3"))
    assert not is_called("tracking one two three four five 3318810025", 36)
