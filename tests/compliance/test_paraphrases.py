"""Many ways to say each guilty thing, and innocent ones with the same words; and words of packs that can be heard at all."""

import re
from collections.abc import Iterable

from server.compliance import Compliance
from tests.compliance.cells import INBOUND, TEXTS, rows, scene

_JOIN = re.compile(r" (?:~~?|&) ")
LINES = rows(TEXTS / "paraphrases.tsv")


def wrong(judge: Compliance, lines: Iterable[list[str]]) -> list[str]:
    """The guilty texts whose category is not heard, and the innocent ones that any rule speaks of."""
    found = []
    for language, category, kind, text in lines:
        heard = {finding.category for finding in judge.judge(text, scene(language, category in INBOUND)).findings}
        if (category not in heard) if kind == "said" else heard:
            found.append(text)
    return found


def test_paraphrases_are_heard_and_near_misses_pass(judge: Compliance) -> None:
    for kind, share in (("said", 0.05), ("near", 0.02)):
        some = [line for line in LINES if line[2] == kind]
        missed = wrong(judge, some)
        assert len(missed) <= share * len(some), missed


def test_the_measure_sees_a_miss_and_an_alarm(judge: Compliance) -> None:
    lines = [["en", "abuse", "said", "Good morning"], ["en", "abuse", "near", "You are an idiot"]]
    assert wrong(judge, lines) == ["Good morning", "You are an idiot"]


def broken(source: str) -> bool:
    """Whether a line of a pack joins words inside its brackets, or its brackets do not close."""
    depth = 0
    for at, sign in enumerate(source):
        depth += (sign == "(") - (sign == ")")
        if depth < 0 or (depth and _JOIN.match(source, at)):
            return True
    return depth > 0


def test_words_are_joined_outside_of_brackets(judge: Compliance) -> None:
    lines = [
        line
        for pack in judge.packs
        for table in (pack.terms, pack.own)
        for slot in table.values()
        for words in slot.values()
        for line in words
    ]
    assert [line for line in lines if broken(line)] == []
    assert broken("(a|b ~ c) d")
    assert broken("(a|b")
    assert not broken("(a|b) ~ (c|d)")
