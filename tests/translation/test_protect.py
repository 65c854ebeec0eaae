"""What is masked comes back as it was; nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.translation.entities import find
from server.translation.protect import blanked, marks, mask, restore
from tests.translation.entities import ENTITIES

WORDS = st.sampled_from(["where", "ist", "mein", "包裹", "заказ", "طلبي", "please", "お願いします", "2", "!"])


@given(st.lists(st.one_of(ENTITIES, WORDS, st.text(max_size=12)), max_size=12).map(" ".join))
def test_masking_and_restoring_gives_the_text_back(text: str) -> None:
    masked = mask(text)
    assert restore(masked.text, masked.entities) == text
    assert marks(masked.text) == list(range(1, len(masked.entities) + 1))


@given(ENTITIES, WORDS.filter(str.isalpha), WORDS)
def test_every_entity_is_hidden_from_the_engine(entity: str, before: str, after: str) -> None:
    masked = mask(f"{before} {entity} {after}")
    assert entity not in masked.text.replace("⟦1⟧", "").replace("⟦2⟧", "") or entity in "⟦⟧"
    assert any(entity in found.text or found.text in entity for found in masked.entities)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("order #1001 please", "order", "#1001"),
        ("order 123-1234567-1234567", "order", "123-1234567-1234567"),
        ("单号RB123456785GB在哪里", "tracking", "RB123456785GB"),
        ("see https://shop.example/a?b=1.", "url", "https://shop.example/a?b=1"),
        ("see shop.example.com now", "domain", "shop.example.com"),
        ("write anna@example.com", "email", "anna@example.com"),
        ("costs 1.299,00 €", "money", "1.299,00 €"),
        ("costs US$25.50 now", "money", "US$25.50"),
        ("一共299元", "money", "299元"),
        ("on 12 May 2026", "date", "12 May 2026"),
        ("on May 12", "date", "May 12"),
        ("5月12日到", "date", "5月12日"),
        ("call +49 30 1234567", "phone", "+49 30 1234567"),
        ("in XL", "size", "XL"),
        ("in size M", "size", "M"),
        ("it is 30 x 40 cm", "measure", "30 x 40 cm"),
        ("code SAVE20 fails", "code", "SAVE20"),
        ("number 88123456", "digits", "88123456"),
        ("sent with DHL today", "carrier", "DHL"),
        ("great 👍🏽", "emoji", "👍🏽"),
    ],
)
def test_each_kind_is_known(text: str, kind: str, found: str) -> None:
    assert [(entity.kind, entity.text) for entity in find(text)] == [(kind, found)]


@pytest.mark.parametrize("text", ["I have 2 sets", "5 out of 10", "Hello. How are you", "l'ordine", "It's S."])
def test_words_are_not_taken_for_entities(text: str) -> None:
    assert find(text) == ()


def test_terms_and_numbers_are_masked_when_asked() -> None:
    masked = mask("Anna wants 2 Tradewind bags", ("Tradewind", "Anna"), numbers=True)
    assert masked.text == "⟦1⟧ wants ⟦2⟧ ⟦3⟧ bags"
    assert [entity.kind for entity in masked.entities] == ["term", "number", "term"]


def test_an_engine_may_put_spaces_into_a_mark_and_move_it() -> None:
    masked = mask("order #1001 for 25 €")
    assert restore("für ⟦ 2 ⟧ Bestellung ⟦1⟧", masked.entities) == "für 25 € Bestellung #1001"


def test_what_is_left_without_entities_is_language() -> None:
    assert blanked("#1001 😀 25 €").strip() == ""
    assert blanked("wo ist #1001") == "wo ist  "


def test_long_hostile_text_takes_linear_time() -> None:
    for piece in ("1", "a.", "1-", "A-", "www.", "+1 ", "⟦", "@", "1,"):
        find(piece * 4000, numbers=True)
