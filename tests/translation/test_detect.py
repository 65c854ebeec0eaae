"""Whose language a turn is in: by length, inside a conversation, after a switch; and when nobody can know."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from server.translation.detect import Detection, Detector, Said
from tests.translation import measure

TURNS: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("turns.toml").read_text("utf-8"))
Asked = Callable[[Detector, str, str], Detection]


@pytest.fixture(scope="module")
def many() -> Detector:
    return Detector(tuple(TURNS))


def share(detector: Detector, length: str, asked: Asked) -> float:
    turns = [(language, turn) for language, rows in TURNS.items() for turn in rows[length]]
    return sum(asked(detector, language, turn).language == language for language, turn in turns) / len(turns)


def alone(detector: Detector, language: str, turn: str) -> Detection:
    return detector.detect(turn)


def on_page(detector: Detector, language: str, turn: str) -> Detection:
    return detector.detect(turn, locale=language)


def in_conversation(detector: Detector, language: str, turn: str) -> Detection:
    return detector.detect(turn, history=(TURNS[language]["middle"][0],))


@pytest.mark.parametrize(
    ("length", "asked", "least"),
    [
        ("long", alone, 0.97),
        ("middle", alone, 0.95),
        ("short", alone, 0.94),
        ("unseen", alone, 0.92),
        ("unseen", on_page, 0.97),
        ("unseen", in_conversation, 0.94),
    ],
)
def test_the_share_of_right_answers(many: Detector, length: str, asked: Asked, least: float) -> None:
    assert len(TURNS) >= 30
    assert share(many, length, asked) >= least


@pytest.fixture(scope="module")
def all_of_them() -> Detector:
    return Detector(tuple(measure.HELD_OUT))


@pytest.mark.parametrize(
    ("length", "asked", "least"),
    [
        ("long", measure.alone, 0.97),
        ("short", measure.alone, 0.90),
        ("short", measure.on_page, 0.97),
        ("short", measure.in_conversation, 0.97),
    ],
)
def test_turns_nobody_tuned_on(all_of_them: Detector, length: str, asked: measure.Asked, least: float) -> None:
    assert measure.share(measure.found(all_of_them, length, asked)) >= least


def test_a_new_language_is_seen_within_two_short_turns_or_one_sentence(all_of_them: Detector) -> None:
    assert measure.switches(all_of_them, "short", 2) >= 0.94
    assert measure.switches(all_of_them, "long", 1) >= 0.97


def test_typed_without_accents_it_is_still_told(all_of_them: Detector) -> None:
    bare = [
        (language, all_of_them.detect(measure.bare(turn), history=(measure.bare(rows["long"][0]),)).language)
        for language, rows in measure.HELD_OUT.items()
        if rows["long"][0].lower() < "\u0250"
        for turn in rows["short"]
    ]
    assert sum(language == found for language, found in bare) >= 0.95 * len(bare) > 200


def test_what_another_knew_of_an_earlier_turn_counts(many: Detector) -> None:
    assert many.detect("ok", history=(Said("ok", "pt-BR"),)).language == "pt"
    assert many.detect("ok", history=(Said("quiero devolver esto"),)).language == "es"
    assert many.detect("ok", history=(Said("quiero devolver esto", "de"),)).language == "de"


@pytest.mark.parametrize("name", ["Samsung", "PayPal", "Maria Lopez", "Berlin"])
def test_a_name_does_not_change_the_conversation(many: Detector, name: str) -> None:
    for before in ("ko", "ja", "zh", "fr", "nl"):
        assert many.detect(name, history=tuple(TURNS[before]["long"])).language == before


def test_the_measure_sees_a_worse_detector() -> None:
    poor = Detector(tuple(code for code in TURNS if code not in ("sv", "nl", "ro", "hu")))
    assert share(poor, "long", alone) < 0.97


@pytest.mark.parametrize("before", ["es", "zh", "ru", "en"])
def test_a_clear_switch_lets_go_within_two_turns(many: Detector, before: str) -> None:
    history = (*TURNS[before]["long"], *TURNS[before]["middle"])
    wrong = []
    for language, rows in TURNS.items():
        first, second = rows["middle"]
        if many.detect(second, history=(*history, first)).language != language:
            wrong.append(language)
    assert wrong in ([], ["da"])  # Danish and Norwegian bokmål share most of these words


def test_a_whole_sentence_switches_at_once(many: Detector) -> None:
    history = (*TURNS["pt"]["long"], *TURNS["pt"]["middle"])

    def after_portuguese(detector: Detector, language: str, turn: str) -> Detection:
        return detector.detect(turn, history=history, locale="pt-BR")

    assert share(many, "long", after_portuguese) >= 0.97
    assert share(many, "middle", after_portuguese) >= 0.94


@pytest.mark.parametrize(
    "text", ["", "   ", "12345", "#1001", "😀👍🏽", "???", "RB123456785GB", "www.example.com", "\ud800"]
)
def test_without_words_there_is_no_language(detector: Detector, text: str) -> None:
    assert detector.detect(text, history=("quiero devolver esto",), locale="es") == Detection("und", 0.0)


@pytest.mark.parametrize("text", ["ok", "Anna", "iPhone 15 Pro"])
def test_words_of_no_language_follow_the_conversation(many: Detector, text: str) -> None:
    assert many.detect(text).language == "und"
    assert many.detect(text, history=("quiero devolver esto",)).language == "es"
    assert many.detect(text, locale="de-AT").language == "de"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("danke!", "de"),
        ("merci !", "fr"),
        ("ok merci", "fr"),
        ("obrigada", "pt"),
        ("返金希望", "ja"),
        ("退款", "zh"),
        ("h\u200be\u200bl\u200bl\u200bo\u202e", "en"),
        ("WHERE IS MY ORDER", "en"),
        ("DHL 包裹在哪里", "zh"),
        ("Де мій пакунок?", "uk"),
        ("کد رهگیری چیست", "fa"),
        ("我想退货 my order is #1001", "zh"),
        ("hola " * 4000, "es"),
    ],
)
def test_letters_and_small_words_tell(many: Detector, text: str, language: str) -> None:
    assert many.detect(text).language == language


def test_the_answer_is_among_the_asked_and_spelled_as_asked(many: Detector) -> None:
    norwegian = "pakken min har ikke kommet frem"
    assert many.detect(norwegian, among=("nb", "en", "de")).language == "nb"
    assert many.detect("no funciona", among=("pt", "en")).language in ("pt", "en")
    assert many.detect(TURNS["es"]["long"][0], among=("pt-BR", "en")).language == "pt-BR"
    assert many.detect("ขอบคุณค่ะ", among=("en", "de")).language == "th"


def test_confidence_is_a_probability(many: Detector) -> None:
    for rows in TURNS.values():
        for turn in rows["short"]:
            assert 0.0 <= many.detect(turn, locale="xx", history=("?", "ok")).confidence <= 1.0
