"""A disguise changes no verdict: guilty lines are heard in every writing, innocent ones begin no alarm in any."""

from collections.abc import Iterator

import pytest

from server.compliance import Compliance
from server.compliance.views import View, same
from tests.compliance.cells import MARKET, TEXTS, rows
from tests.compliance.masks import KINDS, Line, disguised, plainly, understood

EACH = 8
LEAST = 0.95
PARTLY = {
    "one comma": 0.92,
    "more Cyrillic leet": 0.84,
    "translit words": 0.84,
    "translit": 0.86,
    "Arabizi": 0.0,
    "Arabizi signs": 0.84,
    "small kana": 0.74,
    "a letter twice": 0.8,
    "a letter less": 0.77,
    "letters swapped": 0.71,
    "from its end": 0.76,
    "words from their ends": 0.54,
    "vowels as lines": 0.9,
    "vowels out": 0.82,
    "hiragana": 0.74,
    "katakana": 0.74,
    "circles for kana": 0.74,
}
"""What is heard of other kinds: letters are gone, or stand for several others."""
MOST = 0.04
LOUD = {
    "dots": 0.05,
    "underscores": 0.05,
    "vowels as lines": 0.07,
}
UNDONE = (
    "hearts",
    "one smiley",
    "upside down",
    "words upside down",
    "jamo",
    "one jamo",
)
"""The kinds that are heard in the second reading alone."""


class Deaf:
    """Reads nothing twice."""

    def read(self, raw: str, language: str) -> None:
        return None


class Nervous:
    """Reads what is not there."""

    def read(self, raw: str, language: str) -> View:
        return same(f"WhatsApp: {raw}")


def texts() -> Iterator[Line]:
    """Lines that the rules were written with, and ordinary ones."""
    for language, category, text in rows(TEXTS / "said.tsv"):
        yield Line(language, category, text, guilty=True)
    for language in MARKET:
        for text in (TEXTS / f"clean_{language}.txt").read_text(encoding="utf-8").splitlines():
            yield Line(language, "ordinary", text, guilty=False)


@pytest.fixture(scope="module")
def known(judge: Compliance) -> list[Line]:
    return plainly(judge, texts(), EACH)


def told(judge: Compliance, known: list[Line], kind: str) -> dict[bool, tuple[int, int]]:
    """Of the guilty and of the innocent lines, how many are understood in disguise, and how many there are."""
    found: dict[bool, tuple[int, int]] = {}
    for line, text in disguised(known, kind):
        yes, every = found.get(line.guilty, (0, 0))
        found[line.guilty] = yes + understood(judge, line, text), every + 1
    return found


def share(judge: Compliance, known: list[Line], kind: str, *, guilty: bool) -> float:
    """The same as a share."""
    yes, every = told(judge, known, kind)[guilty]
    return yes / every


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_is_heard_in_disguise(judge: Compliance, known: list[Line], kind: str) -> None:
    """One line more may go either way whenever the model learns anew: of some kinds there are only eight."""
    for guilty, (yes, every) in told(judge, known, kind).items():
        least = PARTLY.get(kind, LEAST) if guilty else 1 - LOUD.get(kind, MOST)
        assert yes + 1 >= least * every


def test_a_judge_who_reads_only_once_is_seen(
    judge: Compliance, known: list[Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "_undone", Deaf())
    assert [kind for kind in UNDONE if share(judge, known, kind, guilty=True) >= LEAST] == []


def test_a_judge_who_reads_too_much_is_seen(
    judge: Compliance, known: list[Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "_undone", Nervous())
    assert share(judge, known, "capitals", guilty=False) < 1 - MOST


def test_an_ordinary_word_between_vowels_is_no_word_whose_vowels_were_left_out(judge: Compliance) -> None:
    assert judge._undone.read("Three phones of Apple, y la otra, entre nous.", "en") is None
    assert judge._undone.read("Three phones, write on whtspp.", "en") is not None


def test_a_handle_with_a_line_in_it_is_no_word_with_a_letter_left_out(judge: Compliance) -> None:
    assert judge._undone.read("Instagram: lamp_tokyo", "ja") is None
    assert judge._undone.read("We ref_nded it", "en") is not None
