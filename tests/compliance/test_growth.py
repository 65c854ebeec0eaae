"""Time grows with the length of a text, whatever the text is."""

from collections.abc import Callable
from time import thread_time

import pytest

from server.compliance import Compliance, Scene

EVIL = {
    "digits": "1 ",
    "cards": "4242 4242 4242 4241 ",
    "zeros": "00 ",
    "at signs": "a@",
    "dots": "a.",
    "accounts": "de89 3704 ",
    "terms": "whatsapp message me ",
    "number words": "one two ",
    "numerals": "一二三",
    "negations": "不",
    "unseen": "\u200b",
    "marks": "e\u0301",
    "one clause": "five stars refund ",
    "surrogates": "\ud800",
    "escapes": "%40a",
    "hexadecimal": "6c 65:",
    "base64": "aGVsbG8gd29ybGQh ",
    "quotations": '"ab" you idiot. ',
}
SCENE = Scene(channel="amazon", market="DE", language="en")


def grows(work: Callable[[str], object], unit: str) -> bool:
    """Whether eight times the text costs far more than eight times the time (of the best of five)."""
    small, large = ((unit * 2000)[:size] for size in (1000, 8000))
    return _best(work, large) > 24 * max(_best(work, small), 1e-4)


def _best(work: Callable[[str], object], text: str) -> float:
    times = []
    for _ in range(5):
        start = thread_time()
        work(text)
        times.append(thread_time() - start)
    return min(times)


@pytest.mark.parametrize("unit", EVIL.values(), ids=EVIL.keys())
def test_linear(judge: Compliance, unit: str) -> None:
    assert not grows(lambda text: judge.judge(text, SCENE), unit)


def test_the_measure_sees_a_square() -> None:
    assert grows(lambda text: sum(1 for _ in text for _ in text[::8]), "ab ")
