"""The sets that were written beside the rules, held to what is asked of sets nobody has seen."""

import random

from server.compliance import Compliance
from tests.compliance.cells import INBOUND, MARKET, TEXTS, caught, rates, rows, scene, stopped

SAID, INNOCENT = rows(TEXTS / "said.tsv"), rows(TEXTS / "innocent.tsv")
CATEGORIES = 16


def test_every_cell_has_its_texts() -> None:
    cells = {(language, category) for language, category, _ in SAID}
    assert len(cells) == len(MARKET) * CATEGORIES
    assert {language for language, _, _ in INNOCENT} == set(MARKET)


def test_what_is_said_is_caught_plain_and_disguised(judge: Compliance) -> None:
    some = random.Random(7).sample(SAID, 130)
    table = rates(caught(judge, some))
    short = {name: pair for (kind, name), pair in table.items() if kind == "disguise" and pair[0] < 0.85 * pair[1]}
    assert short == {}
    hit, every = table["disguise", "plain"]
    assert hit >= 0.95 * every


def test_everyday_words_are_heard(judge: Compliance) -> None:
    said = rows(TEXTS / "everyday.tsv")
    missed = [
        text
        for language, category, text in said
        if category not in {f.category for f in judge.judge(text, scene(language, category in INBOUND)).findings}
    ]
    assert len(missed) <= 0.05 * len(said), missed


def test_what_is_innocent_passes(judge: Compliance) -> None:
    assert len(dict(stopped(judge, INNOCENT))) <= 0.02 * len(INNOCENT)


def test_the_measure_sees_a_miss_and_a_false_alarm(judge: Compliance) -> None:
    assert rates(caught(judge, [["en", "abuse", "Good morning"]]))["disguise", "plain"] == (0, 1)
    assert stopped(judge, [["en", "out", "You are an idiot."]])
