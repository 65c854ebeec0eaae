"""Texts are found as people look for them: any part of a script without spaces, the beginning of a word elsewhere."""

import pytest

from server.domain.terms import asked, excerpt, terms


def finds(question: str, text: str) -> bool:
    """What both databases do with terms: each phrase somewhere, its terms in a row."""
    have = terms(text)

    def stands(at: int, phrase: tuple[str, ...], open_: bool) -> bool:
        part = have[at : at + len(phrase)]
        last = bool(part) and (part[-1].startswith(phrase[-1]) if open_ else part[-1] == phrase[-1])
        return len(part) == len(phrase) and part[:-1] == list(phrase[:-1]) and last

    phrases = asked(question)
    return bool(phrases) and all(any(stands(at, p.terms, p.open) for at in range(len(have))) for p in phrases)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("傘", "注文した傘がまだ届きません"),
        ("ません", "注文した傘がまだ届きません"),
        ("发货", "我的订单什么时候发货"),
        ("货", "我的订单什么时候发货"),
        ("订单 10293", "订单A-10293什么时候发货"),
        ("a-10293", "订单A-10293什么时候发货"),
        ("배송", "주문한 상품 배송은 언제"),
        ("พัสดุ", "พัสดุของฉันอยู่ที่ไหน"),
        ("CAFE", "Das Café in Köln"),
        ("koln caf", "Das Café in Köln"),
        ("hauptstrasse", "Hauptstraße 5"),
        ("الطلب", "أين الطلبُ؟"),
        ("カメラ", "ｶﾒﾗが壊れた"),
        ("102", "order A-10293"),
        ("jo@shop.example", "write to jo@shop.example please"),
    ],
)
def test_is_found(question: str, text: str) -> None:
    assert finds(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("届傘", "傘がまだ届きません"),
        ("rder", "order"),
        ("货发", "发货"),
        ("parcel blue", "my parcel"),
        ("?!", "my parcel?!"),
    ],
)
def test_is_not_found(question: str, text: str) -> None:
    assert not finds(question, text)


def test_the_part_that_has_the_words_is_shown() -> None:
    text = f"{'so it goes ' * 30}the KETTLE leaks {'and on ' * 30}"
    shown = excerpt(["short", text], asked("kettle"))
    assert "KETTLE leaks" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= 162
    assert excerpt(["first", "second"], asked("nothing")) == "first"
