"""The phrasebook says the same thing in every language, and nothing when it does not know."""

import re

import pytest

from server.translation.entities import find
from server.translation.meanings import LANGUAGES, load_meanings
from server.translation.phrasebook import Phrasebook
from server.translation.slots import names_in, rendered
from server.translation.sounds import readings
from server.translation.wording import plain

HAN = re.compile("[\u3400-\u9fff]")

SAMPLES = {
    "order": "#1001", "tracking": "RB123456785GB", "date": "2026-05-12", "from": "2026-05-12", "until": "2026-05-14",
    "time": "09:00", "opens": "09:00", "closes": "18:00", "amount": "25 €", "count": "5", "percent": "20%",
    "carrier": "DHL", "name": "Anna", "size": "42", "product": "Anna", "coupon": "SAVE20",
}  # fmt: skip


def test_every_meaning_is_written_in_every_language(phrasebook: Phrasebook) -> None:
    assert len(phrasebook.phrases) >= 400
    assert [phrase.id for phrase in phrasebook.phrases if set(phrase.ways) != set(LANGUAGES)] == []
    assert {phrase.by for phrase in phrasebook.phrases} == {"customer", "agent", "both"}


def test_every_wording_can_be_said_in_every_other_language(phrasebook: Phrasebook) -> None:
    silent = [
        (phrase.id, language, wording, target)
        for phrase in phrasebook.phrases
        for language, wordings in phrase.ways.items()
        for wording in wordings
        for target in LANGUAGES
        if phrasebook.say(phrase.id, target, {name: SAMPLES[name] for name in names_in(wording)}) is None
    ]
    assert silent == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_typed_as_written_is_understood(phrasebook: Phrasebook, language: str) -> None:
    target = "de" if language != "de" else "en"
    for phrase in phrasebook.phrases:
        for wording in phrase.every(language):
            values = {name: SAMPLES[name] for name in names_in(wording)}
            typed = rendered(wording, values, language)
            reading = phrasebook.lookup(typed, language, target, terms=("Anna",))
            assert reading is not None, (phrase.id, typed)
            assert reading.text == phrasebook.say(phrase.id, target, values)
            assert (reading.engine, reading.language) == ("phrasebook", target)


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("where's my order??", "en", "de", "Wo ist meine Bestellung?"),
        ("Hi, where's my order #1001?", "en", "de", "Hallo! Wo ist meine Bestellung #1001?"),
        ("你好我的包裹在哪里", "zh", "en", "Hello! Where is my order?"),
        ("donde esta mi pedido 12345", "es", "en", "Where is my order 12345?"),
        ("SİPARİŞİM NEREDE", "tr", "en", "Where is my order?"),
        ("ГДЕ МОЙ ЗАКАЗ", "ru", "fr", "Où est ma commande ?"),
        ("Your parcel is on its way. Thank you for your patience!", "en", "ja",
         "ご注文の商品を発送いたしました。お待ちいただきありがとうございます。"),
        ("It should arrive on 12 May.", "en", "de", "Die Zustellung ist für den 12. Mai geplant."),
        ("Die Zustellung ist für den 12. Mai 2026 geplant.", "de", "zh", "预计2026年5月12日送达。"),
        ("It should arrive on 03/04/2026.", "en", "es", "La entrega está prevista para el 03/04/2026."),
    ],
)  # fmt: skip
def test_people_type_as_they_like(phrasebook: Phrasebook, text: str, source: str, target: str, expected: str) -> None:
    reading = phrasebook.lookup(text, source, target)
    assert reading is not None
    assert reading.text == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [("1", "1 рабочий день"), ("2", "2 рабочих дня"), ("5", "5 рабочих дней"), ("21", "21 рабочий день"),
     ("3-5", "3-5 рабочих дней")],
)  # fmt: skip
def test_the_plural_is_the_readers(phrasebook: Phrasebook, count: str, expected: str) -> None:
    noun = "day" if count == "1" else "days"
    reading = phrasebook.lookup(f"Delivery takes {count} business {noun}.", "en", "ru")
    assert reading is not None
    assert reading.text == f"Доставка занимает {expected}."


@pytest.mark.parametrize(
    "text",
    [
        "Where is my order? I am going to call my lawyer.",
        "where is my order 25 €",
        "my order is not late",
        "hello where",
        "it is broken?",
        "",
        "?!",
        "⟦1⟧",
        "x" * 5000,
    ],
)
def test_what_is_not_known_is_not_guessed(phrasebook: Phrasebook, text: str) -> None:
    assert phrasebook.lookup(text, "en", "de") is None


def test_an_unknown_language_is_no_error(phrasebook: Phrasebook) -> None:
    assert phrasebook.lookup("Hello!", "en", "xx") is None
    assert phrasebook.lookup("Hello!", "xx", "en") is None


@pytest.mark.parametrize(
    ("target", "formal", "casual"),
    [
        ("de", "Ihre Bestellung wurde storniert.", "Deine Bestellung wurde storniert."),
        ("zh", "您有5积分。", "你有5积分。"),
        ("ru", "У вас 5 баллов.", "У тебя 5 баллов."),
        ("tr", "5 puanınız var.", "5 puanın var."),
        ("pt", "Você tem 5 pontos.", "Você tem 5 pontos."),
    ],
)
def test_a_shop_says_sie_or_du(phrasebook: Phrasebook, target: str, formal: str, casual: str) -> None:
    values = {"count": "5"} if target != "de" else {}
    phrase = "account.points" if values else "order.cancelled"
    assert phrasebook.say(phrase, target, values) == formal.replace("您有", "您目前有")
    assert phrasebook.say(phrase, target, values, "casual") == casual.replace("你有", "你目前有")


def test_the_register_reaches_the_reader(phrasebook: Phrasebook) -> None:
    reading = phrasebook.lookup("How can I help you?", "en", "de", formality="casual")
    assert reading is not None
    assert reading.text == "Wie kann ich dir helfen?"


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("refund", "refund.want"),
        ("Zollgeb", "customs.duty"),
        ("退货", "returns.how"),
        ("wo ist", "order.where"),
        ("спасибо", "courtesy.thanks"),
        ("iade", "returns.can"),
        ("배송", "delivery.shipping_cost"),
        ("LIEFERADRESSE GEANDERT", "address.changed"),
        ("运费退货", "returns.cost_is"),
        ("返金いつ", "refund.when"),
        ("tracking number", "delivery.tracking_number"),
        ("sent again", "parcel.resent"),
        ("refund money", "refund.want"),
        ("退运费", "returns.who_pays"),
        *((sound, "refund.want") for sound in ("tuikuan", "tui kuan", "wo xiang tuik", "wxtk", "tk")),
        *((sound, "refund.want") for sound in ("henkin", "hennkin", "へんきん", "ヘンキン")),
        *((sound, "address.change") for sound in ("haisousaki", "haisosaki", "jusho", "jyuusho", "juusyo")),
        *((slip, "refund.want") for slip in ("refnud", "remboursemnt", "Erstatung", "возрат", "reembolzo")),
        ("where is my odrer", "order.where"),
        ("wo ist meine bestelung", "order.where"),
    ],
)
def test_a_meaning_is_found_by_words_of_any_language(phrasebook: Phrasebook, query: str, meaning: str) -> None:
    assert meaning in [phrase.id for phrase in phrasebook.search(query, limit=25)]


def test_the_search_obeys_its_limit_and_knows_nothing_of_nonsense(phrasebook: Phrasebook) -> None:
    assert len(phrasebook.search("order", limit=3)) == 3
    assert phrasebook.search("qqqqzz") == []
    assert phrasebook.search("xkcdfoobar order") == [], "a word that nothing is like is not passed over"
    assert phrasebook.search("  ") == []


def test_the_sample_of_each_slot_is_seen_as_what_it_is() -> None:
    kinds = {name: [entity.kind for entity in find(text, ("Anna",), numbers=True)] for name, text in SAMPLES.items()}
    assert kinds == {
        "order": ["order"],
        "tracking": ["tracking"],
        "date": ["date"],
        "amount": ["money"],
        "count": ["number"],
        "carrier": ["carrier"],
        "name": ["term"],
        "size": ["number"],
        "product": ["term"],
        "coupon": ["code"],
        "percent": ["measure"],
    } | {"from": ["date"], "until": ["date"]} | {each: ["time"] for each in ("time", "opens", "closes")}


def test_every_ideograph_of_the_phrases_can_be_read() -> None:
    table, unread = readings(), set[str]()
    for phrase in load_meanings():
        unread |= {sign for way in phrase.every("zh") for sign in HAN.findall(way) if sign not in table.pinyin}
        unread |= {
            sign for way in phrase.every("ja") for said in table.japanese(plain(way)) for sign in HAN.findall(said)
        }
    assert unread == set()
