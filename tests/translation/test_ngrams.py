"""The packed model says what its own reader says."""

import random

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from server.translation.meanings import LANGUAGES
from server.translation.ngrams import Ngrams

SAID = (
    "hola, ¿dónde está mi paquete?",
    "WO IST MEIN PAKET",
    "Where is my parcel 12345?",
    "kargom nerede kaldı, iki haftadır bekliyorum",
    "السلام عليكم اين طلبي",
    "你好，我的包裹在哪里",
    "zde\u030c není",
    "123 456",
    "",
    "\ud800x",
)


@pytest.mark.parametrize("languages", [LANGUAGES, (*LANGUAGES, "sr", "cs", "xx")])
def test_it_ranks_as_the_models_own_reader_does(languages: tuple[str, ...]) -> None:
    reader, dice = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True), random.Random(1)
    reader.set_languages([code for code in languages if code in reader.labels])
    packed = Ngrams(languages)
    letters = "".join(SAID) + "abcdefghijklmnopqrstuvwxyzàéøłßñçœабвгдежзиклмнопрстуфхцш"
    for text in (*SAID, *("".join(dice.choices(letters, k=40)) for _ in range(200))):
        assert packed.rank(text) == pytest.approx(dict(reader.rank(text)), abs=1e-6), text


def test_it_holds_a_fraction_of_it() -> None:
    held = Ngrams(LANGUAGES)
    sizes = (len(numbers) * numbers.itemsize for numbers in (held._pieces, held._ways, held._first, held._told))
    assert sum(sizes) + held._weights.nbytes < 12 * 2**20
